"""The record's shape as SQL types, taken from the values themselves so that it is said once."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from jdparse.posting import Posting

_SCALARS: Final[Mapping[Any, str]] = {
    str: "VARCHAR", int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN",
}  # fmt: skip


def sql_type(kind: Any) -> str:
    """The DuckDB type of a value's type.

    >>> from jdparse.posting import Problem
    >>> sql_type(tuple[Problem, ...])
    'STRUCT("code" VARCHAR, "message" VARCHAR)[]'
    """
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        return sql_type(next(option for option in inner if option is not NoneType))
    if origin is Literal:
        return _SCALARS[type(inner[0])]
    if origin is tuple:
        return f"{sql_type(inner[0])}[]"
    if dataclasses.is_dataclass(kind):
        fields = (f'"{name}" {sql_type(hint)}' for name, hint in get_type_hints(kind).items())
        return f"STRUCT({', '.join(fields)})"
    if origin is not None and issubclass(origin, Mapping):
        return f"MAP({sql_type(inner[0])}, {sql_type(inner[1])})"
    return _SCALARS[kind]


def list_fields() -> tuple[str, ...]:
    """The keys of the record that are lists of values: what a database keeps in tables.

    >>> [name for name in list_fields() if name in ("skills", "pay", "locations")]
    ['skills', 'pay']
    """
    hints = get_type_hints(Posting)
    return tuple(
        name
        for name, hint in hints.items()
        if get_origin(hint) is tuple and dataclasses.is_dataclass(get_args(hint)[0])
    )


def sql_string(text: Path | str) -> str:
    """A path or text as an SQL string.

    >>> sql_string(Path("it's.duckdb"))
    "'it''s.duckdb'"
    """
    return "'" + str(text).replace("'", "''") + "'"
