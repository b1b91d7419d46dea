/*
 * pending.c - stands in for phases that are not linked yet.
 */
#include "codegen/codegen.h"


void explicit_package(Compiler *c, Package *pkg) { (void)c, (void)pkg; }

void verify_package(Compiler *c, Package *pkg) { (void)c, (void)pkg; }

