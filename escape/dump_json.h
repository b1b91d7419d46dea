/*
 * dump_json.h - the record as JSON values, for the dump and the explorer.
 * Private to escape/.
 */
#ifndef ESCAPE_DUMP_JSON_H
#define ESCAPE_DUMP_JSON_H

#include <jansson.h>

#include "escape/record.h"

/* The document that docs/graph.schema.json describes; json_decref it. */
json_t *graph_json(const EscapeRecord *r);
/* {"file", "line", "column"}, null for NO_POS. */
json_t *position_json(Compiler *c, Pos pos);

#endif
