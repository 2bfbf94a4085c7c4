"""jdparse reads a job posting: duties, skills, degrees, pay, and what the job really is.

Five steps, five folders: **ingest** (HTML, JSON or text to clean text), **segment** (text to
sections), **extract** (the values), **classify** (machine learning engineer, data scientist or
other, from the duties) and **report** (JSON, a table, a page).

>>> import jdparse
>>> posting = jdparse.parse("You will deploy models. Requirements: Python and SQL, 3+ years. $150k")
>>> [skill.name for skill in posting.skills if skill.category == "programming_language"]
['Python']
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    __version__: str
    from jdparse.document import Listing as Listing
    from jdparse.errors import JdparseError as JdparseError
    from jdparse.pipeline import load as load
    from jdparse.pipeline import parse as parse
    from jdparse.pipeline import parse_many as parse_many
    from jdparse.posting import Posting as Posting
    from jdparse.record import from_record as from_record
    from jdparse.record import to_record as to_record

__all__ = [
    "JdparseError",
    "Listing",
    "Posting",
    "from_record",
    "load",
    "parse",
    "parse_many",
    "to_record",
]

# spaCy takes a second to import, so a name is imported when it is first used.
_HOME = {
    "JdparseError": "errors",
    "Listing": "document",
    "Posting": "posting",
    "from_record": "record",
    "load": "pipeline",
    "parse": "pipeline",
    "parse_many": "pipeline",
    "to_record": "record",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("importlib.metadata").version(__name__)
    if name not in _HOME:
        raise AttributeError(f"module 'jdparse' has no attribute {name!r}")
    return getattr(import_module(f"jdparse.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
