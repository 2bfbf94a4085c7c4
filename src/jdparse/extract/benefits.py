"""benefits: stub."""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc


class Benefits:
    """Stub."""

    def __call__(self, doc: Doc) -> Doc:
        """Stub."""
        return doc


@Language.factory("jdparse_benefits")
def make_benefits(nlp: Language, name: str) -> Any:
    """Stub."""
    return Benefits()
