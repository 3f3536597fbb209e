#!/usr/bin/env python3
"""Kills app and worker with SIGKILL at random moments under load and proves that nothing was lost.

Load: briefs by HTTP (each with an idempotency key, posted again until it is answered) and job files
renamed into the inbox, single and as lists. Each round lets the services run for a random time, kills
one or both, and starts them again. At the end the services finish everything, and then:

  * every accepted job is completed, with at most its bound of attempts,
  * the spool holds exactly the jobs that were put in: none lost, none doubled,
  * every result file is whole (checksum, zstd frame, JSON) and belongs to its job,
  * no result file changed after its job was completed,
  * every inbox file was moved to accepted once and has one answer with one result per job.

Standard library only. The seed decides every random choice of this script.
"""
import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

BRIEFS = [
    "a smoky rose for winter evenings, no patchouli",
    "상큼한 여름 시트러스, 달지 않게, EDT",
    "clean white musk and iris, eau de parfum",
    "숲속 이끼와 베티버, 은은하게",
    "green fig with a touch of coconut",
    "따뜻한 바닐라와 통카빈, 겨울 향수",
]


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Services:
    def __init__(self, binary, folder, concurrency):
        self.binary, self.folder, self.concurrency = binary, folder, concurrency
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = open(f"{folder}/services.log", "ab")
        self.app = self.worker = None

    def start(self, which, *arguments):
        environment = dict(
            os.environ, JOBS_DIR=f"{self.folder}/jobs", LOG_LEVEL="error",
            COMPOSER_ALTERNATIVES="0")
        return subprocess.Popen(
            [self.binary, *which, *[x for a in arguments for x in ("--set", a)]],
            env=environment, stdout=self.log, stderr=self.log)

    def ensure(self):
        if self.app is None or self.app.poll() is not None:
            self.app = self.start(["serve"], "api.host=127.0.0.1", f"api.port={self.port}",
                                  "api.queue_bound=100000", "logging.level=error")
        if self.worker is None or self.worker.poll() is not None:
            self.worker = self.start(
                ["worker", "llm"], f"worker.concurrency={self.concurrency}",
                f"worker.metrics_port={free_port()}", "logging.level=error")

    def kill(self, process):
        process.send_signal(signal.SIGKILL)
        process.wait()

    def stop(self):
        for process in (self.app, self.worker):
            process.send_signal(signal.SIGTERM)
        for process in (self.app, self.worker):
            process.wait(timeout=60)


class Load(threading.Thread):
    """Puts briefs in by HTTP and inbox until told to stop, and remembers what was accepted."""

    def __init__(self, services, rng, pause):
        super().__init__(daemon=True)
        self.services, self.rng, self.pause = services, rng, pause
        self.posted, self.dropped = {}, {}
        self.stopping = threading.Event()

    def run(self):
        count = 0
        while not self.stopping.is_set():
            count += 1
            if count % 3 == 0:
                self.drop(count)
            else:
                self.post(count)
            self.stopping.wait(self.rng.uniform(0, 2 * self.pause))

    def document(self, count):
        return {"text": self.rng.choice(BRIEFS), "seed": count, "maxAttempts": 10}

    def post(self, count):
        body = json.dumps(self.document(count)).encode()
        while True:
            request = urllib.request.Request(
                self.services.url + "/v1/briefs", data=body, method="POST",
                headers={"Content-Type": "application/json", "Idempotency-Key": f"key-{count}"})
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:
                    self.posted[f"key-{count}"] = json.load(answer)["id"]
                    return
            except urllib.error.HTTPError as error:
                if error.code < 500 and error.code != 429:
                    raise
            except OSError:
                pass  # the app is dead just now: the key makes it safe to ask again
            time.sleep(0.02)

    def drop(self, count):
        number = self.rng.randint(1, 3)
        documents = [dict(self.document(count * 10 + i), kind="brief") for i in range(number)]
        inbox = f"{self.services.folder}/jobs/inbox"
        os.makedirs(inbox, exist_ok=True)
        with open(f"{inbox}/.drop-{count}", "w") as file:
            json.dump(documents if number > 1 else documents[0], file)
            file.flush()
            os.fsync(file.fileno())
        os.rename(f"{inbox}/.drop-{count}", f"{inbox}/drop-{count}.json")
        self.dropped[f"drop-{count}.json"] = number


def rows(folder):
    database = sqlite3.connect(f"file:{folder}/jobs/spool.sqlite?mode=ro", uri=True)
    try:
        database.row_factory = sqlite3.Row
        return database.execute(
            "SELECT id, CASE state WHEN 3 THEN 'completed' WHEN 4 THEN 'discarded'"
            " WHEN 5 THEN 'cancelled' ELSE 'open' END AS state, attempt, max_attempts, result_path,"
            " result_sha256 FROM job").fetchall()
    finally:
        database.close()


def completions(folder):
    """How often any job entered the state completed, as the spool's own trigger counted."""
    database = sqlite3.connect(f"file:{folder}/jobs/spool.sqlite?mode=ro", uri=True)
    try:
        return database.execute("SELECT sum(count) FROM job_tally WHERE state = 3").fetchone()[0] or 0
    finally:
        database.close()


