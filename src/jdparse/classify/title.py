"""What a title alone says about the role, by rule: beside the verdict, never part of it."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal

from pydantic import Field

from jdparse.lexicon import Entry, read_lexicon
from jdparse.posting import RoleLabel

_WORD: Final = re.compile(r"[^\W_]+")


class TitleEntry(Entry):
    """One entry of `lexicons/titles.toml`; the file says what each part is for."""

    part: Literal["head", "title_head", "modifier", "name", "label"]
    phrases: tuple[str, ...] = Field(min_length=1)
    label: RoleLabel | Literal[""] = ""


def title_label(title: str | None) -> RoleLabel | None:
    """What the title says; None where there is none or where it does not tell.

    >>> title_label("Sr. Machine-Learning Engineer (f/m/d), Ads")
    'machine_learning_engineer'
    >>> title_label("Staff Data Scientist"), title_label("Data Engineer")
    ('data_scientist', 'other')
    >>> title_label("Member of Technical Staff") is None
    True
    """
    spaced = " " + " ".join(_WORD.findall((title or "").lower())) + " "
    for phrases, label in _label_rules():
        if any(phrase in spaced for phrase in phrases):
            return label
    return None


@cache
def _label_rules() -> tuple[tuple[tuple[str, ...], RoleLabel | None], ...]:
    """Each rule's phrases, between spaces so that only whole words match, and its label."""
    entries = read_lexicon("titles", TitleEntry).values()
    return tuple(
        (tuple(f" {phrase} " for phrase in entry.phrases), entry.label or None)
        for entry in entries
        if entry.part == "label"
    )
