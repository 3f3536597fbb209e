#!/usr/bin/env python3
"""run_tensorboard.py [--folder .build-tensorboard] -- COMMAND...

Runs the command with TENSORBOARD_PYTHON naming a Python that has the tensorboard package, which is
installed once under the folder, and ends with the command's exit code. Needs python3-venv.
"""
import argparse
import os
import subprocess
import sys
import venv

PACKAGES = ["tensorboard==2.21.0", "setuptools<81"]


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--folder", default=".build-tensorboard")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    python = os.path.abspath(os.path.join(arguments.folder, "bin", "python"))
    done = os.path.join(arguments.folder, "complete")
    if not os.path.exists(done):
        venv.create(arguments.folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES], check=True)
        open(done, "w").close()
    command = [part for part in arguments.command if part != "--"]
    environment = dict(os.environ, TENSORBOARD_PYTHON=python)
    return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
