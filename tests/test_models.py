"""Where models are, and when they have changed."""

import pytest

from jdparse import models


@pytest.mark.parametrize(
    ("name", "changes"),
    [("model.skops", True), ("weights.npz", True), ("meta.json", True),
     ("README.md", False), ("confusion.png", False)],
)  # fmt: skip
def test_the_digest_is_of_what_is_loaded(tmp_path, monkeypatch, name, changes):
    """Caught a bug: a plot drawn anew refused to resume a batch."""
    folder = tmp_path / "role" / "1"
    folder.mkdir(parents=True)
    (folder / name).write_bytes(b"one")
    monkeypatch.setattr(models, "_FOLDERS", (tmp_path,))
    before = models.models_digest.__wrapped__()
    (folder / name).write_bytes(b"two")
    assert (models.models_digest.__wrapped__() != before) == changes
