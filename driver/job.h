/*
 * job.h - private to the driver: one run of the compiler, with its temporary
 * files, children and output.
 */
#ifndef DRIVER_JOB_H
#define DRIVER_JOB_H

#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/types.h>

#include "driver/driver.h"

typedef struct Job {
  Settings *settings;
  Arena arena;         /* for names of files and the like */
  char *dir;           /* temporary folder; NULL: none */
  sigset_t old_mask;   /* signals as the user left them, for children */
  _Atomic pid_t child; /* running now; 0: none */
  _Atomic(const char *) pending; /* half-written output; NULL: none */
  int status;
} Job;

/* Runs body on a thread with a large stack and returns its status. Signals
   remove the temporary folder (if wanted) and half-written output. */
int job_run(Settings *s, bool wants_dir, int (*body)(Job *));
/* The command line of a built program with n arguments, behind what -exec
   says; the caller stores them from *args on. */
char **job_program_argv(Job *job, const char *program, uint32_t n,
                        char ***args);
/* Runs argv and waits: waitpid's status, -1 after a message. */
int job_spawn(Job *job, char *const argv[]);
/* The same, with standard output and error going to fd. */
int job_spawn_into(Job *job, char *const argv[], int fd);
/* fork, for a process that works on what is in memory and ends by _exit. It
   leaves the job's files alone and does not outlive the job. */
pid_t job_fork(Job *job);
/* A status of waitpid, as os/exec words it: "exit status 3". */
void job_print_status(FILE *out, int status);

/* ----------------------------------------------------------- output.c -- */

/*
 * A file that appears whole or not at all: written under another name in the
 * same folder, then renamed. Symbolic links are followed. What exists and is
 * no regular file (a device, a pipe) is never removed: it is written to.
 */
typedef struct Output {
  const char *target; /* with links followed */
  const char *temp;   /* what to write */
  bool special;       /* target is no regular file */
} Output;

bool output_begin(Job *job, Output *o, const char *target);
/* Makes temp the target, with execute permission if wanted. */
bool output_commit(Job *job, Output *o, bool executable);
void output_abandon(Job *job, Output *o);
/* Fills the file to be written with the contents of another one. */
bool output_copy(const Output *o, const char *from);

bool file_is_empty(const char *path);
bool file_write_empty(const char *path);

#endif
