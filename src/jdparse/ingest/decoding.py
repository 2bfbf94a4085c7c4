"""Bytes to text: byte order mark, declared charset, UTF-8, a guess; and broken text mended."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from jdparse.ingest.language import identify_language
from jdparse.posting import Problem

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED: Final = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""")
# Charsets whose names the web reads as those that contain them: https://encoding.spec.whatwg.org
_AS_ON_THE_WEB: Final = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030",
    "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949",
}  # fmt: skip
_ASCII: Final = b"<meta charset=x> \\n"
# Where HTML and XML must declare their charset, and how much of a file a guess reads.
_HEAD: Final = 4096
_SAMPLE: Final = 65_536
# Languages of Windows-1252, by far the most frequent charset after UTF-8; a guess from the bytes
# alone takes short texts in it for Baltic ones.
_WESTERN: Final = frozenset({"en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "no", "fi"})
# Most letters beyond ASCII, as a share, of a text taken for a Western one where no language shows.
_MOST_ACCENTS: Final = 0.08
# Share of control characters, or of bytes that fit no character, above which it is no text.
_MOST_NOISE: Final = 0.05
_CONTROLS: Final = bytes(code for code in range(32) if code not in b"\t\n\r\f\v\x1b")

# Traces of UTF-8 once read as Windows-1252 or Latin-1 ("â€™", "Â ", "Ã©").
_BROKEN: Final = re.compile("[\xc2-\xc5\xe2\xf0][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
# What is mended at a time, up to the end of a word or a tag: the mending takes many times its
# memory, and calling it for each tag its time.
_RUN: Final = re.compile(r"(?s).{1,20000}(?:(?<=[\s>])|$)|.{1,20000}")
# What ftfy may change of a line: to find that it leaves the rest takes a hundred times as long.
_ODD_LINE: Final = re.compile(r"(?m)^[ -~]*+[^ -~\n].*\n?")
# What stays of "Â" and a no-break space once the space was lost: "AnalystÂto".
_LONE_MARK: Final = re.compile("(?<=[a-z.,;:)])Â(?=[\\sa-zA-Z]|$)|(?<![^\\s])Â(?=\\s|$)")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of some bytes; `problem` where they hold none, or not whole."""

    text: str
    problem: Problem | None = None


def decode(data: bytes, charset: str | None = None) -> Decoded:
    """The text of bytes: by mark, by the given or declared charset, as UTF-8, by a guess.

    >>> decode("Zürich".encode("utf-16")).text
    'Zürich'
    >>> decode(bytes(range(256)) * 20).problem.code
    'undecodable'
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return Decoded(data.decode(name, errors="replace"))
    sample = data[:_SAMPLE]
    if _share(sample, _CONTROLS) > _MOST_NOISE:
        text = _decode_unmarked_utf16(data)
        return Decoded(text) if text is not None else Decoded("", _undecodable())
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _decode_other(data, charset)


def _decode_other(data: bytes, charset: str | None) -> Decoded:
    """The text of bytes that are no whole UTF-8: as declared, where most fit, else a guess."""
    declared = _known(charset) or _declared_charset(data) or "utf-8"
    text = data.decode(declared, errors="replace")
    if _fits(text, data):
        return Decoded(text.replace("\ufffd", ""))
    guessed = _guess(data)
    if guessed is None:
        return Decoded("", _undecodable())
    return Decoded(data.decode(guessed, errors="replace"))


def charset_of(data: bytes) -> str | None:
    """The charset that bytes which are no whole UTF-8 seem to be in.

    None where they are UTF-8 but for a few lost bytes, or no text.

    >>> charset_of("Müller sucht eine Köchin in Köln".encode("cp1252"))
    'cp1252'
    """
    return None if _fits(data.decode("utf-8", errors="replace"), data) else _guess(data)


def _fits(text: str, data: bytes) -> bool:
    """Whether few bytes of `data` were lost in `text`, as cuts and careless joins lose them."""
    high = sum(byte > 127 for byte in data[:_SAMPLE])
    return text[:_SAMPLE].count("\ufffd") * 4 < high


def _declared_charset(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_HEAD])
    return None if match is None else _known(match[1].decode("ascii"))


def _known(charset: str | None) -> str | None:
    """The codec of a charset's name as the web reads it, if ASCII is written in it as itself."""
    try:
        name = codecs.lookup(charset or "").name
        plain = _ASCII.decode(name, errors="replace") == _ASCII.decode("ascii")
    except (LookupError, UnicodeError, ValueError):
        return None
    return _AS_ON_THE_WEB.get(name, name) if plain else None


def _guess(data: bytes) -> str | None:
    """The name of a charset."""
    western = data.decode("cp1252", errors="replace")
    if "\ufffd" not in western and _is_western(western):
        return "cp1252"
    from charset_normalizer import from_bytes  # slow to import, and few inputs need it

    best = from_bytes(data[:_SAMPLE]).best()
    return None if best is None else best.encoding


def _is_western(text: str) -> bool:
    language = identify_language(text)
    if language is not None:
        return language in _WESTERN
    sample = text[:_SAMPLE]
    return sum(s > "\x7f" and s.isalpha() for s in sample) <= _MOST_ACCENTS * len(sample)


def _decode_unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of Latin text is null."""
    sample = data[:_SAMPLE]
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        nulls = sample[first::2].count(0)
        if nulls > 0.4 * len(sample) and sample[1 - first :: 2].count(0) < 0.02 * len(sample):
            return data.decode(name, errors="replace")
    return None


def _share(sample: bytes, noise: bytes) -> float:
    kept = len(sample.translate(None, noise))
    return 1 - kept / len(sample) if sample else 0.0


def _undecodable() -> Problem:
    return Problem(
        "undecodable",
        "The bytes are no text in any known encoding. Give text, HTML or JSON, or a path whose "
        "name ends in the right suffix (.html, .txt, .json, .docx, .pdf, .mhtml, .eml).",
    )


def mend(text: str) -> str:
    """Text that was decoded wrongly before it came here, set right; other text is untouched.

    >>> mend("weâ€™re hiring a CafÃ© manager")
    "we're hiring a Café manager"
    """
    if _BROKEN.search(text):
        text = _RUN.sub(_mend_run, text)
    return _LONE_MARK.sub(" ", text) if "Â" in text else text


def _mend_run(run: re.Match[str]) -> str:
    if _BROKEN.search(run[0]) is None:
        return run[0]
    from ftfy import TextFixerConfig, fix_text  # slow to import, and few inputs need it

    config = TextFixerConfig(
        unescape_html=False, fix_line_breaks=False, remove_terminal_escapes=False,
        fix_character_width=False, fix_latin_ligatures=False, max_decode_length=1_000_000,
        explain=False,
    )  # fmt: skip
    return _ODD_LINE.sub(lambda line: fix_text(line[0], config), run[0])
