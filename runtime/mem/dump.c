/*
 * dump.c - walks the heap and writes what it finds: see dump.h.
 *
 * There is one walker and two ways to write. A record is a kind and fields;
 * the Writer makes of it a line of text or a JSON object:
 *
 *   span base=0xc000012000 np=1 class=5 ...
 *   {"t":"span","base":"0xc000012000","np":1,"class":5, ...}
 *
 * Nothing is allocated: the walk must not change what it shows. Bitmaps are
 * hexadecimal, four slots a digit, the lowest slot in the lowest bit of the
 * first digit.
 */
#include "dump.h"

#include <string.h>

#include "../sched/sched.h"
#include "pagebits.h"
#include "scavenge.h"

/* A file with a buffer; `json` chooses between the two ways to write. */
typedef struct Writer {
  int fd;
  bool json;
  size_t n;
  char buffer[4096];
} Writer;

/* What the process was asked to dump, and what it has counted for it. */
static struct {
  Writer out; /* one dump at a time: the world is stopped */
  int file;   /* of ESCARGO_HEAPDUMP; 0: none */
  bool text;  /* at exit */
  uint64_t seq;
  uint64_t requested[NUM_SIZE_CLASSES]; /* bytes asked for, by class */
} dump;

/* ------------------------------------------------------------- writing -- */

/* Writes out what the buffer has. */
static void flush(Writer *w) {
  rt_os_write(w->fd, w->buffer, w->n);
  w->n = 0;
}

/* Appends a text; none is longer than the buffer. */
static void put(Writer *w, const char *s) {
  size_t len = strlen(s);
  if (w->n + len > sizeof w->buffer) {
    flush(w);
  }
  memcpy(w->buffer + w->n, s, len);
  w->n += len;
}

/* v in a base up to 16, without leading zeros. */
static void put_number(Writer *w, uint64_t v, unsigned base) {
  char digits[24], *p = digits + sizeof digits - 1;
  *p = 0;
  do {
    *--p = "0123456789abcdef"[v % base];
    v /= base;
  } while (v > 0);
  put(w, p);
}

/* A record is begin, fields, end. The kind is its first field in JSON, its
   first word in text. */
static void begin(Writer *w, const char *kind) {
  put(w, w->json ? "{\"t\":\"" : "");
  put(w, kind);
  put(w, w->json ? "\"" : "");
}

static void end(Writer *w) { put(w, w->json ? "}\n" : "\n"); }

/* Separator and name of the next field. */
static void name(Writer *w, const char *field) {
  put(w, w->json ? ",\"" : " ");
  put(w, field);
  put(w, w->json ? "\":" : "=");
}

/* A field with a decimal number. */
static void number(Writer *w, const char *field, uint64_t v) {
  name(w, field);
  put_number(w, v, 10);
}

/* A field with a word; v has nothing that JSON would have to escape. */
static void text(Writer *w, const char *field, const char *v) {
  name(w, field);
  put(w, w->json ? "\"" : "");
  put(w, v);
  put(w, w->json ? "\"" : "");
}

/* A field with a hexadecimal number: a string in JSON, whose numbers may have
   53 bits only. */
static void address(Writer *w, const char *field, uintptr_t v) {
  name(w, field);
  put(w, w->json ? "\"0x" : "0x");
  put_number(w, v, 16);
  put(w, w->json ? "\"" : "");
}

/* ---------------------------------------------------------------- bits -- */

/* The two bitmaps of a span, for `bits`. */
static bool slot_used(const Mspan *s, uintptr_t i) {
  return rt_slot_live(s, i);
}
static bool slot_marked(const Mspan *s, uintptr_t i) {
  return s->gcmark_bits[i / 64] >> (i % 64) & 1;
}

/* A field with a bit for each slot: used=ff3000... says that slots 0 to 9 are
   in use. */
static void bits(Writer *w, const char *field, const Mspan *s,
                 bool (*bit)(const Mspan *, uintptr_t)) {
  name(w, field);
  put(w, w->json ? "\"" : "");
  for (uintptr_t i = 0; i < s->nelems; i += 4) {
    unsigned digit = 0;
    for (unsigned k = 0; k < 4 && i + k < s->nelems; k++) {
      digit |= (unsigned)bit(s, i + k) << k;
    }
    put_number(w, digit, 16);
  }
  put(w, w->json ? "\"" : "");
}

/* ------------------------------------------------------------- records -- */

