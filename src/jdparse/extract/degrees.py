"""degrees: stub."""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc



class Degrees:
    """Stub."""

    def __call__(self, doc: Doc) -> Doc:
        """Stub."""
        return doc


@Language.factory("jdparse_degrees")
def make_degrees(nlp: Language, name: str) -> Any:
    """Stub."""
    return Degrees()
