#!/usr/bin/env bash
# The sample spool through the real program: HTTP in, inbox in, results out, results checked.
# usage: smoke.sh PATH_OF_FRAGRANCE
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
bin=$(realpath "$1")
cd "$root"
# shellcheck source=Tests/EndToEnd/services.sh
source "$here/services.sh"

folder=$(mktemp -d "${TMPDIR:-/tmp}/fragrance-smoke.XXXXXX")
passed=0
step() { echo "smoke: $*"; passed=$((passed + 1)); }
fail() { echo "smoke failed: $*" >&2; tail -n 5 "$folder"/*.log >&2; exit 1; }

"$bin" config check >/dev/null || fail "config check"
step "the three environments' configuration is valid"

start_services "$bin" "$folder/jobs" "$folder"
step "app and worker are ready"

"$bin" selftest >"$folder/selftest.txt" || { cat "$folder/selftest.txt"; fail "selftest"; }
[ "$(grep -c '^[1-6]/6 ' "$folder/selftest.txt")" = 6 ] || fail "selftest has not six steps"
sed 's/^/  /' "$folder/selftest.txt"
step "brief model, modules, environment of 5 ingredients, entropy schedule, reward normaliser, 10 updates"

briefs=$(ls jobs/samples/*.json | grep -v train)
for sample in $briefs; do
  name=$(basename "$sample" .json)
  cp "$sample" "$folder/jobs/inbox/.$name" && mv "$folder/jobs/inbox/.$name" "$folder/jobs/inbox/$name.json"
done
for sample in $briefs; do
  name=$(basename "$sample" .json)
  answer=$folder/jobs/outbox/$name.json.result.json
  for _ in $(seq 300); do [ -e "$answer" ] && break; sleep 0.1; done
  [ -e "$answer" ] || fail "no $answer"
  python3 Tests/IndependentChecker/check_result.py "$answer" || fail "$name breaks a standard"
done
step "every sample dropped into the inbox is answered in the outbox, legal by the independent checker"

start_trainer "$bin" "$folder"
cp jobs/samples/small-policy.train.json "$folder/jobs/inbox/.policy"
mv "$folder/jobs/inbox/.policy" "$folder/jobs/inbox/policy.json"
for _ in $(seq 300); do ls "$folder"/jobs/checkpoints/*/update-00000002.ckpt >/dev/null 2>&1 && break; sleep 0.1; done
kill -9 "$TRAINER_PID"
start_trainer "$bin" "$folder"
answer=$folder/jobs/outbox/policy.json.result.json
for _ in $(seq 900); do [ -e "$answer" ] && break; sleep 0.1; done
[ -e "$answer" ] || fail "no $answer"
python3 - "$answer" <<'PYTHON' || fail "the training's answer"
import json, sys
answer = json.load(open(sys.argv[1]))
while isinstance(answer, list) or "result" in answer:
    answer = answer[0] if isinstance(answer, list) else answer["result"]
assert answer["schema"] == "fragrance.training/1", answer
assert answer["end"] == "finished" and answer["updates"] == 10, answer
assert answer["settings"]["hiddenSizes"] == [24, 24, 24], answer
assert answer["settings"]["clipRange"] == 0.25, answer
assert len(answer["palette"]) == 12 and len(answer["comparison"]["rows"]) == 20, answer
PYTHON
"$bin" checkpoint verify "$folder"/jobs/checkpoints/*/*.ckpt >/dev/null || fail "a checkpoint is damaged"
step "a training order dropped into the inbox is answered, its worker killed in the middle"

echo '{"kind":"brief","text":"x","prioritty":1}' >"$folder/jobs/inbox/.bad"
mv "$folder/jobs/inbox/.bad" "$folder/jobs/inbox/bad.json"
for _ in $(seq 100); do [ -e "$folder/jobs/rejected/bad.json.error.json" ] && break; sleep 0.1; done
grep -q prioritty "$folder/jobs/rejected/bad.json.error.json" || fail "a bad file is not explained"
step "a bad file is rejected with its reason"

# Root may read everything: then the app runs as another user, with a copy of what it needs.
other=$folder/other
mkdir -p "$other/home" "$other/jobs" && cp -r configs env "$other/home"
command=("$bin")
if [ "$(id -u)" = 0 ]; then
  cp "$bin" "$other/" && chmod 755 "$folder" && chown 65534:65534 "$other/jobs"
  command=(setpriv --reuid=65534 --regid=65534 --clear-groups "$other/fragrance")
fi
port=$(free_port)
JOBS_DIR=$other/jobs FRAGRANCE_HOME=$other/home "${command[@]}" serve --set "api.port=$port" \
  >"$folder/other.log" 2>&1 &
SERVICE_PIDS+=($!)
wait_for_health "http://127.0.0.1:$port/health/ready" "$folder/other.log"
for name in closed open; do echo '{"kind":"brief","text":"rose"}' >"$other/jobs/inbox/.$name"; done
chmod 000 "$other/jobs/inbox/.closed"
for name in closed open; do mv "$other/jobs/inbox/.$name" "$other/jobs/inbox/$name.json"; done
for _ in $(seq 100); do
  [ -e "$other/jobs/rejected/closed.json.error.json" ] && [ -e "$other/jobs/inbox/accepted/open.json" ] && break
  sleep 0.1
done
grep -q unreadable "$other/jobs/rejected/closed.json.error.json" || fail "an unreadable file is not explained"
[ -e "$other/jobs/inbox/accepted/open.json" ] || fail "an unreadable file holds others up"
step "a file without read permission is rejected and holds nobody up"

code=$(curl -sS -o "$folder/posted.json" -w '%{http_code}' -H 'Content-Type: application/json' \
  -H 'Prefer: wait=30' -d '{"text":"밝은 레몬과 바질, 남성용 코롱","seed":1}' "$API_URL/v1/briefs")
[ "$code" = 200 ] || fail "POST answered $code"
python3 Tests/IndependentChecker/check_result.py "$folder/posted.json" || fail "the posted brief"
step "a posted brief is answered at once with Prefer: wait"

"$bin" compose --brief "a dry vetiver with lime" --seed 3 --json >"$folder/one.json"
"$bin" compose --brief "a dry vetiver with lime" --seed 3 --json >"$folder/two.json"
cmp "$folder/one.json" "$folder/two.json" || fail "two processes differ"
step "the same brief and seed give the same bytes in two processes"

curl -fsS "$API_URL/metrics" | grep -q '^http_requests_total{' || fail "no http_requests_total"
curl -fsS "$WORKER_URL/metrics" | grep -q '^jobs_finished_total{.*completed' || fail "no jobs_finished_total"
step "the metrics moved"

stop_services
rm -rf "$folder"
echo "$passed passed, 0 failed"