/* Counters of the whole heap, and what the dump was made for. */
static void dump_header(Writer *w, const char *label) {
  begin(w, "hdr");
  number(w, "ver", HEAPDUMP_VERSION);
  number(w, "seq", ++dump.seq);
  text(w, "label", label);
  number(w, "sweepgen", rt_heap.sweepgen);
  number(w, "live", rt_heap.live);
  number(w, "inheap", rt_mem.in_heap);
  number(w, "free", rt_mem.free);
  number(w, "released", rt_mem.released);
  address(w, "arena_start", rt_heap.low); /* the names of older texts */
  address(w, "arena_used", rt_heap.high);
  end(w);
}

/* How many requests ended at which level (mem.h). Those served by a cached span
   are not counted one by one: they are what is left of all. */
static void dump_levels(Writer *w) {
  uint64_t small = 0;
  for (unsigned i = 1; i < NUM_SIZE_CLASSES; i++) {
    small += rt_mem.small_alloc[i];
  }
  begin(w, "lvl");
  number(w, "tiny", rt_mem.tiny_allocs);
  number(w, "cached", small > rt_mem.refills ? small - rt_mem.refills : 0);
  number(w, "refill", rt_mem.refills - rt_mem.grows);
  number(w, "grow", rt_mem.grows);
  number(w, "large", rt_mem.large_allocs);
  number(w, "heapgrow", rt_mem.heap_grows);
  number(w, "mmap", rt_mem.mmaps);
  number(w, "heaplock", rt_mem.heap_locks);
  number(w, "heapwait", rt_mem.heap_waits);
  end(w);
}

/* 64 MB of address space; `spans` counts first pages of spans. */
static void dump_arena(Writer *w, uintptr_t base) {
  const HeapArena *a = rt_arena_of(base);
  uintptr_t spans = 0;
  for (size_t i = 0; i < RT_COUNT(a->page_in_use); i++) {
    spans += (uintptr_t)__builtin_popcount(a->page_in_use[i]);
  }
  begin(w, "arena");
  address(w, "base", base);
  number(w, "pages", ARENA_PAGES);
  number(w, "zeroed", a->zeroed_base);
  number(w, "spans", spans);
  end(w);
}

/* Arenas may have holes between them. */
static void dump_arenas(Writer *w) {
  for (uintptr_t at = rt_heap.low & ~(ARENA_SIZE - 1); at < rt_heap.high;
       at += ARENA_SIZE) {
    if (rt_arena_of(at)) {
      dump_arena(w, at);
    }
  }
}

/* gen is 0 for a swept span, 1 and 3 for one in a cache: see Mspan. */
const char *rt_span_place(const Mspan *s) {
  uint32_t gen = s->sweepgen - rt_heap.sweepgen;
  if (s->state == SPAN_MANUAL) {
    return "manual";
  }
  if (gen == 1 || gen == 3) {
    return "mcache";
  }
  if (rt_span_size_class(s) == 0) {
    return "large";
  }
  bool full = s->alloc_count == s->nelems;
  if (gen == 0) {
    return full ? "fullSwept" : "partialSwept";
  }
  return full ? "fullUnswept" : "partialUnswept";
}

/* Spans of the runtime's own have no slots, only a place. */
static void dump_span(Writer *w, const Mspan *s) {
  begin(w, "span");
  address(w, "base", s->start_addr);
  number(w, "np", s->npages);
  text(w, "in", rt_span_place(s));
  if (s->state == SPAN_IN_USE) {
    number(w, "class", rt_span_size_class(s));
    number(w, "size", s->elemsize);
    number(w, "noscan", rt_span_noscan(s));
    number(w, "n", s->nelems);
    number(w, "alloc", rt_span_live_count(s));
    number(w, "freeindex", rt_span_next_free(s));
    number(w, "needzero", s->needzero);
    number(w, "gen", s->sweepgen);
    bits(w, "used", s, slot_used);
    bits(w, "mark", s, slot_marked);
  }
  end(w);
}

/* Descriptors that wait for their next use are left out. */
static void dump_spans(Writer *w) {
  for (uintptr_t i = 0; i < rt_heap.nspans; i++) {
    const Mspan *s = rt_heap.allspans[i];
    if (s->state != SPAN_DEAD) {
      dump_span(w, s);
    }
  }
}

/* Free runs by length, the last entry for all longer ones: what older heaps
   kept as an array of lists, free_[n]. */
