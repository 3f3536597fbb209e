#!/usr/bin/env bash
# Runs all tests with coverage in a build folder of their own and prints the lines covered per module.
set -euo pipefail
cd "$(dirname "$0")/../.."
scratch=.build-coverage
swift test --enable-code-coverage --scratch-path "$scratch" \
  -Xswiftc -warnings-as-errors --explicit-target-dependency-import-check error
report=$(swift test --show-codecov-path --scratch-path "$scratch")
python3 - "$report" <<'PY'
import json, os, sys
root = os.getcwd() + "/Sources/"
modules = {}
for file in json.load(open(sys.argv[1]))["data"][0]["files"]:
    if file["filename"].startswith(root):
        lines = file["summary"]["lines"]
        entry = modules.setdefault(file["filename"][len(root):].split("/")[0], [0, 0])
        entry[0] += lines["covered"]
        entry[1] += lines["count"]
for module, (covered, count) in sorted(modules.items()):
    print(f"{module:18} {covered:6} of {count:6} lines  {100 * covered / max(1, count):5.1f} %")
PY
