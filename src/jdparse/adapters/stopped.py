"""A run that is ended from outside (Ctrl-C, `kill`, a closed terminal) stops in order."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

# Windows has no SIGHUP.
_ENDING: Final = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class Stopped(KeyboardInterrupt):
    """The signal that ended a run, which leaves by the way of Ctrl-C."""

    def __init__(self, number: int = signal.SIGINT) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def signals_stop() -> Iterator[None]:
    """Raises `Stopped` on a signal that ends a process; one that is ignored (nohup) stays so."""
    heard = [number for number in _ENDING if signal.getsignal(number) == signal.SIG_DFL]
    for number in heard:
        signal.signal(number, _stop)
    try:
        yield
    finally:
        for number in heard:
            signal.signal(number, signal.SIG_DFL)


def exit_code(stopped: KeyboardInterrupt) -> int:
    """What a shell says of a process that a signal ended.

    >>> exit_code(KeyboardInterrupt()), exit_code(Stopped(15))
    (130, 143)
    """
    return 128 + (stopped.number if isinstance(stopped, Stopped) else signal.SIGINT)


def _stop(number: int, _frame: FrameType | None) -> None:
    raise Stopped(number)
