#!/usr/bin/env bash
# The unit tests in two halves and the journeys, all beside each other: each waits half of its time, for its database,
# its servers or its browser, and two cores have room for the three. The journeys speak as they go, the halves at the
# end. Fails if any of them does.
set -uo pipefail
cd "$(dirname "$0")/../.."
said=$(mktemp -d)
half=(tests/accounts tests/api tests/architecture tests/assignments tests/audience tests/catalog tests/certifications
  tests/bench tests/cli tests/core tests/demo tests/imports tests/people)
pytest "${half[@]}" >"$said/one" 2>&1 &
first=$!
pytest tests --ignore tests/journeys "${half[@]/#/--ignore=}" >"$said/other" 2>&1 &
second=$!
# Each is gone from this list once it has ended: what was its number may be somebody else's by then.
running=("$first" "$second")
trap '((${#running[@]})) && kill "${running[@]}" 2>/dev/null; rm -rf "$said"' EXIT
pytest tests/journeys
journeys=$?
wait "$first"
one=$?
running=("$second")
wait "$second"
other=$?
running=()
cat "$said/one" "$said/other"
exit $((journeys || one || other))
