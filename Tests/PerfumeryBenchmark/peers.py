#!/usr/bin/env python3
"""The peers of the search benchmark: pymoo's and DEAP's NSGA-II, moocore's hypervolume.

  peers.py FOLDER

Makes a Python environment in FOLDER from PyPI, once, and goes on in it. Prints a line with the
versions, then answers each line of JSON on the standard input with one on the standard output:

  {"library": "pymoo" or "deap", "problem": "zdt1", "zdt2" or "dtlz2", "seed": 1}
      -> {"seconds": wall clock of the search alone, "volume": hypervolume, "front": [[...], ...]}
  {"front": [[...], ...]} -> {"volume": hypervolume}

Both libraries get the same: 100 members, 250 generations (25,000 evaluations), simulated binary
crossover with index 15 at rate 0.9, polynomial mutation with index 20 of one variable a child on
average, tournaments by rank and crowding, one thread. The hypervolume is up to 1.1 everywhere.
"""
import json
import math
import os
import random
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "BenchmarkReport"))
import peer_environment  # noqa: E402

PACKAGES = ["pymoo==0.6.2", "deap==1.4.4", "moocore==0.3.2"]
POPULATION, GENERATIONS = 100, 250
VARIABLES = {"zdt1": 30, "zdt2": 30, "dtlz2": 12}
OBJECTIVES = {"zdt1": 2, "zdt2": 2, "dtlz2": 3}


def zdt1(x):
    distance = 1 + 9 * sum(x[1:]) / (len(x) - 1)
    return x[0], distance * (1 - math.sqrt(x[0] / distance))


def zdt2(x):
    distance = 1 + 9 * sum(x[1:]) / (len(x) - 1)
    return x[0], distance * (1 - (x[0] / distance) ** 2)


def dtlz2(x):
    radius = 1 + sum((value - 0.5) ** 2 for value in x[2:])
    first, second = x[0] * math.pi / 2, x[1] * math.pi / 2
    across = radius * math.cos(first)
    return across * math.cos(second), across * math.sin(second), radius * math.sin(first)


def search_pymoo(problem, seed):
    from pymoo.algorithms.moo.nsga2 import NSGA2
    from pymoo.operators.crossover.sbx import SBX
    from pymoo.operators.mutation.pm import PM
    from pymoo.optimize import minimize
    from pymoo.problems import get_problem

    options = {"n_obj": 3} if problem == "dtlz2" else {}
    posed = get_problem(problem, n_var=VARIABLES[problem], **options)
    algorithm = NSGA2(pop_size=POPULATION, crossover=SBX(eta=15, prob=0.9), mutation=PM(eta=20))
    start = time.perf_counter()
    result = minimize(posed, algorithm, ("n_gen", GENERATIONS), seed=seed, verbose=False)
    return time.perf_counter() - start, result.pop.get("F").tolist()


def search_deap(problem, seed):
    from deap import base, creator, tools

    count = VARIABLES[problem]
    name = f"Goals{OBJECTIVES[problem]}"
    if not hasattr(creator, name):
        creator.create(name, base.Fitness, weights=(-1.0,) * OBJECTIVES[problem])
        creator.create(f"Member{name}", list, fitness=getattr(creator, name))
    member = getattr(creator, f"Member{name}")
    function = globals()[problem]
    copy = base.Toolbox().clone
    random.seed(seed)

    def evaluate(members):
        for one in members:
            one.fitness.values = function(one)

    start = time.perf_counter()
    population = [member(random.random() for _ in range(count)) for _ in range(POPULATION)]
    evaluate(population)
    population = tools.selNSGA2(population, POPULATION)
    for _ in range(GENERATIONS - 1):
        children = [copy(parent) for parent in tools.selTournamentDCD(population, POPULATION)]
        for mother, father in zip(children[::2], children[1::2]):
            if random.random() < 0.9:
                tools.cxSimulatedBinaryBounded(mother, father, 15.0, 0.0, 1.0)
        for child in children:
            tools.mutPolynomialBounded(child, 20.0, 0.0, 1.0, 1 / count)
            del child.fitness.values
        evaluate(children)
        population = tools.selNSGA2(population + children, POPULATION)
    seconds = time.perf_counter() - start
    return seconds, [list(one.fitness.values) for one in population]


def hypervolume(front):
    import moocore
    import numpy

    points = numpy.array(front, dtype=float)
    return float(moocore.hypervolume(points, ref=numpy.full(points.shape[1], 1.1)))


def versions():
    from importlib.metadata import version
    from pymoo.functions import is_compiled

    names = ", ".join(f"{name} {version(name)}" for name in ("pymoo", "deap", "moocore", "numpy"))
    state = "with" if is_compiled() else "without"
    return f"Python {sys.version.split()[0]}, {names}; pymoo {state} its compiled functions"


def main():
    peer_environment.enter(os.path.abspath(sys.argv[1]), PACKAGES, __file__)
    print(versions(), flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        if "library" in question:
            search = search_pymoo if question["library"] == "pymoo" else search_deap
            seconds, front = search(question["problem"], question["seed"])
            answer = {"seconds": seconds, "volume": hypervolume(front), "front": front}
        else:
            answer = {"volume": hypervolume(question["front"])}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main()
