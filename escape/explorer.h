/*
 * explorer.h - the page of `escargo explore`, as the build embeds it. Private
 * to escape/.
 */
#ifndef ESCAPE_EXPLORER_H
#define ESCAPE_EXPLORER_H

/* explorer.html, ended by a NUL. */
extern const unsigned char explorer_page[];

#endif
