"""The errors jdparse raises, all of them kinds of `JdparseError`.

A posting that cannot be read never raises: it becomes a `Posting` with `status == "failed"` and a
`Problem` that says why. What raises is wrong use: a model file that is not one, a lexicon that
does not hold its own rules, listings without the column that was asked for.
"""


class JdparseError(Exception):
    """Base of every error of this package: catch this one to catch them all."""


class RecordError(JdparseError):
    """A record that is none of this version's; the message names the key."""


class WorkersError(JdparseError, ValueError):
    """A number of worker processes that cannot be."""


class LexiconError(JdparseError):
    """A file in `lexicons/` breaks its schema; the message names the file and the entry."""


class ModelError(JdparseError):
    """A model file is missing, of another kind or version, or was altered."""


class ListingsError(JdparseError):
    """A table of listings cannot be read, or lacks a column; the message lists what it has."""


class BatchError(JdparseError):
    """A batch cannot begin, go on or be written; the message says what to do."""


class TrainingError(JdparseError):
    """Samples from which no model can be trained; the message says what is missing."""


class FetchError(JdparseError):
    """An address that was to be read does not answer, or not with a page that can be read."""


class ServeError(JdparseError):
    """A page that cannot be served: something is not installed, or its port is taken."""


class ReportError(JdparseError):
    """A report cannot be drawn; the message says what to do."""
