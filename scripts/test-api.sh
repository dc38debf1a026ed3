#!/usr/bin/env bash
# Holds the running server against its own OpenAPI document with schemathesis, an independent tester, which is installed
# into a virtual environment of its own. Usage: scripts/test-api.sh [most examples an operation: 30]
set -euo pipefail

examples=${1:-30}
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
server=
stop() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$server" ] || wait "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap stop EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "schemathesis==4.32.5"

# its runs, uploads and indexes are thrown away with the directory
mkdir "$work/home"
env XDG_DATA_HOME="$work/data" WIDESEEK_RUNS="$work/runs" \
  node --import "$root/node_modules/tsx/dist/loader.mjs" "$root/src/cli/main.ts" serve \
  --port 0 --max-runs 8 >"$work/server.log" 2>&1 &
server=$!
for _ in $(seq 120); do
  grep -q "Press Ctrl-C" "$work/server.log" && break
  sleep 0.5
done
url=$(sed -n 's|^wideseek serves \(http[^#]*\)/.*|\1|p' "$work/server.log")
[ -n "$url" ] || { cat "$work/server.log"; exit 1; }

# a run that has ended
run=$(curl -sf "$url/api/runs" -H 'content-type: application/json' \
  -d '{"question":"Which countries of Africa are landlocked? Give capital."}' | sed 's/.*"run":"\([^"]*\)".*/\1/')
curl -sfN "$url/api/runs/$run/events" >/dev/null

# it leaves notes of its own where it runs
cd "$work"
WIDESEEK_TEST_RUN=$run "$work/venv/bin/schemathesis" --config-file "$root/scripts/test-api.toml" run "$url/openapi.json" \
  --max-examples "$examples" --seed 7 --workers 1
if grep -q "^wideseek: " "$work/server.log"; then
  echo "The server failed on something it was asked:"
  grep "^wideseek: " "$work/server.log" | head -20
  exit 1
fi
