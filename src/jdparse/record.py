"""The record: a `Posting` as plain JSON values, and back."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from jdparse.errors import RecordError
from jdparse.posting import SCHEMA_VERSION, Posting

_SCALARS: Final = (str, int, float, NoneType)


def to_record(posting: Posting) -> dict[str, Any]:
    """A posting as dicts, lists, strings, numbers and None, keys in the record's order."""
    record: dict[str, Any] = _plain(posting)
    return record


def from_record(record: Mapping[str, Any]) -> Posting:
    """The posting that `to_record` gave.

    Raises `RecordError` where a key is missing, holds another kind of value than it should, or
    `schema_version` is another one.

    >>> from jdparse import parse
    >>> posting = parse("Duties: you will train models in Python.")
    >>> from_record(to_record(posting)) == posting
    True
    """
    found = _held(record, "schema_version", "")
    if found != SCHEMA_VERSION:
        raise RecordError(
            f"The record has schema_version {found!r}, this jdparse reads {SCHEMA_VERSION}: parse "
            "the posting again, or read it with the version that wrote it."
        )
    posting: Posting = _value(Posting, record, "")
    return posting


def shallow(value: Any) -> dict[str, Any]:
    """The keys of one value (or mapping), in the record's order; what it holds stays as it is.

    Raises TypeError for what is no value of a posting: so `json` asks for it.

    >>> from jdparse.posting import Problem
    >>> shallow(Problem("truncated", "Only the first part was read."))
    {'code': 'truncated', 'message': 'Only the first part was read.'}
    """
    if isinstance(value, Mapping):
        return dict(value)
    return {name: getattr(value, name) for name in _names(value.__class__)}


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def _plain(value: Any) -> Any:
    if isinstance(value, _SCALARS):
        return value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return {key: _plain(item) for key, item in shallow(value).items()}


def _value(kind: Any, data: Any, at: str) -> Any:
    """The value of a kind that plain data says; `at` is where it stands, for messages."""
    if get_origin(kind) in (Union, UnionType):
        if data is None:
            return None
        return _value(next(k for k in get_args(kind) if k is not NoneType), data, at)
    if get_origin(kind) is tuple:
        if not isinstance(data, list | tuple):
            raise _odd(at, "list", data)
        item = get_args(kind)[0]
        return tuple(_value(item, one, f"{at}[{index}]") for index, one in enumerate(data))
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        before = f"{at}." if at else ""
        values = {name: _held(data, name, at) for name in hints}
        return kind(**{n: _value(hints[n], value, before + n) for n, value in values.items()})
    if get_origin(kind) is not Literal and get_args(kind):
        if not isinstance(data, Mapping):
            raise _odd(at, "object", data)
        inner = get_args(kind)[1]
        return {key: _value(inner, item, f"{at}.{key}") for key, item in data.items()}
    return data


def _held(data: Any, name: str, at: str) -> Any:
    if not isinstance(data, Mapping):
        raise _odd(at, "object", data)
    if name not in data:
        raise RecordError(f"The record has no {f'{at}.' if at else ''}{name}.")
    return data[name]


def _odd(at: str, wanted: str, data: Any) -> RecordError:
    where = f"The record's {at}" if at else "The record"
    return RecordError(f"{where} is no {wanted}: {data!r:.60}")