def wait_until_done(load, folder, seconds):
    expected = len(load.posted) + sum(load.dropped.values())
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        # The command line reads the spool through the same code as everything else.
        jobs = rows(folder)
        final = sum(j["state"] in ("completed", "discarded", "cancelled") for j in jobs)
        answers = [f"{folder}/jobs/outbox/{n}.result.json" for n in load.dropped]
        if final >= expected and all(map(os.path.exists, answers)):
            return
        time.sleep(0.2)
    raise SystemExit(f"not finished after {seconds} s: {final} of {expected} jobs")


def verify(load, folder, seen, binary):
    jobs = {j["id"]: j for j in rows(folder)}
    faults = []
    expected = len(load.posted) + sum(load.dropped.values())
    if len(jobs) != expected:
        faults.append(f"{len(jobs)} jobs in the spool, {expected} were put in")
    if completions(folder) != len(jobs):
        faults.append(f"{completions(folder)} completions of {len(jobs)} jobs")
    for key, job in load.posted.items():
        if job not in jobs:
            faults.append(f"{key}: accepted job {job} is lost")
    for job in jobs.values():
        if job["state"] != "completed":
            faults.append(f"{job['id']} ended {job['state']} after {job['attempt']} attempts")
        elif job["attempt"] > job["max_attempts"]:
            faults.append(f"{job['id']}: {job['attempt']} attempts")
        else:
            path = f"{folder}/jobs/{job['result_path']}"
            data = open(path, "rb").read()
            if hashlib.sha256(data).hexdigest() != job["result_sha256"]:
                faults.append(f"{job['id']}: the result file is not what the row says")
            if seen.get(job["id"], job["result_sha256"]) != job["result_sha256"]:
                faults.append(f"{job['id']}: the result changed after completion")
    environment = dict(os.environ, JOBS_DIR=f"{folder}/jobs", LOG_LEVEL="error")
    for job in jobs:
        output = subprocess.run([binary, "show", job, "--result", "--json"], env=environment,
                                capture_output=True)
        if output.returncode != 0 or json.loads(output.stdout)["job"] != job:
            faults.append(f"{job}: its result cannot be read: {output.stderr.decode()[:200]}")
    accepted = os.listdir(f"{folder}/jobs/inbox/accepted")
    for name, number in load.dropped.items():
        if accepted.count(name) != 1:
            faults.append(f"{name}: not exactly once in inbox/accepted")
        answer = json.load(open(f"{folder}/jobs/outbox/{name}.result.json"))
        answers = answer if isinstance(answer, list) else [answer]
        if len(answers) != number or len({a["job"] for a in answers}) != number:
            faults.append(f"{name}: {len(answers)} answers for {number} jobs")
    left = [n for n in os.listdir(f"{folder}/jobs/inbox") if n.endswith(".json")]
    if left:
        faults.append(f"left in the inbox: {left}")
    return jobs, faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bin", required=True)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--concurrency", type=int, default=2)
    parser.add_argument("--pause", type=float, default=0.15, help="mean seconds between two briefs")
    parser.add_argument("--round-seconds", type=float, default=0.8, help="longest life of a round")
    arguments = parser.parse_args()
    binary = os.path.abspath(arguments.bin)
    rng = random.Random(arguments.seed)
    folder = tempfile.mkdtemp(prefix="fragrance-kill-")
    services = Services(binary, folder, arguments.concurrency)
    load = Load(services, random.Random(arguments.seed + 1), arguments.pause)
    seen, kills = {}, {"app": 0, "worker": 0}
    services.ensure()
    load.start()
    for number in range(1, arguments.rounds + 1):
        time.sleep(rng.uniform(0, arguments.round_seconds))
        victims = rng.choice([["app"], ["worker"], ["worker"], ["app", "worker"]])
        for victim in victims:
            services.kill(getattr(services, victim))
            kills[victim] += 1
        if number % 10 == 0:
            for job in rows(folder):
                if job["state"] == "completed":
                    seen.setdefault(job["id"], job["result_sha256"])
            print(f"round {number}: {kills['app']} app kills, {kills['worker']} worker kills, "
                  f"{len(load.posted)} posted, {len(load.dropped)} files dropped, "
                  f"{len(seen)} completed", flush=True)
        services.ensure()
    load.stopping.set()
    load.join(timeout=60)
    wait_until_done(load, folder, 300)
    services.stop()
    jobs, faults = verify(load, folder, seen, binary)
    for fault in faults:
        print("FAULT:", fault)
    attempts = [job["attempt"] for job in jobs.values()]
    print(f"{arguments.rounds} rounds, {sum(kills.values())} kills, {len(jobs)} jobs, "
          f"{sum(a > 1 for a in attempts)} of them tried more than once (most {max(attempts)}), "
          f"{len(faults)} faults")
    if faults:
        print("the spool is left in", folder)
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
