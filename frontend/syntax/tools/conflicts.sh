#!/bin/sh
# Prints the conflicts of the grammar that the precedence LONGEST resolves, and
# compares them with the golden list: an override silences every future
# conflict of its rule, so a new one must be looked at.
#
#   conflicts.sh BISON GRAMMAR GOLDEN
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" --report=solved --report-file="$work/report" -o "$work/grammar.c" "$2"
# Rules are named by their text: numbers change with every rule added.
awk '
  /^Grammar/ { rules = 1 }
  /^Terminals/ { rules = 0 }
  rules && $1 ~ /^[0-9]+$/ {
    n = $1; $1 = ""
    if ($2 == "|") { $2 = ""; sub(/^ +/, ""); text[n] = left ": " $0 }
    else { sub(/^ +/, ""); text[n] = $0; left = $1; sub(/:$/, "", left) }
  }
  /LONGEST </ { print text[$4] "   before " $7 }
' "$work/report" | sort | uniq >"$work/conflicts"
diff "$3" "$work/conflicts"
