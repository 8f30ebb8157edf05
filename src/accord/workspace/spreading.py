"""One `map` over many items: here, in processes of this machine, or on a Dask cluster, with the same answers.

What is done with an item depends on the item and on what everybody is given, never on where or in which order it is
done. A worker that dies takes nothing along: its items are done again, up to a few times.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from threading import Lock
from typing import Any, Generic, TypeVar

from accord.errors import AccordError, CallError, MissingPartError

LOCAL = "local"
"""In place of a cluster's address: a Dask cluster of its own on this machine."""

_AHEAD = 4
"""Chunks handed out ahead for each worker, so that memory does not grow with the items."""

_LIVES = 3
"""How often workers may die in a row with nothing done in between."""

_MOST = 256

Item = TypeVar("Item")
Made = TypeVar("Made")


class WorkersError(AccordError):
    """Workers that died again and again, or a cluster that is out of reach."""


@dataclass(frozen=True, slots=True)
class Workers:
    """Where work is done: in this process, in `count` processes of this machine, or on a Dask cluster.

    `cluster`: the address of a Dask scheduler (`tcp://host:8786`), or `local` for one of its own with `count` workers.
    `chunk`: how many items are handed out together; 0 chooses.
    """

    count: int = 1
    cluster: str = ""
    chunk: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.count <= _MOST:
            raise CallError(f"The number of workers must be from 1 to {_MOST}", f"it is {self.count}")
        if self.chunk < 0:
            raise CallError("A chunk must hold an item or more, or 0 to choose", f"it is {self.chunk}")


@dataclass(frozen=True, slots=True)
class Work(Generic[Item, Made]):
    """What is done with each item: `ready` of `given` returns the function for one; both can be sent to a process.

    `ready` is called once in each process, so that what is dear to set up is set up once.
    """

    ready: Callable[[Any], Callable[[Item], Made]]
    given: Any


