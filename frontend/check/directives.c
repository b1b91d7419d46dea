#include "frontend/check/resolve.h"
void check_directives(Checker *ck) { (void)ck; }
