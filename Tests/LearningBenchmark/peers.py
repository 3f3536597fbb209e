#!/usr/bin/env python3
"""The peers of the learning benchmark: PPO of Stable-Baselines3, and the trainer of pufferlib.

  peers.py FOLDER

Makes a Python environment in FOLDER from PyPI, once, and goes on in it. Prints a line with the
versions, then answers each line of JSON on the standard input with one on the standard output:

  {"peer": "stable-baselines3" or "pufferlib",
   "hidden": 64, "batch": 64, "environments": 8, "length": 2048, "iterations": 5, "tables": FILE}
      -> {"speeds": [environment steps a second of each iteration, ...]}

No speeds: the peer has no such loop, or could not be built here. An iteration is a rollout and ten
passes over it with the defaults of Stable-Baselines3, one thread. The environment does the
arithmetic of Tests/ReferenceWorlds/SyntheticBlend.swift in numpy: one blend a call beneath
Stable-Baselines3, all of them in one call beneath pufferlib.
"""
import json
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "BenchmarkReport"))
import peer_environment  # noqa: E402
import pufferlib_peer  # noqa: E402

PACKAGES = ["torch==2.13.0+cpu", "stable-baselines3==2.9.2", "gymnasium==1.4.0"]
PACKAGES += pufferlib_peer.PACKAGES
MATERIALS, DESCRIPTORS, HORIZON = 40, 24, 32


def environment_class():
    import gymnasium
    import numpy as np

    class Blend(gymnasium.Env):
        def __init__(self, tables, seed):
            numbers = np.fromfile(tables, dtype=np.float32)
            split = MATERIALS * DESCRIPTORS
            self.descriptors = numbers[:split].reshape(MATERIALS, DESCRIPTORS)
            columns = numbers[split:].reshape(5, MATERIALS)
            self.limit = columns[2]
            self.sums_of = columns[[0, 1, 3, 4]]
            self.random = np.random.default_rng(seed)
            self.observation_space = gymnasium.spaces.Box(-np.inf, np.inf, (64,), np.float32)
            self.action_space = gymnasium.spaces.Box(-3.0, 3.0, (MATERIALS,), np.float32)

        def settle(self):
            power = np.exp(self.position - self.position.max())
            self.weights = power / power.sum()
            self.profile = self.weights @ self.descriptors
            self.sums = self.sums_of @ self.weights

        def observe(self):
            seen = np.empty(64, np.float32)
            seen[:24], seen[24:48], seen[48:52] = self.profile, self.target, self.sums
            seen[52], seen[53] = self.steps / HORIZON, self.weights.max()
            seen[54], seen[55] = self.profile @ self.target, self.wished
            seen[56:] = self.position[:8]
            return seen

        def reset(self, seed=None, options=None):
            shares = self.random.random(MATERIALS, np.float32) ** 4
            shares /= shares.sum()
            self.target = shares @ self.descriptors
            self.target /= np.linalg.norm(self.target) + 1e-8
            self.wished = float(self.sums_of[1] @ shares)
            self.position, self.steps = np.zeros(MATERIALS, np.float32), 0
            self.settle()
            return self.observe(), {}

        def step(self, action):
            self.steps += 1
            self.position = np.clip(self.position + 0.25 * action, -6, 6)
            self.settle()
            cosine = float(self.profile @ self.target) / (
                float(np.sqrt(self.profile @ self.profile)) + 1e-8)
            cost, volatility, toxicity, lasting = map(float, self.sums)
            excess = float(np.maximum(self.weights - self.limit, 0).sum()) + max(0.0, toxicity - 0.12)
            reward = (cosine - 0.2 * cost - 0.3 * abs(volatility - self.wished) + 0.1 * lasting
                      - 2 * excess)
            return self.observe(), reward, False, self.steps >= HORIZON, {}

    return Blend


def answer(question):
    import torch
    from stable_baselines3 import PPO
    from stable_baselines3.common.monitor import Monitor
    from stable_baselines3.common.vec_env import DummyVecEnv

    blend = environment_class()
    steps = question["environments"] * question["length"]
    times = []

    class Timed(PPO):
        def collect_rollouts(self, *arguments, **options):
            times.append(-time.perf_counter())
            return super().collect_rollouts(*arguments, **options)

        def train(self):
            super().train()
            times[-1] += time.perf_counter()

    makers = [lambda number=number: Monitor(blend(question["tables"], number))
              for number in range(question["environments"])]
    model = Timed(
        "MlpPolicy", DummyVecEnv(makers), n_steps=question["length"],
        batch_size=question["batch"], n_epochs=10, seed=0, device="cpu",
        policy_kwargs={"net_arch": [question["hidden"]] * 2})
    model.learn(steps * (question["iterations"] + 1))
    return {"speeds": [steps / seconds for seconds in times[1:]]}


def main():
    peer_environment.enter(sys.argv[1], PACKAGES, __file__)
    import stable_baselines3
    import torch

    torch.set_num_threads(1)
    puffer, built = "pufferlib " + pufferlib_peer.VERSION, True
    try:
        pufferlib_peer.prepare(sys.argv[1])
    except (RuntimeError, OSError, subprocess.CalledProcessError) as error:
        puffer, built = f"no pufferlib ({error})", False
    print(f"stable-baselines3 {stable_baselines3.__version__}, {puffer}, torch {torch.__version__}",
          flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        if question["peer"] == "stable-baselines3":
            speeds = answer(question)
        elif built and question["batch"] % question["length"] == 0:
            # Its minibatches are of whole rollouts.
            speeds = pufferlib_peer.answer(question)
        else:
            speeds = {"speeds": []}
        print(json.dumps(speeds), flush=True)


if __name__ == "__main__":
    main()
