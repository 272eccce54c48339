"""Killable children: whatever a job does, it costs that job and no other, and ends within its bounds."""

from __future__ import annotations

import os
import time

import pytest

from corpus.isolation import Bounds, Finished, Pool
from corpus.outcome import Reason, Rejected

SECONDS = 3.0
TASK = f"{__name__}:misbehave"
PRELOAD = ("ingest.warm",)  # the fork server is one for the whole test run: later tests want it warm


def misbehave(job: str) -> str:
    """Do what the job says."""
    if job == "loop":
        while True:
            pass
    if job == "eat":
        held = []
        while True:
            held.append(bytearray(8_000_000))
    if job == "abort":
        os.abort()
    if job == "exit":
        os._exit(3)
    if job == "write":
        print("noise", flush=True)
        os.write(2, b"noise")
    return job.upper()


@pytest.fixture(scope="module")
def ends() -> dict[str, Finished[str, str]]:
    """How a mixed bag of jobs ended."""
    jobs = ["loop", "eat", "abort", "exit", "write", *(f"job{n}" for n in range(300))]
    with Pool[str, str](TASK, 2, Bounds(SECONDS, 100), PRELOAD) as pool:
        finished = list(pool.run(jobs))
    assert sorted(each.job for each in finished) == sorted(jobs)
    return {each.job: each for each in finished}


def test_good_jobs_end_well_beside_bad_ones(ends: dict[str, Finished[str, str]]) -> None:
    assert all(ends[f"job{n}"].result == f"JOB{n}" for n in range(300))
    assert ends["write"].result == "WRITE"


@pytest.mark.parametrize(
    ("job", "reason"),
    [("loop", Reason.TIMEOUT), ("eat", Reason.MEMORY), ("abort", Reason.CORRUPT), ("exit", Reason.CORRUPT)],
)
def test_a_bad_job_is_rejected_with_its_reason(ends: dict[str, Finished[str, str]], job: str, reason: Reason) -> None:
    result = ends[job].result
    assert isinstance(result, Rejected)
    assert result.reason == reason
    assert result.detail


def test_no_job_runs_a_second_past_its_limit(ends: dict[str, Finished[str, str]]) -> None:
    assert max(each.seconds for each in ends.values()) < SECONDS + 1


def test_a_child_that_waits_for_work_spends_no_time() -> None:
    with Pool[str, str](TASK, 1, Bounds(SECONDS, 100), PRELOAD) as pool:
        list(pool.run(["a"]))
        started = time.process_time()
        time.sleep(0.3)
        assert time.process_time() - started < 0.1
        assert [each.result for each in pool.run(["b"])] == ["B"]
