#include "frontend/syntax/parse.h"
void check_branches(Parser *p, Stmt *body) {
  (void)p;
  (void)body;
}
