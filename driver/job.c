/*
 * job.c - runs the compiler where deep nesting and signals cannot hurt it.
 *
 * The compiler is recursive: its depth is the depth of the program's nesting.
 * So it runs on a thread of its own with a stack far larger than any sane
 * program needs; the memory is only reserved. Meanwhile the main thread waits
 * for the end or for a signal:
 *
 *   main thread          worker thread
 *   -----------          -------------
 *   poll(signals, end)   body(job): compile, spawn children
 *   signal: forward it to the child, or clean up and die of it
 *   end: clean up, return the status
 *
 * That way no handler runs in the middle of anything, and the temporary
 * folder and half-written files are removed whatever happens. A fault of the
 * worker (its stack is used up, or we have a bug) is handled the same way: the
 * handler says what it is, hands an exit status to the main thread through the
 * pipe, and stands still. If the worker calls exit, an exit handler cleans up.
 */
#include "driver/job.h"

#include <errno.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

extern char **environ;

/* ------------------------------------------------------------- temp files */

/* For nftw, which visits folders behind what is in them. */
static int remove_entry(const char *path, const struct stat *st, int kind,
                        struct FTW *where) {
  (void)st, (void)kind, (void)where;
  return remove(path);
}

/* May be called from any thread, and twice: `pending` is taken once, and a
   folder that is gone is no error. */
