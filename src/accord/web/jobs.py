"""Long work, one piece after the other in a thread of its own, with progress told to the pages."""

from __future__ import annotations

import itertools
import logging
import queue
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from accord.errors import AccordError
from accord.web.events import Events
from accord.workspace import Progress

_BETWEEN = 0.1  # seconds between two tellings of progress
_KEPT = 200  # finished jobs that are remembered

Work = Callable[[Progress], Any]
"""What a job does: it is given a function that it tells its progress to, and which ends it when it is cancelled."""


class State(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of long work as it stands; `sentence` tells how it ended, `outcome` what it found."""

    id: str
    kind: str
    title: str
    state: State = State.WAITING
    step: str = ""
    done: int = 0
    total: int = 0
    sentence: str = ""
    outcome: Any = None

    @property
    def is_over(self) -> bool:
        """Whether it has ended, one way or another."""
        return self.state not in {State.WAITING, State.RUNNING}


class CancelledError(AccordError):
    """A job that a person has stopped."""


@dataclass(slots=True)
class _Task:
    work: Work
    key: str | None
    cancelled: threading.Event
    over: threading.Event


class Jobs:
    """A queue with one worker, and beside it another for short work that must not wait behind the long."""

    def __init__(self, events: Events) -> None:
        self._events = events
        self._jobs: dict[str, Job] = {}
        self._tasks: dict[str, _Task] = {}
        self._queues: dict[bool, queue.SimpleQueue[str | None]] = {}
        self._numbers = itertools.count(1)
        self._here = secrets.token_hex(3)  # a page that outlived a server does not take the next one's jobs for its own
        self._lock = threading.RLock()

    def start(self, kind: str, title: str, work: Work, *, key: str | None = None, short: bool = False) -> Job:
        """Puts work into the queue (`short`: that beside); with the `key` of one that still waits, that is returned."""
        with self._lock:
            for id, task in self._tasks.items():
                if key is not None and task.key == key and self._jobs[id].state is State.WAITING:
                    return self._jobs[id]
            job = Job(f"{self._here}-{next(self._numbers)}", kind, title)
            self._jobs[job.id] = job
            self._tasks[job.id] = _Task(work, key, threading.Event(), threading.Event())
            self._forget()
            waiting = self._queues.get(short) or self._begun(short)
        self._tell(job)
        waiting.put(job.id)
        return job

    def _begun(self, short: bool) -> queue.SimpleQueue[str | None]:
        """A new queue with its worker."""
        self._queues[short] = waiting = queue.SimpleQueue[str | None]()
        threading.Thread(target=self._run, args=(waiting,), name="accord-worker", daemon=True).start()
        return waiting

    def job(self, id: str) -> Job | None:
        """The job with this id."""
        return self._jobs.get(id)

    def jobs(self) -> tuple[Job, ...]:
        """All jobs that are remembered, the oldest first."""
        with self._lock:
            return tuple(self._jobs.values())

    def cancel(self, id: str) -> None:
        """Stops a job: at once where it waits, at its next step where it runs."""
        with self._lock:
            task, job = self._tasks.get(id), self._jobs.get(id)
            if task is None or job is None:
                return
            task.cancelled.set()
            if job.state is State.WAITING:
                self._set(id, state=State.CANCELLED)

    def cancel_key(self, key: str) -> None:
        """Stops the jobs with this key."""
        for id in [id for id, task in list(self._tasks.items()) if task.key == key]:
            self.cancel(id)

    def wait(self, id: str, seconds: float | None = None) -> Job | None:
        """Waits until a job is over; the job as it then stands."""
        task = self._tasks.get(id)
        if task is not None:
            task.over.wait(seconds)
        return self.job(id)

    def stop(self) -> None:
        """Ends the workers after the step they are at."""
        for job in self.jobs():
            self.cancel(job.id)
        for waiting in list(self._queues.values()):
            waiting.put(None)

    def _run(self, waiting: queue.SimpleQueue[str | None]) -> None:
        while (id := waiting.get()) is not None:
            task = self._tasks.get(id)
            if task is not None and not task.cancelled.is_set():
                self._do(id, task)
            if task is not None:
                task.over.set()
                with self._lock:
                    self._tasks.pop(id, None)

    def _do(self, id: str, task: _Task) -> None:
        self._set(id, state=State.RUNNING)
        try:
            outcome = task.work(self._progress(id, task))
        except CancelledError:
            self._set(id, state=State.CANCELLED)
        except AccordError as fault:
            self._set(id, state=State.FAILED, sentence=str(fault))
        except Exception as fault:  # one job gone wrong must not end the worker; it is logged and told
            logging.getLogger("accord.web").exception("The job %s failed", id)
            self._set(id, state=State.FAILED, sentence=f"This is a fault of accord itself: {fault!r}.")
        else:
            self._set(id, state=State.DONE, outcome=outcome)

    def _progress(self, id: str, task: _Task) -> Progress:
        last = [0.0]

        def progress(step: str, done: int, total: int) -> None:
            if task.cancelled.is_set():
                raise CancelledError("A job goes on until it is stopped", "it was stopped")
            moment = time.monotonic()
            tell = step != self._jobs[id].step or moment - last[0] > _BETWEEN
            if tell:
                last[0] = moment
            self._set(id, tell=tell, step=step, done=done, total=total)

        return progress

    def _set(self, id: str, *, tell: bool = True, **fields: Any) -> None:
        with self._lock:
            self._jobs[id] = job = replace(self._jobs[id], **fields)
        if tell:
            self._tell(job)

    def _tell(self, job: Job) -> None:
        self._events.tell("job", job_record(job))

    def _forget(self) -> None:
        over = [id for id, job in self._jobs.items() if job.is_over]
        for id in over[: max(0, len(over) - _KEPT)]:
            del self._jobs[id]


def job_record(job: Job) -> dict[str, Any]:
    """A job as pages see it; its outcome only where that is plain data."""
    outcome = job.outcome if isinstance(job.outcome, dict | list | str | int | None) else None
    return {
        "id": job.id,
        "kind": job.kind,
        "title": job.title,
        "state": job.state.value,
        "step": job.step,
        "done": job.done,
        "total": job.total,
        "sentence": job.sentence,
        "outcome": outcome,
    }
