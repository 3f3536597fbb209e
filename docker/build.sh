#!/usr/bin/env bash
# Builds the container images with docker, or podman where there is no docker.
set -euo pipefail
cd "$(dirname "$0")/.."
engine=$(command -v docker || command -v podman) || { echo "neither docker nor podman is installed" >&2; exit 1; }
for name in app worker-llm; do
  "$engine" build -t "fragrance-ai/$name:latest" -f "docker/Dockerfile.$name" .
done
