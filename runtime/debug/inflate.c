/*
 * inflate.c - unpacks the debug sections that the linker compressed (RFC 1950
 * and 1951), since an executable carries more of them than of code.
 *
 * A stream is a sequence of blocks. A block is stored, or a sequence of
 * symbols in Huffman codes, fixed or described at its head:
 *
 *   symbol 0..255   a byte
 *   256             the end of the block
 *   257..285        a length; a distance follows, in a code of its own: repeat
 *                   what was written that many bytes ago
 *
 * A code is canonical: symbols of the same length are consecutive numbers, so
 * the lengths describe it. Codes of up to FAST_BITS bits are found by one look
 * into a table, longer ones bit by bit. The input is not trusted: it may end
 * anywhere, and nothing is written or read outside of the output.
 *
 * zlib would do; but this is in every program, where zlib takes three times the
 * room, and it runs while the program dies, when nothing may be allocated.
 */
#include <string.h>

#include "debug.h"

enum {
  FAST_BITS = 9,
  MAX_BITS = 15,
  MAX_SYMBOLS = 288,
  MAX_DISTANCES = 32,
  SYMBOL_BITS = 9, /* of an entry of the table; its length lies above */
  END_OF_BLOCK = 256,
  ZLIB_HEADER = 2
};

typedef struct Code {
  uint16_t fast[1 << FAST_BITS]; /* length and symbol; 0: a longer code */
  uint16_t count[MAX_BITS + 1];  /* codes of each length */
  uint16_t sorted[MAX_SYMBOLS];  /* symbols in the order of their codes */
} Code;

typedef struct Inflater {
  Cursor in;
  uint64_t hold; /* bits that are read and not used, the first lowest */
  unsigned held;
  bool damaged;
  uint8_t *out;
  uint64_t len, size;
  Code symbols, distances;
} Inflater;

/* ---------------------------------------------------------------- bits -- */

/* Behind the end zeros follow; who uses them is told by `damaged`. */
static void refill(Inflater *f) {
  while (f->held <= 56 && f->in.p < f->in.end) {
    f->hold |= (uint64_t)*f->in.p++ << f->held;
    f->held += 8;
  }
}

/* The next n bits are used. */
static void drop_bits(Inflater *f, unsigned n) {
  if (n > f->held) {
    f->damaged = true;
    f->held = n;
  }
  f->hold >>= n;
  f->held -= n;
}

static unsigned take_bits(Inflater *f, unsigned n) {
  refill(f);
  unsigned v = (unsigned)(f->hold & ((1u << n) - 1));
  drop_bits(f, n);
  return v;
}

/* --------------------------------------------------------------- codes -- */

/* The first bit of a code is its highest, but the lowest of what is read. */
static unsigned reversed(unsigned code, unsigned len) {
  unsigned r = 0;
  for (; len > 0; len--, code >>= 1) {
    r = r << 1 | (code & 1);
  }
  return r;
}

/* A code of len bits is found whatever the bits behind it: it fills every entry
   whose low bits it is. */
static void add_fast(Code *c, unsigned code, unsigned len, unsigned symbol) {
  for (unsigned i = reversed(code, len); i < 1u << FAST_BITS; i += 1u << len) {
    c->fast[i] = (uint16_t)(len << SYMBOL_BITS | symbol);
  }
}

/* Makes the code of n symbols of these lengths (0: unused); false if there
   cannot be so many of a length. Lengths 2 1 3 3 of A B C D give the codes
   B 0, A 10, C 110, D 111. */
static bool make_code(Code *c, const uint8_t *lengths, unsigned n) {
  memset(c, 0, sizeof *c);
  for (unsigned i = 0; i < n; i++) {
    c->count[lengths[i]]++;
  }
  c->count[0] = 0;
  unsigned code = 0, place = 0;
  for (unsigned len = 1; len <= MAX_BITS; len++) {
    code <<= 1;
    if (code + c->count[len] > 1u << len) {
      return false;
    }
    for (unsigned i = 0; i < n && c->count[len] > 0; i++) {
      if (lengths[i] == len) {
        c->sorted[place++] = (uint16_t)i;
        if (len <= FAST_BITS) {
          add_fast(c, code, len, i);
        }
        code++;
      }
    }
  }
  return true;
}

/* One bit at a time: the codes of a length are `first` and those after it, and
   their symbols begin at `place` in `sorted`. */
static unsigned slow_symbol(Inflater *f, const Code *c) {
  unsigned code = 0, first = 0, place = 0;
  for (unsigned len = 1; len <= MAX_BITS; len++) {
    code = code << 1 | (unsigned)(f->hold >> (len - 1) & 1);
    if (code - first < c->count[len]) {
      drop_bits(f, len);
      return c->sorted[place + code - first];
    }
    place += c->count[len];
    first = (first + c->count[len]) << 1;
  }
  f->damaged = true;
  return END_OF_BLOCK;
}

/* The symbol whose code comes next in the stream. */
static unsigned next_symbol(Inflater *f, const Code *c) {
  refill(f);
  unsigned entry = c->fast[f->hold & ((1u << FAST_BITS) - 1)];
  if (entry == 0) {
    return slow_symbol(f, c);
  }
  drop_bits(f, entry >> SYMBOL_BITS);
  return entry & ((1u << SYMBOL_BITS) - 1);
}

