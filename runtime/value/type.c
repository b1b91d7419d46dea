/*
 * type.c - reading type descriptors.
 *
 * abi.h has their layout. What sits behind a descriptor depends on its kind:
 *
 *   [struct of the kind][RtUncommon, if tflag says so][types of a func]
 *
 * A name is a flag byte, a length, the text, then what the flags announce: a
 * tag, stored alike, and the offset of a package path. The field F of
 *
 *   struct { F int `json:"f"` }
 *
 * is 03 01 'F' 08 'json:"f"' (RT_NAME_EXPORTED | RT_NAME_TAG).
 */
#include <string.h>

#include "../rt.h"

/* Size of a kind's struct; 0, for plain kinds: that of RtType. */
static const uint8_t tail_size[] = {[RT_ARRAY] = sizeof(RtArrayType),
                                    [RT_CHAN] = sizeof(RtChanType),
                                    [RT_FUNC] = sizeof(RtFuncType),
                                    [RT_INTERFACE] = sizeof(RtInterfaceType),
                                    [RT_MAP] = sizeof(RtMapType),
                                    [RT_POINTER] = sizeof(RtPtrType),
                                    [RT_SLICE] = sizeof(RtSliceType),
                                    [RT_STRUCT] = sizeof(RtStructType),
                                    [RT_UNSAFEPOINTER] = sizeof(RtType)};

/* A length in 7-bit groups, low ones first. */
static const uint8_t *read_varint(const uint8_t *p, int64_t *value) {
  *value = 0;
  for (int shift = 0;; shift += 7) {
    uint8_t b = *p++;
    *value |= (int64_t)(b & 0x7f) << shift;
    if (!(b & 0x80)) {
      return p;
    }
  }
}

RtString rt_name_text(const uint8_t *name) {
  if (!name) {
    return (RtString){NULL, 0};
  }
  int64_t len = 0;
  const uint8_t *p = read_varint(name + 1, &len);
  return (RtString){p, len};
}

bool rt_name_exported(const uint8_t *name) {
  return name && (*name & RT_NAME_EXPORTED);
}

/* The package a name belongs to, for unexported names of other packages. */
static const uint8_t *name_pkg_path(const uint8_t *name) {
  if (!name || !(*name & RT_NAME_PKGPATH)) {
    return NULL;
  }
  int64_t len = 0;
  const uint8_t *p = read_varint(name + 1, &len) + len;
  if (*name & RT_NAME_TAG) {
    p = read_varint(p, &len) + len;
  }
  RtOff off = 0;
  memcpy(&off, p, sizeof off);
  return rt_resolve(name, off);
}

RtString rt_name_pkg_path(const uint8_t *name) {
  return rt_name_text(name_pkg_path(name));
}

/* With RT_TFLAG_EXTRA_STAR the name is that of *T, whose star is dropped. */
RtString rt_type_string(const RtType *t) {
  RtString s = rt_name_text(rt_resolve(t, t->str));
  if (t->tflag & RT_TFLAG_EXTRA_STAR) {
    s.p++;
    s.len--;
  }
  return s;
}

/* NULL for a type without name and methods. */
const RtUncommon *rt_type_uncommon(const RtType *t) {
  if (!(t->tflag & RT_TFLAG_UNCOMMON)) {
    return NULL;
  }
  size_t size = tail_size[rt_kind(t)];
  return (const void *)((const char *)t + (size ? size : sizeof(RtType)));
}

/* Of a struct or an interface without a name, it is the package of its
   unexported members. Empty: none. */
RtString rt_type_pkg_path(const RtType *t) {
  const RtUncommon *u = rt_type_uncommon(t);
  if (u) {
    return rt_name_text(rt_resolve(t, u->pkg_path));
  }
  const uint8_t *path = NULL;
  if (rt_kind(t) == RT_STRUCT) {
    path = ((const RtStructType *)(const void *)t)->pkg_path;
  } else if (rt_kind(t) == RT_INTERFACE) {
    path = ((const RtInterfaceType *)(const void *)t)->pkg_path;
  }
  return rt_name_text(path);
}

/* Sorted by name, exported ones first; *count of them. */
const RtMethod *rt_methods(const RtType *t, int *count) {
  const RtUncommon *u = rt_type_uncommon(t);
  *count = u ? u->mcount : 0;
  return u ? (const void *)((const char *)u + u->moff) : NULL;
}

bool rt_string_equal(RtString a, RtString b) {
  return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, (size_t)a.len) == 0);
}

/* Whether t is func() string. */
static bool is_stringer_type(const RtType *t) {
  const RtFuncType *f = (const void *)t;
  if (!t || rt_kind(t) != RT_FUNC || f->in_count != 0 || f->out_count != 1) {
    return false;
  }
  size_t skip = t->tflag & RT_TFLAG_UNCOMMON ? sizeof(RtUncommon) : 0;
  const RtType *const *types = (const void *)((const char *)(f + 1) + skip);
  return rt_kind(types[0]) == RT_STRING && rt_type_pkg_path(types[0]).len == 0;
}

void *rt_find_stringer(const RtType *t, RtString name) {
  int n = 0;
  const RtMethod *m = rt_methods(t, &n);
  for (int i = 0; i < n; i++) {
    if (rt_string_equal(rt_name_text(rt_resolve(t, m[i].name)), name) &&
        is_stringer_type(rt_resolve(t, m[i].mtyp))) {
      return (void *)(uintptr_t)rt_resolve(t, m[i].ifn);
    }
  }
  return NULL;
}
