"""Plans on Apache Spark: frames of Spark in, frames of Spark out, nothing of ours on the workers.

The plan is Spark's own joins: the calendar table is sent to every worker, contracts stay where
they are. Spark plans for one session time zone; days have none, so any will do.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from samverkan.errors import TableError
from samverkan.tables.facts import Facts
from samverkan.tables.schema import schema

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["read_spark"]


def read_spark(session: SparkSession, folder: str | Path) -> Facts:
    """The Parquet files of a folder, named by table, as frames of a Spark session.

    Args:
        session: The session.
        folder: A path or URL that every worker can read; or one file or folder of contracts, whose
            name ends in ``.parquet``.

    Raises:
        TableError: when there are no contracts.
    """
    place = str(folder)
    if place.endswith(".parquet"):
        return Facts({"contracts": session.read.parquet(place)})
    context: Any = session.sparkContext  # Java behind it is the only way to Spark's file systems
    hadoop = context._jvm.org.apache.hadoop  # noqa: SLF001  # as above
    files = hadoop.fs.Path(place).getFileSystem(context._jsc.hadoopConfiguration())  # noqa: SLF001  # as above
    found = {
        name: session.read.parquet(f"{place.rstrip('/')}/{name}.parquet")
        for name in schema()
        if files.exists(hadoop.fs.Path(f"{place.rstrip('/')}/{name}.parquet"))
    }
    if "contracts" not in found:
        raise TableError([f"folder={place!r}: no contracts.parquet; write one, or name the file"])
    return Facts(found)
