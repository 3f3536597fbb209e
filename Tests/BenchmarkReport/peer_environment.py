"""A Python environment of a benchmark's peers, made once from PyPI."""
import json
import os
import subprocess
import sys
import venv


def enter(folder, packages, script):
    """Continues the script in the environment; a half-made one is made again."""
    python = os.path.join(folder, "bin", "python")
    mark = os.path.join(folder, "packages.json")
    if not os.path.exists(mark) or json.load(open(mark)) != packages:
        venv.create(folder, with_pip=True, clear=True)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run(install + packages, check=True, stdout=sys.stderr)
        with open(mark, "w") as file:
            json.dump(packages, file)
    if os.path.abspath(sys.prefix) != os.path.abspath(folder):
        os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")
        os.execv(python, [python, os.path.abspath(script), folder])