static void clean_up(Job *job) {
  const char *pending = atomic_exchange(&job->pending, NULL);
  if (pending)
    unlink(pending);
  if (job->dir && !job->settings->keep_work)
    nftw(job->dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

/* The job's temporary folder; false after a message. */
static bool make_dir(Job *job) {
  const char *tmp = getenv("TMPDIR");
  job->dir = arena_printf(&job->arena, "%s/escargo-XXXXXX",
                          tmp && *tmp ? tmp : "/tmp");
  if (!mkdtemp(job->dir)) {
    fprintf(stderr, "escargo: cannot make a temporary folder: %s: %s\n",
            job->dir, strerror(errno));
    job->dir = NULL;
    return false;
  }
  if (job->settings->keep_work)
    fprintf(stderr, "WORK=%s\n", job->dir);
  return true;
}

/* --------------------------------------------------------------- children */

/* As -x shows it: words apart, nothing quoted. */
static void print_command(char *const argv[]) {
  for (size_t i = 0; argv[i]; i++)
    fprintf(stderr, "%s%s", i ? " " : "", argv[i]);
  fputc('\n', stderr);
}

char **job_program_argv(Job *job, const char *program, uint32_t n,
                        char ***args) {
  const Settings *s = job->settings;
  char **argv = NEW_ARRAY(&job->arena, char *, s->exec.len + n + 2);
  for (uint32_t i = 0; i < s->exec.len; i++)
    argv[i] = arena_printf(&job->arena, "%s", s->exec.items[i]);
  argv[s->exec.len] = arena_printf(&job->arena, "%s", program);
  *args = argv + s->exec.len + 1;
  return argv;
}

int job_spawn(Job *job, char *const argv[]) {
  return job_spawn_into(job, argv, -1);
}

int job_spawn_into(Job *job, char *const argv[], int fd) {
  if (job->settings->print_commands)
    print_command(argv);
  posix_spawnattr_t attr;
  posix_spawnattr_init(&attr);
  posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
  posix_spawnattr_setsigmask(&attr, &job->old_mask);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (int to = STDOUT_FILENO; fd >= 0 && to <= STDERR_FILENO; to++)
    posix_spawn_file_actions_adddup2(&actions, fd, to);
  pid_t pid;
  int err = posix_spawnp(&pid, argv[0], &actions, &attr, argv, environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attr);
  if (err) {
    fprintf(stderr, "escargo: cannot run %s: %s\n", argv[0], strerror(err));
    return -1;
  }
  atomic_store(&job->child, pid);
  int status;
  while (waitpid(pid, &status, 0) < 0)
    if (errno != EINTR)
      return -1;
  atomic_store(&job->child, 0);
  return status;
}

void job_print_status(FILE *out, int status) {
  if (WIFEXITED(status)) {
    fprintf(out, "exit status %d\n", WEXITSTATUS(status));
    return;
  }
  char name[64];
  snprintf(name, sizeof name, "%s", strsignal(WTERMSIG(status)));
  if (name[0] >= 'A' && name[0] <= 'Z')
    name[0] = (char)(name[0] - 'A' + 'a');
  fprintf(out, "signal: %s%s\n", name,
          WCOREDUMP(status) ? " (core dumped)" : "");
}

/* ----------------------------------------------------------------- signals */

static const int caught[] = {SIGINT, SIGTERM, SIGHUP};

/* Blocked in all threads: they reach the main thread by signalfd only. */
static sigset_t caught_set(void) {
  sigset_t set;
  sigemptyset(&set);
  for (size_t i = 0; i < COUNT(caught); i++)
    sigaddset(&set, caught[i]);
  return set;
}

/* While a child runs, the terminal's ^C is the child's affair; what was sent
   to us alone is handed on. Otherwise the signal ends us, tidily. */
static void signal_arrived(Job *job, int sig) {
  pid_t child = atomic_load(&job->child);
  if (child > 0) {
    if (sig != SIGINT)
      kill(child, sig);
    return;
  }
  clean_up(job);
  signal(sig, SIG_DFL);
  pthread_sigmask(SIG_SETMASK, &job->old_mask, NULL);
  raise(sig);
}

/* Until the worker closes its end of the pipe: 0; or sends an exit status,
   because it cannot go on. */
static char wait_for_worker(Job *job, int done) {
  sigset_t set = caught_set();
  int signals = signalfd(-1, &set, SFD_CLOEXEC);
  struct pollfd fds[] = {
      {.fd = done,    .events = POLLIN},
      {.fd = signals, .events = POLLIN}
  };
  char status = 0;
  for (;;) {
    if (poll(fds, COUNT(fds), -1) < 0)
      continue;
    if (fds[0].revents)
      break;
    struct signalfd_siginfo info;
    if (fds[1].revents &&
        read(signals, &info, sizeof info) == (ssize_t)sizeof info)
      signal_arrived(job, (int)info.ssi_signo);
  }
  if (read(done, &status, 1) != 1)
    status = 0;
  close(signals);
  return status;
}

/* ------------------------------------------------------------------ faults */

typedef struct Worker {
  Job *job;
  int (*body)(Job *);
  int done; /* write end of the pipe */
} Worker;

/* Signal and exit handlers are given no context, so the running worker is
   remembered for them; nothing else looks at it. */
static _Atomic(Worker *) this_worker;

/* For handlers: stdio may be in the middle of something. */
static void say(const char *text) {
  if (write(STDERR_FILENO, text, strlen(text)) < 0)
    _exit(EXIT_USAGE);
}

/* A fault near the stack pointer: the program nests deeper than the stack. */
static bool is_overflow(int sig, const siginfo_t *info,
                        const ucontext_t *context) {
  uintptr_t sp = (uintptr_t)context->uc_mcontext.gregs[REG_RSP];
  uintptr_t address = (uintptr_t)info->si_addr;
  return sig == SIGSEGV && address + (1 << 20) > sp && address < sp + (1 << 16);
}

/* Runs on the alternate stack; only async-signal-safe calls here. */
static void fault(int sig, siginfo_t *info, void *context) {
  bool overflow = is_overflow(sig, info, context);
  char status = overflow ? EXIT_ERRORS : EXIT_USAGE;
  if (overflow)
    say("escargo: the program nests too deeply\n");
  else if (sig != SIGABRT) /* who aborts has said why */
    say("escargo: internal compiler error: memory fault\n");
  Worker *w = this_worker;
  if (!w || write(w->done, &status, 1) != 1)
    _exit(status);
  for (;;)
    pause();
}

/* A library, or LLVM, may call exit in the worker. */
static void exiting(void) {
  Worker *w = this_worker;
  if (w)
    clean_up(w->job);
}

/* For all threads of the process; each has an alternate stack (thread.c). */
static void catch_faults(void) {
  struct sigaction action = {.sa_sigaction = fault,
                             .sa_flags = SA_SIGINFO | SA_ONSTACK};
  static const int faults[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};
  for (size_t i = 0; i < COUNT(faults); i++)
    sigaction(faults[i], &action, NULL);
}

/* ------------------------------------------------------------ the worker */

/* Sanitizers report faults better than we do. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(SANITIZED) || defined(__SANITIZE_ADDRESS__)
enum {
  CATCH_FAULTS = false
};
#else
enum {
  CATCH_FAULTS = true
};
#endif

/* The thread's body: closing the pipe tells the main thread that it is done. */
static void worker_main(void *arg) {
  Worker *w = this_worker = arg;
  atexit(exiting);
  if (CATCH_FAULTS)
    catch_faults();
  w->job->status = w->body(w->job);
  fflush(NULL);
  this_worker = NULL;
  close(w->done);
}

/* The child is killed with its parent, and has the signal mask that the user's
   shell gave us. */
pid_t job_fork(Job *job) {
  fflush(NULL);
  pid_t pid = fork();
  if (pid != 0)
    return pid;
  this_worker = NULL;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  pthread_sigmask(SIG_SETMASK, &job->old_mask, NULL);
  return 0;
}

int job_run(Settings *s, bool wants_dir, int (*body)(Job *)) {
  Job job = {.settings = s, .status = EXIT_ERRORS};
  int pipe_ends[2];
  sigset_t set = caught_set();
  pthread_sigmask(SIG_BLOCK, &set, &job.old_mask);
  if ((!wants_dir || make_dir(&job)) && pipe2(pipe_ends, O_CLOEXEC) == 0) {
    Worker w = {.job = &job, .body = body, .done = pipe_ends[1]};
    Thread thread;
    if (thread_start(&thread, worker_main, &w)) {
      char status = wait_for_worker(&job, pipe_ends[0]);
      if (status != 0) {
        clean_up(&job);
        _exit(status);
      }
      thread_join(&thread);
    } else {
      fprintf(stderr, "escargo: cannot start a thread\n");
    }
  }
  clean_up(&job);
  pthread_sigmask(SIG_SETMASK, &job.old_mask, NULL);
  arena_free(&job.arena);
  return job.status;
}
