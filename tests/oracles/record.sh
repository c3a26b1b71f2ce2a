#!/usr/bin/env bash
# Records what the originals answer. CLASSPATH must hold Velocity 1.7 (with commons-collections and commons-lang) and
# Jayway JsonPath 2.9.0 (with json-smart and slf4j).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
languages=$here/../Gatehouse.Tests/Languages
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: "${CLASSPATH:?set CLASSPATH to the jars of Velocity 1.7 and Jayway JsonPath 2.9.0}"
javac -nowarn -d "$work" "$here/velocity/VelocityOracle.java" "$here/jsonpath/JaywayOracle.java"

record() { # FILE CLASS ARGUMENTS...
  local file=$1; shift
  sed 's/ ⟹ .*$//' "$file" >"$work/cases"
  java -cp "$work:$CLASSPATH" "$@" <"$work/cases" >"$work/results"
  paste -d '\t' "$work/cases" "$work/results" | sed 's/\t/ ⟹ /' >"$file"
}

for corpus in "$languages"/Vtl/Corpus/*.txt; do record "$corpus" VelocityOracle; done
record "$languages/JsonPath/Corpus/store.txt" JaywayOracle "$languages/JsonPath/Corpus/store.json"
