"""Two readings of the segmenter on postings it learned nothing from.

`evaluate_segmenter.py lines GOOGLE.jsonl` — lines labelled Responsibilities or …Qualifications: how
often a line is told to be the one or the other. `evaluate_segmenter.py lists FOLDER` — ATS records
of Lever, whose lists the employer named: how often the kind of a list, by the most of its words, is
what its name says, of the names that leave no doubt (`NAMED`).
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Sequence
from html import unescape
from pathlib import Path

from jdparse import parse
from jdparse.posting import Posting

WORD = re.compile(r"[^\W_]+")
TAG = re.compile(r"<[^>]+>")
# An obvious reading of a list's name; a name that none of these matches is left out.
NAMED = (
    (re.compile(r"(?i)\b(prefer|nice to have|bonus|desired)"), "preferred"),
    (re.compile(r"(?i)\bresponsibilit|what you['’]ll do|make an impact|in this role"),
     "responsibilities"),
    (re.compile(r"(?i)\bhiring process|application|how to apply"), "apply"),
    (re.compile(r"(?i)qualification|requirement|looking for|match if|you['’]ll need|who you are"
                r"|characteristics"), "requirements"),
    (re.compile(r"(?i)team like|our team\b|the team\b"), "about"),
    (re.compile(r"(?i)\bbenefits|perks|we offer"), "benefits"),
)  # fmt: skip


def lines(path: Path) -> None:
    """Accuracy on lines of duties against lines of qualifications."""
    hits: Counter[tuple[bool, bool]] = Counter()
    for row in map(json.loads, path.open(encoding="utf-8")):
        posting = parse(row["text"], title=row.get("meta", {}).get("title"))
        duties = _words_of(posting, "responsibilities")
        at = 0
        for span in row["spans"]:
            words = [w.lower() for w in WORD.findall(row["text"][span["start"] : span["end"]])]
            found, at = _count(posting, words, at, duties)
            hits[span["label"] == "Responsibilities", 2 * found > len(words)] += 1
    right = hits[True, True] + hits[False, False]
    print(f"lines: {right}/{hits.total()} = {right / hits.total():.4f}; {dict(hits)}")


def lists(folder: Path) -> None:
    """Accuracy on the lists that employers named."""
    hits: Counter[tuple[str, str]] = Counter()
    for path in sorted(folder.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        posting = parse(path)
        for part in record["lists"]:
            wanted = next((kind for name, kind in NAMED if name.search(part["text"])), None)
            if wanted is not None:
                found = _kind_of_list(posting, part["content"])
                hits[wanted, found] += 1
                if found != wanted:
                    print(f"  {path.name}: {part['text']!r} taken for {found}")
    right = sum(n for (wanted, found), n in hits.items() if wanted == found)
    print(f"lists: {right}/{hits.total()} = {right / hits.total():.4f}")


def _kind_of_list(posting: Posting, content: str) -> str:
    words = [w.lower() for w in WORD.findall(unescape(TAG.sub(" ", content)))]
    ours = [(m.group().lower(), m.start()) for m in WORD.finditer(posting.text)]
    starts = [i for i in range(len(ours)) if [w for w, _ in ours[i : i + 6]] == words[:6]]
    votes: Counter[str] = Counter()
    for start in starts[:1]:
        for _, offset in ours[start : start + len(words)]:
            votes.update(s.kind for s in posting.sections if s.start <= offset < s.end)
    return votes.most_common(1)[0][0] if votes else "nothing"


def _words_of(posting: Posting, noun: str) -> set[int]:
    spans = getattr(posting, noun)
    return {
        i
        for i, m in enumerate(WORD.finditer(posting.text))
        if any(s.start <= m.start() < s.end for s in spans)
    }


def _count(posting: Posting, words: Sequence[str], at: int, inside: set[int]) -> tuple[int, int]:
    """How many of the next words lie inside, and where the next line begins."""
    ours = [m.group().lower() for m in WORD.finditer(posting.text)]
    while at < len(ours) and ours[at : at + 3] != list(words[:3]):
        at += 1
    return sum(i in inside for i in range(at, at + len(words))), at + len(words)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("lines", "lists"))
    parser.add_argument("path", type=Path)
    args = parser.parse_args()
    {"lines": lines, "lists": lists}[args.what](args.path)


if __name__ == "__main__":
    main()
