/*
 * survive.h - what must hold for any bytes at all.
 *
 * The fuzzers and hostile_test.c feed texts to these two; a broken promise ends
 * the process, as a crash does.
 *
 *   survive_parse   a tree or messages, never both or none; a correct text is a
 *                   fixed point of print and parse; its bodies can be cloned
 *   survive_check   types or messages; a correct package passes the explicit
 *                   pass and its verifier. Imports fail: nothing is read
 */
#ifndef FRONTEND_CHECK_TOOLS_SURVIVE_H
#define FRONTEND_CHECK_TOOLS_SURVIVE_H

#include <stddef.h>

void survive_parse(const char *text, size_t len);
void survive_check(const char *text, size_t len);

#endif
