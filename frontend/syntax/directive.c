#include "frontend/syntax/parse.h"
void directive_found(Parser *p, const char *s, uint32_t len) {
  (void)p;
  (void)s;
  (void)len;
}
void directives_apply(Parser *p) { (void)p; }
