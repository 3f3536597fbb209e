"""The loops of the learning benchmark trained by pufferlib.

The package does not install as it is: its build downloads libraries for games, and fails where told
not to. So its source is taken from PyPI, and of it only the kernel of its trainer is built.
"""
import contextlib
import glob
import os
import shutil
import subprocess
import sys
import tempfile
import time

VERSION = "3.0.0"
# What its trainer imports, with what its kernel is built by.
PACKAGES = ["setuptools<81", "wheel", "gym==0.23", "pettingzoo", "shimmy", "rich", "rich_argparse",
            "pynvml", "psutil", "imageio", "pyro-ppl"]
MATERIALS, DESCRIPTORS, HORIZON = 40, 24, 32


def prepare(folder):
    """Builds the kernel in the folder, once. Raises where source or compiler are missing."""
    home = os.path.join(os.path.abspath(folder), "pufferlib-" + VERSION)
    if not glob.glob(os.path.join(home, "pufferlib", "_C*.so")):
        shutil.rmtree(home, ignore_errors=True)
        work = os.path.join(os.path.abspath(folder), "pufferlib-work")
        shutil.rmtree(work, ignore_errors=True)
        os.makedirs(work)
        # The answer to NO_OCEAN is the failure named above: what stays is the unpacked source.
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-clean", "--no-deps",
             "--no-build-isolation", "--no-binary", ":all:", "--dest", work,
             "pufferlib==" + VERSION],
            env=dict(os.environ, TMPDIR=work, NO_OCEAN="1"), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        sources = glob.glob(os.path.join(work, "*", "*", "setup.py"))
        if not sources:
            raise RuntimeError("its source could not be downloaded")
        with open(sources[0]) as file:
            setup = file.read()
        with open(sources[0], "w") as file:
            file.write("c_extension_paths = []\n" + setup)
        source = os.path.dirname(sources[0])
        subprocess.run(
            [sys.executable, "setup.py", "--quiet", "build_torch", "--inplace"], cwd=source,
            env=dict(os.environ, NO_OCEAN="1"), stdout=sys.stderr, check=True)
        os.rename(source, home)
        shutil.rmtree(work)
    sys.path.insert(0, home)


def blend_class():
    import gymnasium
    import numpy as np
    import pufferlib

    class Blends(pufferlib.PufferEnv):
        """Many blends a call, in the arrays of pufferlib."""

        def __init__(self, tables, count):
            numbers = np.fromfile(tables, dtype=np.float32)
            split = MATERIALS * DESCRIPTORS
            self.descriptors = numbers[:split].reshape(MATERIALS, DESCRIPTORS)
            columns = numbers[split:].reshape(5, MATERIALS)
            self.limit = columns[2]
            self.sums_of = columns[[0, 1, 3, 4]].T.copy()
            self.num_agents = count
            self.single_observation_space = gymnasium.spaces.Box(-np.inf, np.inf, (64,), np.float32)
            self.single_action_space = gymnasium.spaces.Box(-3.0, 3.0, (MATERIALS,), np.float32)
            self.position = np.zeros((count, MATERIALS), np.float32)
            self.target = np.zeros((count, DESCRIPTORS), np.float32)
            self.wished = np.zeros(count, np.float32)
            self.steps = np.zeros(count, np.int32)
            super().__init__()

        def begin(self, which):
            shares = self.random.random((len(which), MATERIALS), np.float32) ** 4
            shares /= shares.sum(axis=1, keepdims=True)
            target = shares @ self.descriptors
            self.target[which] = target / (np.linalg.norm(target, axis=1, keepdims=True) + 1e-8)
            self.wished[which] = shares @ self.sums_of[:, 1]
            self.position[which], self.steps[which] = 0, 0

        def settle(self):
            power = np.exp(self.position - self.position.max(axis=1, keepdims=True))
            self.weights = power / power.sum(axis=1, keepdims=True)
            self.profile = self.weights @ self.descriptors
            self.sums = self.weights @ self.sums_of
            self.match = (self.profile * self.target).sum(axis=1)

        def observe(self):
            seen = self.observations
            seen[:, :24], seen[:, 24:48], seen[:, 48:52] = self.profile, self.target, self.sums
            seen[:, 52], seen[:, 53] = self.steps / HORIZON, self.weights.max(axis=1)
            seen[:, 54], seen[:, 55] = self.match, self.wished
            seen[:, 56:] = self.position[:, :8]

        def reset(self, seed=None):
            self.random = np.random.default_rng(seed)
            self.begin(np.arange(self.num_agents))
            self.settle()
            self.observe()
            return self.observations, []

        def step(self, actions):
            self.steps += 1
            self.position = np.clip(self.position + 0.25 * actions, -6, 6)
            self.settle()
            cosine = self.match / (np.sqrt((self.profile ** 2).sum(axis=1)) + 1e-8)
            cost, volatility, toxicity, lasting = self.sums.T
            excess = (np.maximum(self.weights - self.limit, 0).sum(axis=1)
                      + np.maximum(toxicity - 0.12, 0))
            self.rewards[:] = (cosine - 0.2 * cost - 0.3 * np.abs(volatility - self.wished)
                               + 0.1 * lasting - 2 * excess)
            self.terminals[:] = self.steps >= HORIZON
            ended = np.flatnonzero(self.terminals)
            if len(ended):
                self.begin(ended)
                self.settle()
            self.observe()
            return self.observations, self.rewards, self.terminals, self.truncations, []

        def close(self):
            pass

    return Blends


