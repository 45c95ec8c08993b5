"""Plans of files larger than memory: contracts in, follow-ups out, a part at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from samverkan.errors import TableError
from samverkan.rules import FollowUpRule, Rule, RuleBook
from samverkan.tables.facts import Facts, as_facts, as_frame, told_of_polars
from samverkan.tables.planning import TablePlan, plan
from samverkan.tables.schema import schema

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

__all__ = ["Written", "plan_to_file"]

_ROWS = 100_000
_OF_CONTRACT = "contract"


@attrs.frozen
class Written:
    """What was written (det skrivna).

    Attributes:
        contracts: How many contracts were read.
        follow_ups: How many follow-ups were written.
        blocked: How many cannot be dated.

    >>> Written(contracts=1000, follow_ups=59_713, blocked=0).follow_ups
    59713
    """

    contracts: int
    follow_ups: int
    blocked: int


def plan_to_file(
    contracts: Any,  # noqa: ANN401  # paths and frames
    output: str | Path,
    *,
    rules: RuleBook | Iterable[Rule],
    rows_at_once: int = _ROWS,
    labels: bool = False,
    progress: Callable[[int, int], object] | None = None,
    **arguments: Any,  # noqa: ANN401  # those of plan()
) -> Written:
    """Plan a file or folder of contracts into a Parquet file, a part of the contracts at a time.

    Follow-ups stand in the order of the contracts' parts and are sorted within each; memory holds
    one part, whatever the size of the file.

    Args:
        contracts: A path or facts, as in :func:`~samverkan.tables.plan`; in Polars' reach.
        output: The Parquet file to write.
        rules: A rule book, or rules.
        rows_at_once: How many contracts are planned at a time.
        labels: Whether to write every column that a follow-up has, ids included.
        progress: Called after each part with the contracts done and the number of all.
        **arguments: Further arguments of :func:`~samverkan.tables.plan`.

    >>> import pathlib, tempfile
    >>> from samverkan.jurisdictions import jurisdiction
    >>> from samverkan.tables import sample
    >>> sweden = jurisdiction("SE")
    >>> rules = [sweden.follow_up_rules["se.followup.follow_up_plan"]]
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     output = pathlib.Path(folder) / "plan.parquet"
    ...     written = plan_to_file(sample(50), output, rules=rules, calendar=sweden.calendar)
    >>> written.contracts
    50

    Raises:
        TableError: as :func:`~samverkan.tables.plan`, and when ``rows_at_once`` is not positive.
    """
    import polars as pl
    import pyarrow.parquet as pq

    if rows_at_once < 1:
        raise TableError([f"rows_at_once={rows_at_once}; expected at least 1"])
    place = Path(output)
    if isinstance(contracts, str | Path) and Path(contracts).resolve() == place.resolve():
        raise TableError([f"output={str(output)!r} is the input; give it another name"])
    facts = as_facts(contracts)
    lazy = {name: _lazy(facts, name) for name in facts}
    with told_of_polars():
        total = lazy["contracts"].select(pl.len()).collect().item()
    listed = tuple(rules)
    of_contracts = [one for one in listed if not _of_procurement(one)]
    done = written = blocked = 0
    writer: pq.ParquetWriter | None = None
    begun = place.with_name(f"{place.name}.part")  # a plan that is cut short is no plan
    try:
        for part in _parts(lazy, rows_at_once, total):
            # What is about procurements is planned once, with the first part.
            made = plan(part, rules=of_contracts if done else listed, **arguments)
            rows = _rows(made, labels=labels)
            if writer is None:
                writer = pq.ParquetWriter(begun, rows.schema, store_schema=False)
            writer.write_table(rows)
            done += part["contracts"].height
            written += rows.num_rows
            blocked += made.blocked().height
            if progress is not None:
                progress(done, total)
    except BaseException:
        if writer is not None:
            writer.close()
        begun.unlink(missing_ok=True)
        raise
    assert writer is not None  # noqa: S101  # there is one part at least
    writer.close()
    begun.replace(place)
    return Written(done, written, blocked)


def _of_procurement(rule: Rule) -> bool:
    anchor = rule.anchor if isinstance(rule, FollowUpRule) else None
    return anchor is not None and anchor.of_procurement


def _lazy(facts: Facts, name: str) -> pl.LazyFrame:
    import polars as pl

    found = facts[name]
    if isinstance(found, pl.LazyFrame):
        return found
    if isinstance(found, pl.DataFrame):
        return found.lazy()
    native = as_frame(found).collect(backend="polars").to_native()
    assert isinstance(native, pl.DataFrame)  # noqa: S101  # what was asked for
    return native.lazy()


def _parts(lazy: dict[str, pl.LazyFrame], size: int, total: int) -> Iterator[Facts]:
    """The facts of some contracts at a time; what belongs to no contract goes with each."""
    import polars as pl

    of_contracts = {name for name in lazy if schema()[name].keys[:1] == (_OF_CONTRACT,)}
    shared = {
        name: frame.collect()
        for name, frame in lazy.items()
        if name not in of_contracts and name != "contracts"
    }
    for at in range(0, max(total, 1), size):
        some = lazy["contracts"].slice(at, size).collect()
        ids = some.select(pl.col("id").alias(_OF_CONTRACT)).lazy()
        own = {
            name: lazy[name].join(ids, on=_OF_CONTRACT, how="semi").collect()
            for name in of_contracts
        }
        yield Facts({"contracts": some, **own, **shared})


def _rows(made: TablePlan, *, labels: bool) -> pa.Table:
    """The rows of a part as Arrow, of the same types in every part."""
    import polars as pl

    rows: pl.DataFrame = made.follow_ups() if labels else made.rows
    found = rows.to_arrow(compat_level=pl.CompatLevel.oldest())
    for name in ("rule", "anchor"):
        if name in rows.columns:
            column = _as_dictionary(rows[name])
            found = found.set_column(rows.columns.index(name), name, column)
    return found


def _as_dictionary(texts: pl.Series) -> pa.Array[pa.Scalar[pa.DataType]]:
    """Few texts over many rows, each written once."""
    import polars as pl
    import pyarrow as pa

    if isinstance(texts.dtype, pl.Enum):
        numbers = texts.to_physical().cast(pl.Int32).to_arrow()
        known = pa.array(texts.dtype.categories.to_list(), pa.large_string())
        return pa.DictionaryArray.from_arrays(numbers, known)
    return texts.to_arrow(compat_level=pl.CompatLevel.oldest()).dictionary_encode()