/* -------------------------------------------------------------- blocks -- */

static void put_byte(Inflater *f, unsigned byte) {
  if (f->len < f->size) {
    f->out[f->len++] = (uint8_t)byte;
  } else {
    f->damaged = true;
  }
}

/* Lengths and distances grow with their symbols: each group of `per` symbols
   has one more bit behind it than the one before. Symbol 265 is a length of
   11 or 12: 3 + (4 << 1) + one bit. */
static unsigned scaled(Inflater *f, unsigned symbol, unsigned per) {
  if (symbol < 2 * per) {
    return symbol;
  }
  unsigned extra = symbol / per - 1;
  return ((per + symbol % per) << extra) + take_bits(f, extra);
}

/* Byte by byte: a distance below the length repeats what this call writes. */
static void repeat(Inflater *f, unsigned symbol) {
  unsigned length = symbol == 285 ? 258 : 3 + scaled(f, symbol - 257, 4);
  unsigned distance = 1 + scaled(f, next_symbol(f, &f->distances), 2);
  if (distance > f->len || length > f->size - f->len) {
    f->damaged = true;
    return;
  }
  uint8_t *to = f->out + f->len;
  for (unsigned i = 0; i < length; i++) {
    to[i] = to[(int64_t)i - (int64_t)distance];
  }
  f->len += length;
}

/* Symbols until the end of the block. */
static void coded_block(Inflater *f) {
  while (!f->damaged) {
    unsigned symbol = next_symbol(f, &f->symbols);
    if (symbol < END_OF_BLOCK) {
      put_byte(f, symbol);
    } else if (symbol == END_OF_BLOCK) {
      return;
    } else {
      repeat(f, symbol);
    }
  }
}

/* Begins at a byte: its length, the length inverted, the bytes. */
static void stored_block(Inflater *f) {
  drop_bits(f, f->held % 8);
  unsigned n = take_bits(f, 16);
  f->damaged |= (take_bits(f, 16) ^ n) != 0xffff;
  for (; n > 0 && !f->damaged; n--) {
    put_byte(f, take_bits(f, 8));
  }
}

/* The two codes that RFC 1951, 3.2.6 gives. */
static void fixed_block(Inflater *f) {
  uint8_t lengths[MAX_SYMBOLS];
  for (unsigned i = 0; i < MAX_SYMBOLS; i++) {
    lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
  }
  make_code(&f->symbols, lengths, MAX_SYMBOLS);
  memset(lengths, 5, MAX_DISTANCES);
  make_code(&f->distances, lengths, MAX_DISTANCES);
  coded_block(f);
}

/* Reads n lengths, which are themselves symbols of f->symbols: 16 to 18
   repeat one. */
static void read_lengths(Inflater *f, uint8_t *lengths, unsigned n) {
  for (unsigned i = 0; i < n && !f->damaged;) {
    unsigned symbol = next_symbol(f, &f->symbols), times = 1;
    uint8_t value = symbol < 16 ? (uint8_t)symbol : 0;
    if (symbol == 16) {
      f->damaged |= i == 0;
      value = i > 0 ? lengths[i - 1] : 0;
      times = 3 + take_bits(f, 2);
    } else if (symbol == 17) {
      times = 3 + take_bits(f, 3);
    } else if (symbol == 18) {
      times = 11 + take_bits(f, 7);
    }
    for (; times > 0 && i < n; times--) {
      lengths[i++] = value;
    }
    f->damaged |= times > 0;
  }
}

/* The head has, from the inside out: lengths (3 bits each, in that order) of a
   code for lengths; in that code, those of both codes of the block. */
static void described_block(Inflater *f) {
  static const uint8_t order[] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                  11, 4,  12, 3, 13, 2, 14, 1, 15};
  uint8_t lengths[MAX_SYMBOLS + MAX_DISTANCES] = {0};
  unsigned nsymbols = 257 + take_bits(f, 5), ndistances = 1 + take_bits(f, 5);
  unsigned n = 4 + take_bits(f, 4);
  for (unsigned i = 0; i < n; i++) {
    lengths[order[i]] = (uint8_t)take_bits(f, 3);
  }
  if (nsymbols > MAX_SYMBOLS || !make_code(&f->symbols, lengths, 19)) {
    f->damaged = true;
    return;
  }
  read_lengths(f, lengths, nsymbols + ndistances);
  if (!make_code(&f->symbols, lengths, nsymbols) ||
      !make_code(&f->distances, lengths + nsymbols, ndistances)) {
    f->damaged = true;
    return;
  }
  coded_block(f);
}

/* Two bits say what kind of block follows; 3 is none. */
static void inflate_block(Inflater *f) {
  switch (take_bits(f, 2)) {
  case 0: stored_block(f); return;
  case 1: fixed_block(f); return;
  case 2: described_block(f); return;
  default: f->damaged = true;
  }
}

bool inflate(Bytes in, uint8_t *out, uint64_t size) {
  Inflater f;
  memset(&f, 0, sizeof f);
  f.in = cursor_at(in, ZLIB_HEADER);
  f.out = out;
  f.size = size;
  for (bool last = false; !last && !f.damaged;) {
    last = take_bits(&f, 1);
    inflate_block(&f);
  }
  return !f.damaged && f.len == size;
}
