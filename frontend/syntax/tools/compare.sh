#!/bin/sh
# Compares our parser with gc's own on Go source files: which files are
# accepted, what is said about the others, and the trees with the place of
# every node. Checks the answers in ../testdata, too, and that our printed form
# of each file parses to the same tree.
#
#   compare.sh SYNTAX_CHECK [DIR | FILE]...     default: GOROOT/src, GOROOT/test
#
# MUTANTS=N also compares the messages for N files with one broken token each
# (SEED=1), BENCH=1 the speed, LINES_SHOWN=20 lines of each difference show.
# Needs the go command of Go 1.19 (GO, default /usr/lib/go-1.19/bin/go) with
# its sources. Exits 1 if there is a difference.
set -eu
check=$(realpath "$1")
shift
here=$(dirname "$(realpath "$0")")
go=${GO:-/usr/lib/go-1.19/bin/go}
goroot=$("$go" env GOROOT)
[ $# -gt 0 ] || set -- "$goroot/src" "$goroot/test"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/gcsyntax" "$work/gcsyntax/syntax"
cp "$here/gcsyntax/main.go" "$work/gcsyntax/"
for f in "$goroot"/src/cmd/compile/internal/syntax/*.go; do
  case $f in *_test.go | */testing.go) ;; *) cp "$f" "$work/gcsyntax/syntax/" ;; esac
done
printf 'module gcsyntax\n\ngo 1.19\n' >"$work/gcsyntax/go.mod"
(cd "$work/gcsyntax" && GOCACHE="$work/cache" GOFLAGS=-mod=mod "$go" build -o "$work/gc" .)

status=0
for cases in "$here"/../testdata/*.txt; do
  "$work/gc" golden "$cases" | diff "$cases" - || status=1
done

find -L "$@" -name '*.go' -type f | sort >"$work/files"
for mode in accept errors dump; do
  "$work/gc" $mode "@$work/files" >"$work/gc.$mode"
  flags="-$mode"
  [ $mode != errors ] || flags=
  # shellcheck disable=SC2086
  "$check" -e $flags "@$work/files" >"$work/ours.$mode"
  if cmp -s "$work/gc.$mode" "$work/ours.$mode"; then
    printf '%s: %s lines, the same\n' $mode "$(wc -l <"$work/ours.$mode")"
  else
    status=1
    printf '%s: differs\n' $mode
    diff "$work/gc.$mode" "$work/ours.$mode" | head -n "${LINES_SHOWN:-20}"
  fi
done
"$check" -roundtrip "@$work/files" >"$work/roundtrip"
if [ -s "$work/roundtrip" ]; then
  status=1
  head -n "${LINES_SHOWN:-20}" "$work/roundtrip"
fi
if [ -n "${MUTANTS:-}" ]; then
  mkdir "$work/mutants"
  "$work/gc" mutate "$MUTANTS" "${SEED:-1}" "$work/mutants" "@$work/files"
  find "$work/mutants" -name '*.go' | sort >"$work/list"
  "$work/gc" errors "@$work/list" >"$work/gc.mutants"
  "$check" -e "@$work/list" >"$work/ours.mutants"
  # Some messages behind the first are known to differ: a number, not a test.
  printf 'mutants: %s messages, %s files differ\n' \
    "$(wc -l <"$work/gc.mutants")" \
    "$(diff "$work/gc.mutants" "$work/ours.mutants" | grep '^[<>]' |
      cut -d: -f1 | cut -c3- | sort -u | wc -l)"
fi
[ -z "${BENCH:-}" ] || { "$work/gc" bench "@$work/files"; "$check" -bench 3 "@$work/files"; }
echo "$(wc -l <"$work/files") files"
exit $status
