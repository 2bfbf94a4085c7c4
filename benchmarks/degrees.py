"""Degree levels on other people's cases: python benchmarks/degrees.py --cases FILE.jsonl

Cases are JSONL: {"input", "expected": {"High School", "Bachelor", "Master", "PhD": bool}}. There a
degree with no level counts as a bachelor's, and there is no associate's. A case is right where all
levels agree. A short list of regular expressions runs beside ours.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable
from pathlib import Path

import spacy

from jdparse.annotations import read_values

_LEVELS = {
    "high_school": "High School",
    "any": "Bachelor",
    "bachelor": "Bachelor",
    "master": "Master",
    "doctorate": "PhD",
}
_SHORT_LIST = {
    "High School": r"(?i)high school|\bGED\b",
    "Bachelor": r"(?i)bachelor|\bB\.?[AS]c?\b|undergraduate|\bcollege|\bdegree in",
    "Master": r"(?i)master|\bM\.?Sc?\b|\bMBA\b|advanced degree|(?<!under)graduate degree",
    "PhD": r"(?i)\bph\.? ?d|doctora",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=Path, required=True)
    parser.add_argument("--misses", action="store_true", help="print what was missed")
    given = parser.parse_args()
    cases = [json.loads(line) for line in given.cases.read_text(encoding="utf-8").splitlines()]
    for name, read in (("jdparse", _reader()), ("four patterns", _by_short_list)):
        wrong = [case for case in cases if read(case["input"]) != _expected(case)]
        print(f"{name:14} {1 - len(wrong) / len(cases):.3f} exact of {len(cases)}")
        if given.misses and name == "jdparse":
            for case in wrong:
                found, expected = sorted(read(case["input"])), sorted(_expected(case))
                print(f"  {expected} but {found}: {case['input']!r}")


def _expected(case: dict) -> set[str]:
    return {level for level, named in case["expected"].items() if named}


def _reader() -> Callable[[str], set[str]]:
    nlp = spacy.blank("en")
    nlp.add_pipe("jdparse_degrees")

    def read(text: str) -> set[str]:
        found = {degree.level for degree in read_values(nlp(text), "degrees")}
        return {_LEVELS[level] for level in found if level in _LEVELS}

    return read


def _by_short_list(text: str) -> set[str]:
    return {level for level, pattern in _SHORT_LIST.items() if re.search(pattern, text)}


if __name__ == "__main__":
    main()