def spread(work: Work[Item, Made], items: Sequence[Item], how: Workers) -> Iterator[tuple[int, Made]]:
    """The number of each item and what was made of it, in the order in which they are done.

    Raises:
        MissingPartError: a Dask cluster is asked for and Dask is not installed.
        WorkersError: workers die again and again on the same items, or the cluster is out of reach.
    """
    if how.count == 1 and not how.cluster:
        make = work.ready(work.given)
        for number, item in enumerate(items):
            yield number, make(item)
        return
    size = how.chunk or max(1, min(50, len(items) // (_AHEAD * how.count) or 1))
    chunks = [range(first, min(first + size, len(items))) for first in range(0, len(items), size)]
    handed = ((numbers, [items[number] for number in numbers]) for numbers in chunks)
    done = _on_dask(work, handed, how) if how.cluster else _in_processes(work, handed, how)
    for numbers, made in done:
        yield from zip(numbers, made, strict=True)


def in_order(work: Work[Item, Made], items: Sequence[Item], how: Workers) -> Iterator[Made]:
    """What was made of each item, in the order of the items."""
    waiting: dict[int, Made] = {}
    turn = 0
    for number, made in spread(work, items, how):
        waiting[number] = made
        while turn in waiting:
            yield waiting.pop(turn)
            turn += 1


Handed = Iterable[tuple[range, list[Any]]]

_made: Callable[[Any], Any] | None = None
_known: dict[str, Callable[[Any], Any]] = {}
_turn = Lock()


def _begin(ready: Callable[[Any], Any], given: bytes) -> None:
    """Sets a process of this machine up."""
    global _made  # noqa: PLW0603 - a process of a pool keeps what it was set up with; there is no other place
    _made = ready(pickle.loads(given))  # noqa: S301 - from the process that started this one


def _chunk(items: list[Any]) -> list[Any]:
    if _made is None:
        raise RuntimeError("a process of the pool was not set up")
    return [_made(item) for item in items]


def _in_processes(work: Work[Any, Any], handed: Handed, how: Workers) -> Iterator[tuple[range, list[Any]]]:
    given = pickle.dumps(work.given)
    source = iter(handed)
    again: list[tuple[range, list[Any]]] = []
    lives = _LIVES
    while True:
        running: dict[Future[list[Any]], tuple[range, list[Any]]] = {}
        pool = ProcessPoolExecutor(how.count, get_context("spawn"), initializer=_begin, initargs=(work.ready, given))
        try:
            while True:
                while len(running) < _AHEAD * how.count and (chunk := again.pop() if again else next(source, None)):
                    running[pool.submit(_chunk, chunk[1])] = chunk
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    made = future.result()
                    numbers, _ = running.pop(future)
                    lives = _LIVES
                    yield numbers, made
        except BrokenProcessPool as death:
            again += [chunk for chunk in running.values() if chunk not in again]
            lives -= 1
            if not lives:
                raise _dead() from death
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _dead() -> WorkersError:
    return WorkersError(
        "A worker lives until its work is done", f"workers died {_LIVES} times on the same items",
        "see whether memory runs out; fewer --workers need less; what was done is kept",
    )  # fmt: skip


def _sent(given: bytes) -> bytes:
    """What everybody is given, as a task of its own: a worker that dies with it leaves the scheduler the means."""
    return given


def _dask_chunk(name: str, ready: Callable[[Any], Any], given: bytes, items: list[Any]) -> list[Any]:
    """A chunk on a worker of a cluster; one at a time in a process, however many threads it has."""
    with _turn:
        if name not in _known:
            _known.clear()  # one work at a time is kept
            _known[name] = ready(pickle.loads(given))  # noqa: S301 - from the client, over the cluster's own channel
        return [_known[name](item) for item in items]


def _on_dask(work: Work[Any, Any], handed: Handed, how: Workers) -> Iterator[tuple[range, list[Any]]]:
    given = pickle.dumps(work.given)
    name = f"accord-{hashlib.sha256(given).hexdigest()[:16]}"
    with _client(how) as client:
        from distributed.scheduler import KilledWorker

        everybody = client.submit(_sent, given, key=f"{name}-given", pure=False)
        source = iter(handed)
        many = (
            max(how.count, len(client.scheduler_info(n_workers=-1)["workers"])) if how.cluster != LOCAL else how.count
        )

        def send(chunk: tuple[range, list[Any]]) -> Any:
            future = client.submit(_dask_chunk, name, work.ready, everybody, chunk[1], pure=False)
            running[future.key] = chunk[0]
            return future

        running: dict[Any, range] = {}
        queue = _dask().as_completed([send(chunk) for chunk in islice(source, _AHEAD * many)])
        for future in queue:
            try:
                made = future.result()
            except KilledWorker as death:
                raise _dead() from death
            yield running.pop(future.key), made
            if (chunk := next(source, None)) is not None:
                queue.add(send(chunk))


@contextmanager
def _client(how: Workers) -> Iterator[Any]:
    """A client of the cluster; what it starts here ends with it."""
    dask = _dask()
    if how.cluster == LOCAL:
        cluster = dask.LocalCluster(
            n_workers=how.count, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        )
        with cluster, dask.Client(cluster) as client:
            yield client
        return
    try:
        client = dask.Client(how.cluster, timeout=10)
    except (OSError, ValueError, TimeoutError) as fault:
        must = "A cluster is the address of a Dask scheduler that answers, such as tcp://host:8786, or `local`"
        raise WorkersError(must, f"{how.cluster!r}: {fault}", "start one with `dask scheduler`") from fault
    with client:
        yield client


def _dask() -> Any:
    """Dask's own functions, which have no types.

    Raises:
        MissingPartError: it is not installed.
    """
    try:
        import distributed
    except ImportError as missing:
        raise MissingPartError(
            "Work on a cluster needs Dask", "it is not installed", "install accord[cluster], or leave --cluster out"
        ) from missing
    return distributed
