/*
 * pending.c - stands in for phases that are not linked yet.
 */
#include "codegen/codegen.h"


