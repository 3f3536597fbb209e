#!/usr/bin/env bash
# Posts the sample briefs to a fresh spool and prints the formulas that come back.
# usage: demo.sh PATH_OF_FRAGRANCE
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
bin=$(realpath "$1")
cd "$root"
# shellcheck source=Tests/EndToEnd/services.sh
source "$here/services.sh"

folder=$(mktemp -d "${TMPDIR:-/tmp}/fragrance-demo.XXXXXX")
start_services "$bin" "$folder/jobs" "$folder"
echo "app and worker are up on a fresh spool in $folder/jobs"

for sample in summer-citrus.ko smoky-rose.en rainy-forest.mixed; do
  echo
  echo "── $sample ──────────────────────────────────────────────"
  python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["text"])' "jobs/samples/$sample.json"
  location=$(python3 - "jobs/samples/$sample.json" <<'PY' | curl -fsS -o /dev/null -w '%header{location}' \
    -H 'Content-Type: application/json' --data-binary @- "$API_URL/v1/briefs"
import json, sys
document = json.load(open(sys.argv[1]))
document.pop("kind")
print(json.dumps(document, ensure_ascii=False))
PY
  )
  id=${location##*/}
  "$bin" show "$id" --wait 60
  curl -fsS "$API_URL/v1/jobs/$id/result" >"$folder/$sample.json"
  echo "as JSON: $folder/$sample.json"
done
