"""A Spark session for parsing, and what it needs on this machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jdparse.errors import BatchError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

OLDEST_JAVA: Final = 17  # Spark 4 runs on 17 and newer

SETTINGS: Final[Mapping[str, str]] = {
    "spark.app.name": "jdparse",
    "spark.log.level": "ERROR",
    "spark.sql.parquet.compression.codec": "zstd",  # as a batch writes
    # Rows a worker is handed at a time: some 25 MB of saved pages.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "256",
    # A core runs one worker, which is not to start threads of its own.
    "spark.executorEnv.OMP_NUM_THREADS": "1",
    "spark.executorEnv.OPENBLAS_NUM_THREADS": "1",
    "spark.executorEnv.MKL_NUM_THREADS": "1",
}

_VERSION: Final = re.compile(r'version "(?:1\.)?(\d+)')


@contextmanager
def open_session(master: str, settings: Mapping[str, str]) -> Iterator[SparkSession]:
    """A session on this master, stopped at the end; `settings` go before `SETTINGS`.

    Workers run this Python unless PYSPARK_PYTHON names another. Raises `BatchError` where
    pyspark or Java is missing or Spark does not start.
    """
    check_installed()
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    progress = {"spark.ui.showConsoleProgress": str(sys.stderr.isatty()).lower()}
    builder = SparkSession.builder.master(master)
    for name, value in {**SETTINGS, **progress, **settings}.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except PySparkException as error:
        raise BatchError(f"Spark does not start on {master}: {first_line(error)}") from error
    try:
        yield session
    finally:
        session.stop()


def check_installed() -> None:
    """Raises `BatchError`, saying what to install, where Spark cannot run here."""
    missing = [name for name in ("pyspark", "pyarrow", "pandas") if find_spec(name) is None]
    if missing:
        raise BatchError(f"Spark needs {', '.join(missing)}: pip install 'jdparse[spark]'.")
    version = _java_version()
    if version is None or version < OLDEST_JAVA:
        found = "none was found" if version is None else f"Java {version} was found"
        raise BatchError(
            f"Spark needs Java {OLDEST_JAVA} or newer, and {found}. Install one (on Debian and "
            "Ubuntu: apt-get install default-jre-headless), or set JAVA_HOME to its folder."
        )


def _java_version() -> int | None:
    """The major version of the Java that Spark would start; None where it would find none."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which(Path(home, "bin", "java") if home else "java")
    if java is None:
        return None
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)  # noqa: S603 - the Java Spark runs
    version = _VERSION.search(said.stderr)
    return int(version[1]) if version else None


def first_line(error: BaseException) -> str:
    """What an error of Spark's says, without the stack of its Java side."""
    return next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
