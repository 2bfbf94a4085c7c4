"""Where a quote ends that has part of a bracket."""

from __future__ import annotations


def closed(text: str, start: int, end: int) -> int:
    """The end of `text[start:end]` with the bracket that closes one of its own, without any other.

    >>> text = "Kubernetes (K8s) and Go (Gin)"
    >>> text[0 : closed(text, 0, 15)], text[25 : closed(text, 25, 29)]
    ('Kubernetes (K8s)', 'Gin')
    """
    opened = text.count("(", start, end) - text.count(")", start, end)
    if opened > 0 and text.startswith(")", end):
        return end + 1
    return end - 1 if opened < 0 and text[end - 1] == ")" else end
