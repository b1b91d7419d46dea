/*
 * main.c - C's main, alone in its file so that unit tests, which have their
 * own, can link with the rest of the runtime.
 */
#include "../rt.h"

extern void go_main(void) __asm__("main.main");
extern RtInitTask go_tasks __asm__("main..inittask");

int main(int argc, char **argv) {
  return rt_main(argc, argv, &go_tasks, go_main);
}
