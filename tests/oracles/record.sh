#!/usr/bin/env bash
# Records what the originals answer. Needs a JDK, Debian's package velocity and, for Jayway JsonPath 2.9, `npm ci` in this
# folder.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
languages=$here/../Gatehouse.Tests/Languages
jars=/usr/share/java
velocity=$jars/velocity-1.7.jar:$jars/commons-collections3.jar:$jars/commons-lang.jar
jayway=$(echo "$here"/node_modules/wiremock/build/*.jar)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# WireMock carries Jayway JsonPath and json-smart under package names of its own.
sed 's/^import \(com\.jayway\|net\.minidev\)/import wiremock.\1/' "$here/jsonpath/JaywayOracle.java" >"$work/JaywayOracle.java"
javac -nowarn -cp "$velocity:$jayway" -d "$work" "$here/Frames.java" "$here/velocity/VelocityOracle.java" "$work/JaywayOracle.java"

record() { # FILE CLASS ARGUMENTS...
  local file=$1; shift
  sed 's/ ⟹ .*$//' "$file" >"$work/cases"
  java -cp "$work:$velocity:$jayway" "$@" <"$work/cases" >"$work/results"
  paste -d '\t' "$work/cases" "$work/results" | sed 's/\t/ ⟹ /' >"$file"
}

for corpus in "$languages"/Vtl/Corpus/*.txt; do record "$corpus" VelocityOracle; done
record "$languages/JsonPath/Corpus/store.txt" JaywayOracle "$languages/JsonPath/Corpus/store.json"