enum {
  LISTS = 128
};
static uint64_t runs_of_length[LISTS + 1];

/* How many runs of each length there are. */
static void dump_free_lists(Writer *w) {
  for (unsigned i = 1; i <= LISTS; i++) {
    if (runs_of_length[i] > 0) {
      begin(w, "freelist");
      number(w, "np", i);
      number(w, "runs", runs_of_length[i]);
      end(w);
    }
  }
}

/* n free pages that are alike, all scavenged or none. */
static void dump_run(Writer *w, uintptr_t base, uintptr_t n, bool scavenged) {
  runs_of_length[n < LISTS ? n : LISTS]++;
  begin(w, "free");
  address(w, "base", base);
  number(w, "np", n);
  number(w, "scav", scavenged);
  end(w);
}

/* 0: in use, 1: free, 2: free and scavenged. */
static unsigned page_kind(const Chunk *c, uintptr_t page) {
  if (rt_bits_count(&c->alloc, page, 1)) {
    return 0;
  }
  return rt_bits_count(&c->scavenged, page, 1) ? 2 : 1;
}

/* Cuts a chunk into runs of pages of the same kind. */
static void dump_chunk(Writer *w, uintptr_t index) {
  const Chunk *c = rt_chunk_of(&rt_heap.pages, index);
  uintptr_t from = 0;
  for (uintptr_t i = 1; i <= CHUNK_PAGES; i++) {
    unsigned kind = page_kind(c, from);
    if (i < CHUNK_PAGES && page_kind(c, i) == kind) {
      continue;
    }
    if (kind != 0) {
      uintptr_t base = (index << CHUNK_SHIFT) + (from << PAGE_SHIFT);
      dump_run(w, base, i - from, kind == 2);
    }
    from = i; /* the next run begins where this one ends */
  }
}

/* Pages in a P's page cache are not among them: see dump_caches. */
static void dump_free_pages(Writer *w) {
  const PageAlloc *p = &rt_heap.pages;
  memset(runs_of_length, 0, sizeof runs_of_length);
  for (uintptr_t i = 0; i < p->nranges; i++) {
    for (uintptr_t c = p->ranges[i].first; c < p->ranges[i].end; c++) {
      dump_chunk(w, c);
    }
  }
  dump_free_lists(w);
}

/* Goroutines' stacks lie outside the heap. */
static void dump_stacks(Writer *w) {
  for (const G *g = rt_all_gs(); g; g = g->all_next) {
    uintptr_t lo = 0, hi = 0;
    if (rt_stack_range(g, &lo, &hi)) {
      begin(w, "stack");
      number(w, "g", g->id);
      address(w, "lo", g->stack_lo);
      address(w, "sp", lo);
      address(w, "hi", hi);
      end(w);
    }
  }
}

/* Each P's cache: its tiny block, its pages, its spans. */
static void dump_caches(Writer *w) {
  for (int i = 0; rt_p(i); i++) {
    const Mcache *c = rt_p(i)->mcache;
    begin(w, "mcache");
    number(w, "p", (uint64_t)i);
    address(w, "tiny", c->tiny);
    number(w, "tinyoffset", c->tinyoffset);
    address(w, "pages", c->pages.base);
    address(w, "pagesfree", c->pages.free);
    address(w, "pagesscav", c->pages.scavenged);
    end(w);
    for (unsigned k = 0; k < NUM_SPAN_CLASSES; k++) {
      const Mspan *s = c->alloc[k];
      if (s != &rt_empty_span) {
        begin(w, "cached");
        number(w, "p", (uint64_t)i);
        number(w, "spanclass", k);
        address(w, "span", s->start_addr);
        number(w, "free", s->nelems - rt_span_live_count(s));
        end(w);
      }
    }
  }
}

/* Both names of each list: of 1.19, and nonempty/empty of older texts, by
   the fields' meaning: partial = nonempty, full = empty. */
