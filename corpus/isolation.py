"""Killable children: work on untrusted files in processes with bounds on time and memory.

A parser may loop for ever, abort, or eat all memory; a child that does dies alone and costs one job. Children are forked
from a clean server process (forkserver) that has the modules loaded already, live on over many jobs, and are replaced
when they die or after `RECYCLE` jobs, so that leaks do not add up. Measured (docs/decisions/0004): a fresh spawn for
each file costs ten times as much.

Bounds of a job: wall time by killing from outside, address space by RLIMIT_AS above what the child held when it began.
A task is named "module:function", so that the parent need not import what only children use; it takes one picklable
argument and returns a picklable value.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import pickle
import resource
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Final, Generic, TypeVar

from corpus.outcome import Reason, Rejected

RECYCLE: Final = 200
"""Jobs after which a child is replaced."""

_START_SECONDS: Final = 60.0
"""How long a child may take to start; the first waits for the fork server's imports."""

_READY: Final = "ready"

JobT = TypeVar("JobT")
ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Wall seconds and megabytes of address space one job may use."""

    seconds: float
    memory_mb: int


@dataclass(frozen=True, slots=True)
class Finished(Generic[JobT, ResultT]):
    """A job with its result, or with `Rejected` (timeout, memory, corrupt) where the child did not live to give one.

    `seconds` of wall time; `cpu` seconds of processor time, 0 where the child died.
    """

    job: JobT
    result: ResultT | Rejected
    seconds: float
    cpu: float = 0.0


class _Child:
    """One child process and the job it has in hand."""

    def __init__(self, context: Any, task: str, memory_mb: int) -> None:
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, task, memory_mb), daemon=True)
        # A fork server that begins while SIGINT is blocked never gets it: Ctrl-C is the parent's alone.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self.process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()
        if not self.pipe.poll(_START_SECONDS) or self.pipe.recv() != _READY:
            self.kill()
            raise RuntimeError(f"a reading process did not start within {_START_SECONDS:g} s")
        self.jobs = 0
        self.job: Any = None
        self.busy = False
        self.started = 0.0
        self.deadline = 0.0

    def give(self, job: Any, seconds: float) -> None:
        """Hand over a job; its clock starts now."""
        self.started = time.monotonic()
        self.deadline = self.started + seconds
        self.pipe.send(job)
        self.job, self.busy = job, True
        self.jobs += 1

    def kill(self) -> None:
        """End the child and wait for it."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


class Pool(Generic[JobT, ResultT]):
    """A pool of killable children for one task. Use as a context manager.

    `preload` names modules the fork server imports once, so that a new child starts in milliseconds.
    """

    def __init__(self, task: str, workers: int, bounds: Bounds, preload: Sequence[str] = ()) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["corpus.isolation", *preload])
        self._task, self._workers, self._bounds = task, workers or (os.cpu_count() or 1), bounds
        self._children: list[_Child] = []

    def __enter__(self) -> Pool[JobT, ResultT]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Kill all children. Idempotent."""
        while self._children:
            self._children.pop().kill()

    def run(self, jobs: Iterable[JobT]) -> Iterator[Finished[JobT, ResultT]]:
        """Work off the jobs, yielding each as it ends, in no fixed order; as many ends as jobs."""
        waiting = iter(jobs)
        ready: deque[Finished[JobT, ResultT]] = deque()
        more = True
        while True:
            more = more and self._feed(waiting)
            busy = [child for child in self._children if child.busy]
            if not busy:
                return
            ready.extend(self._collect(busy))
            while ready:
                yield ready.popleft()

    def _feed(self, waiting: Iterator[JobT]) -> bool:
        """Give every idle child a job. False when there are no more."""
        for index in range(self._workers):
            if index == len(self._children):
                self._children.append(self._child())
            child = self._children[index]
            if child.busy:
                continue
            try:
                job = next(waiting)
            except StopIteration:
                return False
            if child.jobs >= RECYCLE:
                child.kill()
                child = self._children[index] = self._child()
            self._hand_over(index, job)
        return True

    def _hand_over(self, index: int, job: JobT) -> None:
        """Give a job to a child; one that died while it waited is replaced first."""
        try:
            self._children[index].give(job, self._bounds.seconds)
        except OSError:
            self._children[index].kill()
            self._children[index] = self._child()
            self._children[index].give(job, self._bounds.seconds)

    def _child(self) -> _Child:
        return _Child(self._context, self._task, self._bounds.memory_mb)

    def _collect(self, busy: list[_Child]) -> Iterator[Finished[JobT, ResultT]]:
        """Wait for the first child that answers, dies or overruns; yield what has ended by then."""
        nearest = min(child.deadline for child in busy)
        by_handle = {child.pipe: child for child in busy}
        answered = wait(list(by_handle), timeout=max(0.0, nearest - time.monotonic()))
        for pipe in answered:
            if isinstance(pipe, Connection):
                yield self._answer(by_handle[pipe])
        now = time.monotonic()
        for child in busy:
            if child.busy and child.deadline <= now:
                yield self._lost(child, Rejected(Reason.TIMEOUT, f"not read within {self._bounds.seconds:g} s"))

    def _answer(self, child: _Child) -> Finished[JobT, ResultT]:
        """What a readable pipe holds: a result, or the end of a child that died."""
        try:
            result, cpu = child.pipe.recv()
        except (EOFError, OSError, pickle.UnpicklingError):  # dead, perhaps in the middle of its answer
            child.process.join(1.0)
            return self._lost(child, _death(child.process.exitcode))
        child.busy = False
        if isinstance(result, Rejected) and result.reason == Reason.MEMORY:
            child.jobs = RECYCLE  # what it allocated may not all come back: the next job gets a fresh child
        return Finished(child.job, result, time.monotonic() - child.started, cpu)

    def _lost(self, child: _Child, why: Rejected) -> Finished[JobT, ResultT]:
        """Bury a child and take it out of the pool; `_feed` puts a new one in its place."""
        child.kill()
        self._children.remove(child)
        return Finished(child.job, why, time.monotonic() - child.started)


def _death(exit_code: int | None) -> Rejected:
    """Why a child died, as far as its exit code tells."""
    if exit_code is not None and exit_code < 0:
        name = signal.Signals(-exit_code).name
        if name == "SIGKILL":
            return Rejected(Reason.MEMORY, "the reading process was killed (out of memory)")
        return Rejected(Reason.CORRUPT, f"the reading process died of {name}")
    return Rejected(Reason.CORRUPT, f"the reading process ended with exit code {exit_code}")


def _serve(pipe: Connection, task: str, memory_mb: int) -> None:
    """Life of a child: take a job, do it, answer; end when the parent closes its side."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    module, _, name = task.partition(":")
    work = getattr(importlib.import_module(module), name)
    _limit_memory(memory_mb)
    pipe.send(_READY)
    while True:
        try:
            job = pipe.recv()
        except EOFError:
            return
        started = time.process_time()
        too_much = Rejected(Reason.MEMORY, f"needs more than {memory_mb} MB")
        try:
            result = work(job)
        except MemoryError:
            result = too_much
        try:
            pipe.send((result, time.process_time() - started))
        except (BrokenPipeError, ConnectionResetError):
            return
        except MemoryError:
            pipe.send((too_much, time.process_time() - started))


def _limit_memory(memory_mb: int) -> None:
    """Bound the address space to what is held now plus `memory_mb`, never above a bound set from outside."""
    held = _address_space()
    wanted = held + memory_mb * 1024 * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


def _address_space() -> int:
    """Bytes of address space this process holds; 0 where the system does not tell (macOS)."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except FileNotFoundError:
        return 0
