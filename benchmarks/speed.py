"""Postings a second on one core, for texts and for pages.

    python benchmarks/speed.py TEXTS.jsonl PAGES_FOLDER

TEXTS.jsonl has a posting's `text` a line; PAGES_FOLDER holds saved pages. Each is parsed twice, the
second time counts: the first fills what the process keeps.
"""

import json
import sys
import time
from pathlib import Path

import jdparse
from jdparse import Listing


def rate(sources: list[Listing]) -> float:
    list(jdparse.parse_many(sources))
    started = time.perf_counter()
    list(jdparse.parse_many(sources))
    return len(sources) / (time.perf_counter() - started)


def main() -> None:
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    texts = [Listing(json.loads(line)["text"]) for line in lines]
    pages = [Listing(path.read_bytes()) for path in sorted(Path(sys.argv[2]).rglob("*.html"))]
    size = sum(len(text.content) for text in texts) / len(texts)
    print(f"texts: {rate(texts):.0f} a second ({len(texts)}, {size:.0f} characters on average)")
    size = sum(len(page.content) for page in pages) / len(pages)
    print(f"pages: {rate(pages):.0f} a second ({len(pages)}, {size / 1000:.0f} kB on average)")


if __name__ == "__main__":
    main()
