"""The place or level that one of several pay ranges is for."""

from __future__ import annotations


def place_of(text: str, start: int, end: int) -> str | None:
    """Stub."""
    return None
