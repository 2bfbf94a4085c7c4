"""The same parse over Apache Spark, for more postings than one machine can take.

Spark reads and writes; each of its Python workers loads one pipeline and keeps it. From Python:

    from jdparse.adapters.spark import failures, parse_frame

    records = parse_frame(session.read.parquet("listings"))
    records.write.parquet("records")
    failures(session.read.parquet("records")).show()

`jdparse spark` does this as a command. Needs `jdparse[spark]` and Java; every executor needs the
same jdparse.
"""

from jdparse.adapters.spark.frame import failures as failures
from jdparse.adapters.spark.frame import parse_frame as parse_frame
from jdparse.adapters.spark.schema import spark_schema as spark_schema

__all__ = ["failures", "parse_frame", "spark_schema"]
