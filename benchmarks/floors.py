"""Parses the development gold, scores it, and holds the figures to the floors.

    python benchmarks/floors.py GOLD_FOLDER

GOLD_FOLDER has dev.jsonl, which no shipped model has learned from, and score.py. Prints score.py's
table, then each floor beside its figure; exits with 1 where one is missed.
"""

import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ROOT / "tests" / "floors.toml"


def figures(gold: Path) -> dict[str, float]:
    """F1 or accuracy by the name that score.py gives it."""
    with tempfile.TemporaryDirectory() as name:
        parsed, scores = Path(name) / "parsed.jsonl", Path(name) / "scores.json"
        batch = [sys.executable, "-m", "jdparse", "batch", gold / "dev.jsonl", "-o", parsed]
        subprocess.run(batch, check=True)
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
