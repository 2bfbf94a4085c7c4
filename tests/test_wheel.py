"""The built wheel is what users get: it holds the models and lexicons and parses on its own."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The wheel unpacked in a folder of its own, as an installer does."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, REPOSITORY]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_it_parses_outside_the_source_tree(installed, tmp_path):
    code = """if True:
        import jdparse
        from jdparse.models import model_path
        posting = jdparse.parse("What you will do\\n- Train and deploy models in Python")
        found = "Python" in [skill.name for skill in posting.skills]
        print(jdparse.__file__, model_path("role"), found, posting.role.label)
    """
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                          cwd=tmp_path, env=environment)  # fmt: skip
    package, model, found, label = done.stdout.split()
    assert package.startswith(str(installed))
    assert model.startswith(str(installed))
    assert (found, label) == ("True", "machine_learning_engineer")
