#!/usr/bin/env bash
# Builds the fuzz targets and runs each on its kept inputs for so many seconds (default 20). What it finds is printed in
# base64 and kept in the folder named; the first finding ends the run. XOW_FUZZ_ONLY names one target.
#   tests/fuzz/run.sh [SECONDS]
set -euo pipefail
cd "$(dirname "$0")/../.."
. installer/build.sh
seconds=${1:-20}
if ! command -v clang++-14 >/dev/null 2>&1; then
    echo "fuzz: clang++-14 is not installed" >&2
    exit 1
fi
xow_build fuzz fuzz_targets
for target in build/fuzz/bin/fuzz_*; do
    name=$(basename "$target")
    [ -z "${XOW_FUZZ_ONLY:-}" ] || [ "$name" = "fuzz_$XOW_FUZZ_ONLY" ] || continue
    source=tests/fuzz/${name#fuzz_}.cpp
    [ -e "$source" ] || continue # of an earlier checkout
    scratch=$(mktemp -d)
    mkdir "$scratch/new"
    "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -artifact_prefix="$scratch/" "$scratch/new" \
        "tests/fuzz/corpus/${name#fuzz_}" >"$scratch.log" 2>&1 ||
        { tail -40 "$scratch.log"; for found in "$scratch"/*-*; do echo "$found"; base64 "$found"; done; exit 1; }
    echo "$name: clean, $(grep -o 'stat::number_of_executed_units.*\|Done [0-9]* runs' "$scratch.log" | tail -1)"
    rm -rf "$scratch" "$scratch.log"
done
