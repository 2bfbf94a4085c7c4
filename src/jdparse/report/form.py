"""The page on which a posting is pasted or chosen; it loads nothing and runs nothing."""

from __future__ import annotations

from functools import cache

from jinja2 import Template

from jdparse.report.rendering import environment


def to_form(*, message: str = "", title: str = "") -> str:
    """The empty form; `message` says why what was sent before is not read."""
    return _template().render(message=message, title=title)


@cache
def _template() -> Template:
    return environment().get_template("form.html")