def policy(hidden):
    import torch

    def network(outputs):
        return torch.nn.Sequential(
            torch.nn.Linear(64, hidden), torch.nn.Tanh(), torch.nn.Linear(hidden, hidden),
            torch.nn.Tanh(), torch.nn.Linear(hidden, outputs))

    class Policy(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.hidden_size = hidden
            self.mean, self.value = network(MATERIALS), network(1)
            self.deviation = torch.nn.Parameter(torch.zeros(1, MATERIALS))

        def forward_eval(self, observations, state=None):
            mean = self.mean(observations)
            spread = torch.exp(self.deviation).expand_as(mean)
            return torch.distributions.Normal(mean, spread), self.value(observations)

        forward = forward_eval

    return Policy()


def answer(question):
    # pufferlib lays a link to its pictures where it is imported: that is not the user's folder.
    os.chdir(tempfile.gettempdir())
    import pufferlib.pufferl

    steps = question["environments"] * question["length"]
    config = {
        "seed": 0, "torch_deterministic": True, "cpu_offload": False, "device": "cpu",
        "optimizer": "adam", "anneal_lr": True, "precision": "float32", "learning_rate": 3e-4,
        "gamma": 0.99, "gae_lambda": 0.95, "update_epochs": 10, "clip_coef": 0.2, "vf_coef": 0.5,
        "vf_clip_coef": 0.2, "max_grad_norm": 0.5, "ent_coef": 0.0, "adam_beta1": 0.9,
        "adam_beta2": 0.999, "adam_eps": 1e-5, "data_dir": os.devnull,
        "checkpoint_interval": 1_000_000, "batch_size": steps, "minibatch_size": question["batch"],
        "max_minibatch_size": question["batch"], "bptt_horizon": question["length"],
        "compile": False, "use_rnn": False, "vtrace_rho_clip": 1.0, "vtrace_c_clip": 1.0,
        "prio_alpha": 0.8, "prio_beta0": 0.2, "env": "blend",
        "total_timesteps": steps * (question["iterations"] + 2)}
    blends = blend_class()(question["tables"], question["environments"])
    speeds = []
    # Its dashboard is drawn on the standard output, where the answers go.
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        trainer = pufferlib.pufferl.PuffeRL(config, blends, policy(question["hidden"]))
        for _ in range(question["iterations"] + 1):
            start = time.perf_counter()
            trainer.evaluate()
            trainer.train()
            speeds.append(steps / (time.perf_counter() - start))
        trainer.utilization.stop()
    return {"speeds": speeds[1:]}
