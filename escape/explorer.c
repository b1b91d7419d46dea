/*
 * explorer.c - escargo explore: one page that shows a file, its escape graph
 * and each step of the walks.
 *
 * The page is explorer.html with the data in place of its marker; it loads
 * nothing from elsewhere:
 *
 *     const data = {"file": "x.go", "text": "package ...", "graph": {...}};
 *
 * "graph" is what -dump=graph:json prints.
 */
#include "escape/explorer.h"

#include <stdlib.h>

#include "escape/dump_json.h"

static const char marker[] = "\"DATA\"";

/* JSON inside of a script element must not end it. */
static void write_script(FILE *out, const char *json) {
  for (; *json; json++) {
    if (json[0] == '<')
      fputs("\\u003c", out);
    else
      fputc(*json, out);
  }
}

static json_t *page_data(const EscapeRecord *r, const Source *source) {
  json_t *text = json_stringn(source->text, source->len);
  return json_pack("{s:s, s:o, s:o}", "file", source->path, "text",
                   text ? text : json_string(""), "graph", graph_json(r));
}

void escape_explore(const EscapeRecord *r, FILE *out) {
  const char *page = (const char *)explorer_page;
  const char *at = strstr(page, marker);
  ASSERT(at);
  json_t *data = page_data(r, r->pkg->files[0]->source);
  char *json = json_dumps(data, JSON_COMPACT);
  fwrite(page, 1, (size_t)(at - page), out);
  write_script(out, json);
  fputs(at + sizeof marker - 1, out);
  free(json);
  json_decref(data);
}
