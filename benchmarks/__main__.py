"""Measures what pages cost in one run, on the database that the settings name; see README.md."""

import os
import statistics
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
os.environ.setdefault("DIALOG_SECRET_KEY", "only for this run")

CASES = int(os.environ.get("BENCH_CASES", "20000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "15"))
IN_A_ROUND = 10

# What is wanted of the bare view's speed: half as fast is 0.5 (the issue's own figures).
WANTED = {"list": 0.4, "inbox": 0.4, "case": 0.4, "step, 6 fields": 0.15, "step, 10 rows": 0.15, "finish": 0.12}


def cpu(call: Callable[[], object]) -> float:
    """Return the CPU time of one call in milliseconds, over a round of calls."""
    begun = time.process_time()
    for _ in range(IN_A_ROUND):
        call()
    return (time.process_time() - begun) / IN_A_ROUND * 1000


def main() -> None:
    """Prepare the database, measure every page in turn round by round, print the medians beside the bare view's."""
    django.setup()
    from django.test.utils import setup_test_environment

    from benchmarks.pages import Pages

    setup_test_environment()
    with Pages.prepared(CASES) as pages:
        calls = pages.calls()
        for call in calls.values():
            call()  # templates are compiled, caches filled
        times: dict[str, list[float]] = {name: [] for name in calls}
        for _ in range(ROUNDS):
            for name, call in calls.items():
                times[name].append(cpu(call))
    bare = statistics.median(times["bare"])
    print(f"{CASES} cases, {ROUNDS} rounds of {IN_A_ROUND}\n")
    print("| page | CPU ms | bare ÷ page | wanted |\n| --- | ---: | ---: | ---: |")
    for name, spent in times.items():
        median = statistics.median(spent)
        print(f"| {name} | {median:.1f} | {bare / median:.2f} | {WANTED.get(name, '')} |")


if __name__ == "__main__":
    main()
