"""Parses the development gold, scores it, and holds the figures to the floors.

    python benchmarks/floors.py GOLD_FOLDER

GOLD_FOLDER has dev.jsonl and score.py. The shipped segmenter and skill tagger have learned from
dev.jsonl too, so what is measured here is the package with version 1 of its models, which has not
seen it: a copy without the later versions, in a process of its own. Prints score.py's table, then
each floor beside its figure; exits with 1 where one is missed.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ROOT / "tests" / "floors.toml"
MEASURED_VERSION = "1"


def copy_measured(folder: Path) -> None:
    """The package and the versions of its models that have not seen the development gold."""
    shutil.copytree(ROOT / "src", folder / "src")
    for version in (ROOT / "models").glob(f"*/{MEASURED_VERSION}"):
        shutil.copytree(version, folder / version.relative_to(ROOT))


def figures(gold: Path) -> dict[str, float]:
    """F1 or accuracy by the name that score.py gives it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_measured(folder)
        parsed, scores = folder / "parsed.jsonl", folder / "scores.json"
        environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
        batch = [sys.executable, "-m", "jdparse", "batch", gold / "dev.jsonl", "-o", parsed]
        subprocess.run(batch, check=True, env=environment, cwd=folder)
        score = [sys.executable, gold / "score.py", gold / "dev.jsonl", parsed, "--json", scores]
        subprocess.run(score, check=True)
        rows = json.loads(scores.read_text())
    return {
        name: row.get("f1", row.get("accuracy")) if isinstance(row, dict) else row
        for name, row in rows.items()
    }


def main() -> int:
    found = figures(Path(sys.argv[1]).resolve())
    missed = 0
    print("\nfloors")
    for name, floor in tomllib.loads(FLOORS.read_text()).items():
        held = found[name] >= floor
        missed += not held
        print(f"{'ok  ' if held else 'MISS'} {name:32} {found[name]:.4f} (floor {floor})")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
