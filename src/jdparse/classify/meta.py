"""`meta.json` of a role model: its files' digests, what it was written with, its data, figures."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Final

from jdparse.errors import ModelError

META_FILE: Final = "meta.json"
FORMAT: Final = 1
_NEEDED: Final = frozenset({"sha256", "labels", "versions"})


def read_meta(folder: Path) -> dict[str, Any]:
    """The meta of a model folder. Raises `ModelError` where it is none, or of another format."""
    try:
        meta: Any = json.loads((folder / META_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{folder / META_FILE} cannot be read: {error}") from error
    if not isinstance(meta, dict):
        raise ModelError(f"{folder / META_FILE} is not a JSON object.")
    if meta.get("format") != FORMAT:
        raise ModelError(
            f"{folder} has model format {meta.get('format')}, this version reads {FORMAT}: "
            "train it again."
        )
    missing = _NEEDED - meta.keys()
    if missing:
        raise ModelError(f"{folder / META_FILE} lacks {sorted(missing)}.")
    return meta


def write_meta(folder: Path, meta: dict[str, Any]) -> None:
    """Store a meta."""
    text = json.dumps(meta, indent=2, ensure_ascii=False) + "\n"
    (folder / META_FILE).write_text(text, "utf-8")


def digest_of(file: Path) -> str:
    """The SHA-256 of a model's file, as its meta states it."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def check_digest(file: Path, digest: str | None) -> None:
    """Raises `ModelError` where a file is not the one whose digest the meta states."""
    if digest_of(file) != digest:
        raise ModelError(f"{file} is not the file its {META_FILE} describes: it was altered.")
