"""Says in a line why a file could not be written or read."""

from __future__ import annotations

import errno
import os
from typing import Final

# a full disk, a spent quota, a file as large as it may be
_FULL: Final = tuple(os.strerror(number) for number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
_SQLITE_FULL: Final = "database or disk is full"


def cause(error: Exception) -> str:
    r"""The first line of an error; of a full disk only that it is full, not who noticed.

    >>> cause(OSError(28, "No space left on device"))
    'the disk is full (No space left on device)'
    >>> cause(ValueError("not a database\nat byte 0"))
    'not a database'
    """
    said = str(error)
    full = next((known for known in (*_FULL, _SQLITE_FULL) if known in said), None)
    first = next(iter(said.splitlines()), type(error).__name__)
    return first if full is None else f"the disk is full ({full})"
