"""The record: a `Posting` as plain JSON values, and back."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from jdparse.posting import Posting

_SCALARS: Final = (str, int, float, NoneType)


def to_record(posting: Posting) -> dict[str, Any]:
    """A posting as dicts, lists, strings, numbers and None, keys in the record's order."""
    record: dict[str, Any] = _plain(posting)
    return record


def from_record(record: Mapping[str, Any]) -> Posting:
    """The posting that `to_record` gave. Raises KeyError where a key is missing."""
    posting: Posting = _value(Posting, record)
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


def _value(kind: Any, data: Any) -> Any:
    if get_origin(kind) in (Union, UnionType):
        if data is None:
            return None
        return _value(next(k for k in get_args(kind) if k is not NoneType), data)
    if get_origin(kind) is tuple:
        return tuple(_value(get_args(kind)[0], item) for item in data)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return kind(**{name: _value(hint, data[name]) for name, hint in hints.items()})
    if get_origin(kind) is not Literal and get_args(kind) and isinstance(data, Mapping):
        return {key: _value(get_args(kind)[1], item) for key, item in data.items()}
    return data
