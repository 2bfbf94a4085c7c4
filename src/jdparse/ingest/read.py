"""Stub: plain text only."""
import hashlib, unicodedata, re
from jdparse.document import *
from jdparse.posting import Source, Problem
def read(source: Readable) -> Document:
    listing = source if isinstance(source, Listing) else Listing(source.read_text() if isinstance(source, Path) else source)
    text = listing.content.decode() if isinstance(listing.content, bytes) else listing.content
    text = unicodedata.normalize("NFC", "\n".join(x for l in text.splitlines() if (x := re.sub(r"\s+", " ", re.sub(r"^\s*[•*·–-]\s+", "- ", l)).strip())))
    sha = hashlib.sha256(text.encode()).hexdigest()
    blocks, at = [], 0
    for line in text.split("\n"):
        blocks.append(Block(at, at + len(line), "item" if line.startswith("- ") else "paragraph")); at += len(line) + 1
    title = Fact(listing.title, "page") if listing.title else None
    return Document(listing.id or sha[:16], Source(listing.uri, "text/plain", sha), text, tuple(blocks), Facts(title=title, country=listing.country), "en", () if text else (Problem("empty_input", "empty"),))
