#!/usr/bin/env bash
# Renames a thousand job files into the inbox at once and waits for as many answers.
# usage: inbox_flood.sh PATH_OF_FRAGRANCE [COUNT]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
bin=$(realpath "$1")
count=${2:-1000}
cd "$root"
# shellcheck source=Tests/EndToEnd/services.sh
source "$here/services.sh"

folder=$(mktemp -d "${TMPDIR:-/tmp}/fragrance-flood.XXXXXX")
# The spool is what is measured here: no search for alternatives.
export MAX_QUEUE_SIZE=$((count * 2)) LOG_LEVEL=warning LLM_WORKER_CONCURRENCY=2 COMPOSER_ALTERNATIVES=0
start_services "$bin" "$folder/jobs" "$folder"
for number in $(seq "$count"); do
  printf '{"kind":"brief","text":"밝은 레몬과 바질, fresh cologne %s","seed":%s}' "$number" "$number" \
    >"$folder/jobs/inbox/.$number"
done
start=$(date +%s.%N)
for number in $(seq "$count"); do mv "$folder/jobs/inbox/.$number" "$folder/jobs/inbox/$number.json"; done
answered=0
for _ in $(seq 1200); do
  answered=$(find "$folder/jobs/outbox" -name '*.result.json' | wc -l)
  [ "$answered" -ge "$count" ] && break
  sleep 0.5
done
seconds=$(python3 -c "import time; print(f'{time.time() - $start:.1f}')")
accepted=$(find "$folder/jobs/inbox/accepted" -name '*.json' | wc -l)
left=$(find "$folder/jobs/inbox" -maxdepth 1 -name '*.json' | wc -l)
formulas=$(grep -l '"schema":"fragrance.result/1"' "$folder"/jobs/outbox/*.result.json | wc -l)
jobs=$("$bin" jobs --limit 1000 --json | grep -c '"state": "completed"' || true)
echo "$count files renamed in: $accepted accepted, $answered answered, $formulas formulas, $left left, $jobs of the newest $((count < 1000 ? count : 1000)) jobs completed, in $seconds s"
[ "$accepted" = "$count" ] && [ "$answered" = "$count" ] && [ "$formulas" = "$count" ] && [ "$left" = 0 ]
stop_services
rm -rf "$folder"
