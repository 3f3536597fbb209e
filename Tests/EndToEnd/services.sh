# Shared by the scripts of this folder: starts app and worker on a spool, stops them at exit.
# shellcheck shell=bash

# start_services BIN JOBS_DIR LOG_DIR: sets API_URL; both processes are up when this returns.
start_services() {
  local bin=$1 jobs_dir=$2 log_dir=$3 port
  port=$(free_port)
  API_URL=http://127.0.0.1:$port
  export JOBS_DIR=$jobs_dir
  "$bin" serve --set api.host=127.0.0.1 --set "api.port=$port" >"$log_dir/app.log" 2>&1 &
  SERVICE_PIDS+=($!)
  wait_for_health "$API_URL/health/ready" "$log_dir/app.log"
  port=$(free_port)
  WORKER_URL=http://127.0.0.1:$port
  "$bin" worker llm --set "worker.metrics_port=$port" >"$log_dir/worker.log" 2>&1 &
  SERVICE_PIDS+=($!)
  wait_for_health "$WORKER_URL/health/ready" "$log_dir/worker.log"
}

# start_trainer BIN LOG_DIR: on the spool of start_services; sets TRAINER_PID.
start_trainer() {
  local bin=$1 log_dir=$2 port
  port=$(free_port)
  "$bin" worker rl --set "worker.metrics_port=$port" --set rl.evaluation.briefs=2 \
    --set rl.checkpoints.interval=2 >"$log_dir/trainer.log" 2>&1 &
  TRAINER_PID=$!
  SERVICE_PIDS+=("$TRAINER_PID")
  wait_for_health "http://127.0.0.1:$port/health/ready" "$log_dir/trainer.log"
}

stop_services() {
  [ ${#SERVICE_PIDS[@]} -eq 0 ] && return
  kill "${SERVICE_PIDS[@]}" 2>/dev/null || true
  wait "${SERVICE_PIDS[@]}" 2>/dev/null || true
  SERVICE_PIDS=()
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

wait_for_health() {
  local url=$1 log=$2
  for _ in $(seq 100); do
    curl -fsS -o /dev/null "$url" 2>/dev/null && return
    sleep 0.1
  done
  echo "$url did not become ready; its log:" >&2
  tail -n 20 "$log" >&2
  return 1
}

SERVICE_PIDS=()
API_URL=
WORKER_URL=
trap stop_services EXIT
