"""Work on chunks of items, in this process or in several, in order and without reading ahead."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from functools import cache
from itertools import islice
from typing import Final, TypeVar

from jdparse.errors import WorkersError

# A worker has one core. Linear algebra with threads of its own in each made two workers as slow as
# one: their threads wait for one another by turning in circles.
_ONE_THREAD: Final = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"
)

S = TypeVar("S")
T = TypeVar("T")


def map_chunks(
    work: Callable[[list[S]], list[T]],
    items: Iterable[S],
    size: int,
    workers: int,
    *,
    keep_workers: bool = True,
) -> Iterator[T]:
    """What `work` makes of the items, `size` of them at a time; `workers` -1 is one a core.

    Processes are kept for the next call, each with some 400 MB, unless `keep_workers` is false.
    Raises `WorkersError` at once, not at the first result, where `workers` is 0.

    >>> list(map_chunks(sorted, [3, 1, 2], size=2, workers=1))
    [1, 3, 2]
    """
    check_workers(workers)
    if workers != 1:
        from joblib import effective_n_jobs

        processes = effective_n_jobs(workers)
        return _in_processes(work, items, size, processes, keep_workers=keep_workers)
    return (result for chunk in _chunks(items, size) for result in work(chunk))


def check_workers(workers: int) -> None:
    """Raises `WorkersError` where nobody would do the work."""
    if workers == 0:
        raise WorkersError("0 workers cannot parse: give 1, or -1 for one a core.")


def _in_processes(
    work: Callable[[list[S]], list[T]],
    items: Iterable[S],
    size: int,
    processes: int,
    *,
    keep_workers: bool,
) -> Iterator[T]:
    """A few chunks are out at a time, so a slow consumer holds back the reading too.

    joblib's own generator does not: it read 2,000 sources while its consumer took 50.
    """
    from joblib.externals.loky import get_reusable_executor

    pool = get_reusable_executor(max_workers=processes, env=_ONE_THREAD)
    out: deque[Future[list[T]]] = deque()
    try:
        for chunk in _chunks(items, size):
            out.append(pool.submit(_settling, work, chunk))
            if len(out) > 2 * processes:
                yield from out.popleft().result()
        while out:
            yield from out.popleft().result()
    finally:
        for future in out:
            future.cancel()
        if not keep_workers:
            pool.shutdown(wait=True, kill_workers=True)


def _settling(work: Callable[[list[S]], list[T]], chunk: list[S]) -> list[T]:
    """The work on a chunk; the first one loads what this process keeps."""
    results = work(chunk)
    settle()
    return results


@cache
def settle() -> None:
    """Takes all that this process holds, once, as staying: no search for garbage goes through it.

    Models and lexicons are some hundred thousand objects; looking through them time and again took
    an eighth of all parsing. For processes of our own: a program keeps its collector as it set it.
    """
    gc.freeze()


def _chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
