"""How pages are made from their templates: what comes from a posting is escaped."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined


def environment() -> Environment:
    """A new Jinja environment on the templates of this package."""
    return Environment(
        loader=PackageLoader("jdparse.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
