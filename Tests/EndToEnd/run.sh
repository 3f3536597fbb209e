#!/usr/bin/env bash
# Keeps app and workers up until Ctrl-C. usage: run.sh PATH_OF_FRAGRANCE JOBS_DIR
set -euo pipefail
bin=$1
export JOBS_DIR=$2
"$bin" serve &
app=$!
"$bin" worker llm &
worker=$!
"$bin" worker rl --set worker.metrics_port=9102 &
trainer=$!
trap 'kill $app $worker $trainer 2>/dev/null || true; wait' INT TERM EXIT
wait -n $app $worker $trainer
