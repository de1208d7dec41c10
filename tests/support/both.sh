#!/usr/bin/env bash
# The unit tests and the journeys beside each other: one waits for the database, the other for the browser, and two
# cores have room for both. The journeys speak as they go, the unit tests at the end. Fails if either of them does.
set -uo pipefail
cd "$(dirname "$0")/../.."
said=$(mktemp)
pytest tests --ignore tests/journeys >"$said" 2>&1 &
unit=$!
trap 'kill "$unit" 2>/dev/null; rm -f "$said"' EXIT
pytest tests/journeys
journeys=$?
wait "$unit"
units=$?
cat "$said"
exit $((journeys || units))
