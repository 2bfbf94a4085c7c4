"""The project's own annotations of public postings: labels and offsets, none of the texts.

    python tools/annotations.py POSTINGS.parquet OUT.jsonl [--part held_out]

Joins `annotations.jsonl.gz` with the corpus its ids are from and writes gold, a posting a line, as
`train_segmenter.py` and `train_skills.py` read it. A line of the file is `{id, digest, part, units,
skills, degrees, experience, pay, role, role_confidence, units_reliable}`; `units` are `[start, end,
label]`, the others objects whose `quote` (and, of degrees, whose `fields`) are `[start, end]` of
the posting as the corpus stores it, whose SHA-256 begins with `digest`: they are carried over to
the cleaned text token by token, so that a better cleaning loses none of them. `part` is `train`,
or `held_out` for what no model learns from. How they were made: the same guidelines as the gold,
one reader a posting. On 24 gold postings hidden among the first 817 units agree in 0.94, hard
skills in F1 0.89, roles in 24; the 1,250 after them were not compared; on 21 hidden among the last
1,220, which have no degrees, experience and pay, sections agree in 0.95, hard skills in F1 0.91,
soft ones in 0.82, roles in 19. One of those who made the last looked up in the gold's dev how it
labels a few lines that boards print everywhere; the others did not open it.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from jdparse.document import Listing
from jdparse.ingest.read import read

ANNOTATIONS = Path(__file__).with_name("annotations.jsonl.gz")
ABOUT = ("id", "source", "title", "company", "location", "country")
QUOTING = ("skills", "degrees", "experience", "pay")
_TOKEN = re.compile(r"\w+|[^\w\s]")


class Alignment:
    r"""Where the tokens of a text stand in another version of it.

    >>> Alignment("* R\\&D,  Python", "- R&D, Python").span(9, 15)
    (7, 13)
    """

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = list(_TOKEN.finditer(old)), list(_TOKEN.finditer(new))
        before, after = ([match.group() for match in text] for text in (self.old, self.new))
        blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
        self.counterpart = {i + k: j + k for i, j, n in blocks for k in range(n)}

    def span(self, start: int, end: int, *, whole: bool = False) -> tuple[int, int] | None:
        """The same place in the new text; None where nothing, or not the `whole`, is found."""
        inside = [
            at for at, match in enumerate(self.old) if match.start() < end and match.end() > start
        ]
        found = [at for at in inside if at in self.counterpart]
        if not found or (whole and (found[0] != inside[0] or found[-1] != inside[-1])):
            return None
        first, last = self.old[found[0]], self.old[found[-1]]
        begin = self.new[self.counterpart[found[0]]].start() + max(0, start - first.start())
        stop = self.new[self.counterpart[found[-1]]].end() - max(0, last.end() - end)
        return begin, stop


def read_annotations(postings: Path, part: str = "train") -> Iterator[dict[str, Any]]:
    """Annotated postings with their cleaned texts; those that the corpus changed are left out."""
    kept = {row["id"]: row for row in _lines() if row["part"] == part}
    columns = [*ABOUT, "description"]
    table = pq.read_table(postings, columns=columns, filters=[("id", "in", list(kept))])
    for row in table.to_pylist():
        stored, labels = row["description"], kept[row["id"]]
        if digest_of(stored) == labels["digest"]:
            text = read(Listing(stored, title=row["title"])).text
            about = {name: row[name] for name in ABOUT}
            yield {**about, "text": text, **_quoted(labels, Alignment(stored, text), text)}


def annotated_roles(part: str = "train") -> Iterator[dict[str, str]]:
    """Role and confidence by id, for the postings of which the text says something."""
    for row in _lines():
        if row["part"] == part and row["skills"]:
            yield {"id": row["id"], "role": row["role"], "confidence": row["role_confidence"]}


def digest_of(text: str) -> str:
    """Tells a text from an edited one."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _lines() -> Iterator[dict[str, Any]]:
    with gzip.open(ANNOTATIONS, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _quoted(labels: dict[str, Any], places: Alignment, text: str) -> dict[str, Any]:
    """The labels as gold has them: places in the cleaned text, quotes in place of offsets."""
    units = ((places.span(start, end), label) for start, end, label in labels["units"])
    found = dict(labels)
    found["units"] = [
        {"start": place[0], "end": place[1], "label": label} for place, label in units if place
    ]
    for name in QUOTING:
        quotes = ((item, places.span(*item["quote"], whole=True)) for item in labels.get(name, ()))
        found[name] = [{**item, "quote": text[slice(*place)]} for item, place in quotes if place]
    for degree in found["degrees"]:
        fields = (places.span(*field, whole=True) for field in degree["fields"])
        degree["fields"] = [text[slice(*field)] for field in fields if field]
    return found


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("postings", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--part", choices=("train", "held_out"), default="train")
    args = parser.parse_args()
    with args.out.open("w", encoding="utf-8") as file:
        for row in read_annotations(args.postings, args.part):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