static void dump_centrals(Writer *w) {
  uint32_t sg = rt_heap.sweepgen;
  for (unsigned i = 0; i < NUM_SPAN_CLASSES; i++) {
    Mcentral *c = &rt_heap.central[i];
    uint64_t lens[] = {rt_spanset_len(rt_partial_swept(c, sg)),
                       rt_spanset_len(rt_partial_unswept(c, sg)),
                       rt_spanset_len(rt_full_swept(c, sg)),
                       rt_spanset_len(rt_full_unswept(c, sg))};
    if (lens[0] + lens[1] + lens[2] + lens[3] > 0) {
      begin(w, "mcentral");
      number(w, "spanclass", i);
      number(w, "partialSwept", lens[0]);
      number(w, "partialUnswept", lens[1]);
      number(w, "fullSwept", lens[2]);
      number(w, "fullUnswept", lens[3]);
      number(w, "nonempty", lens[0] + lens[1]);
      number(w, "empty", lens[2] + lens[3]);
      end(w);
    }
  }
}

/* ------------------------------------------------------------- classes -- */

/* In hundredths of a percent: the smallest request of a class, and the tail,
   against the whole span. */
static uint64_t max_waste(unsigned class) {
  uint64_t size = rt_class_size[class], least = rt_class_size[class - 1] + 1u;
  uint64_t bytes = (uint64_t)rt_class_pages[class] << PAGE_SHIFT;
  uint64_t objects = bytes / size;
  return (bytes - objects * least) * 10000 / bytes;
}

/* One row of the table of size classes, with what the program made of it. live:
   spans, and slots in use. */
static void dump_class(Writer *w, unsigned class, const uint64_t live[2]) {
  uint64_t size = rt_class_size[class];
  uint64_t bytes = (uint64_t)rt_class_pages[class] << PAGE_SHIFT;
  uint64_t given = rt_mem.small_alloc[class] * size;
  uint64_t asked = dump.requested[class];
  begin(w, "class");
  number(w, "class", class);
  number(w, "size", size);
  number(w, "pages", rt_class_pages[class]);
  number(w, "objects", bytes / size);
  number(w, "tail", bytes % size);
  number(w, "maxwaste", max_waste(class));
  number(w, "allocs", rt_mem.small_alloc[class]);
  number(w, "frees", rt_mem.small_free[class]);
  number(w, "spans", live[0]);
  number(w, "live", live[1]);
  /* Measured: bytes that rounding up cost, and that lie unused in spans. */
  number(w, "rounding", given > asked ? given - asked : 0);
  number(w, "unused", live[0] * bytes - live[1] * size);
  end(w);
}

/* Classes from 1 on: large objects waste less than a page. */
static void dump_classes(Writer *w) {
  static uint64_t live[NUM_SIZE_CLASSES][2]; /* spans, slots */
  memset(live, 0, sizeof live);
  for (uintptr_t i = 0; i < rt_heap.nspans; i++) {
    const Mspan *s = rt_heap.allspans[i];
    if (s->state == SPAN_IN_USE) {
      live[rt_span_size_class(s)][0]++;
      live[rt_span_size_class(s)][1] += rt_span_live_count(s);
    }
  }
  for (unsigned i = 1; i < NUM_SIZE_CLASSES; i++) {
    dump_class(w, i, live[i]);
  }
}

/* --------------------------------------------------------------- entry -- */

void rt_heap_dump(int fd, bool json, const char *label) {
  Writer *w = &dump.out;
  *w = (Writer){.fd = fd, .json = json};
  rt_scavenge_hold();
  dump_header(w, label);
  dump_levels(w);
  dump_arenas(w);
  dump_spans(w);
  dump_free_pages(w);
  dump_caches(w);
  dump_centrals(w);
  dump_stacks(w);
  dump_classes(w);
  rt_scavenge_resume();
  flush(w);
}

/* After the way of a request is known: also tiny ones count, for their class.
   */
void rt_dump_count(uintptr_t size, const Mspan *s) {
  if (dump.text || dump.file) {
    rt_count(&dump.requested[rt_span_size_class(s)], (int64_t)size);
  }
}

void rt_dump_init(void) {
  const char *file = rt_os_env("ESCARGO_HEAPDUMP");
  dump.text = rt_godebug("heapdump", 0) > 0;
  dump.file = file && *file ? rt_os_create(file) : 0;
  if (dump.text || dump.file) {
    rt_malloc_slow_mode(true); /* requests are counted, see rt_dump_count */
  }
}

void rt_dump_point(const char *label) {
  if (dump.file) {
    rt_heap_dump(dump.file, true, label);
  }
}

void rt_dump_exit(void) {
  if (!dump.text && !dump.file) {
    return;
  }
  rt_stop_world();
  rt_dump_point("exit"); /* which does nothing without a file */
  if (dump.text) {
    rt_heap_dump(2, false, "exit");
  }
}
