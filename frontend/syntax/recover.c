#include "frontend/syntax/lr.h"
void parse_recover(Parser *p) {
  parser_syntax_error(p, p->base, "does not parse");
}
