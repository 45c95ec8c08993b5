"""Months and days as whole numbers, for every day there is."""

from __future__ import annotations

import datetime as dt

import pytest

pl = pytest.importorskip("polars")
pytest.importorskip("pyarrow")
nw = pytest.importorskip("narwhals.stable.v2")
pytest.importorskip("samverkan.tables")

from samverkan.tables.arithmetic import (  # noqa: E402  # after what may be missing
    LAST_ORDINAL,
    clamped,
    ordinal_of,
    over,
    with_month_and_day,
)


@pytest.fixture(scope="module")
def every_day():
    days = pl.select(on=pl.date_range(dt.date(1, 1, 1), dt.date(9999, 12, 31)))
    return days.with_columns(number=pl.int_range(1, LAST_ORDINAL + 1, dtype=pl.Int32))


def worked_out(frame):
    return frame.collect().to_native()


def test_every_day_has_its_month_and_its_day_of_the_month(every_day):
    frame = with_month_and_day(nw.from_native(every_day.lazy()), "number", "month", "day")
    found = worked_out(frame)
    month = 12 * pl.col("on").dt.year() + pl.col("on").dt.month() - 1
    assert found["month"].equals(every_day.select(month=month)["month"])
    assert found["day"].equals(every_day.select(day=pl.col("on").dt.day().cast(pl.Int32))["day"])


def test_every_day_has_its_number(every_day):
    frame = nw.from_native(every_day.lazy()).select(found=ordinal_of("on"))
    assert worked_out(frame)["found"].equals(every_day["number"])


@pytest.mark.parametrize(
    ("year", "last"), [(2024, 29), (2023, 28), (1900, 28), (2000, 29), (4, 29), (1, 28)]
)
def test_a_day_that_a_month_lacks_becomes_its_last(year, last):
    frame = nw.from_native(pl.LazyFrame({"month": [12 * year + 1], "day": [31]}))
    (found,) = worked_out(frame.select(on=clamped(nw.col("month"), nw.col("day"))))["on"]
    assert found == dt.date(year, 2, last).toordinal()


@pytest.mark.parametrize("by", [3, 5, 12, 49, 153, 1461, 146_097, 1 << 13])
def test_a_quotient_is_rounded_down_like_that_of_whole_numbers(by):
    near = [by * times + more for times in (-7, 0, 1, 10**6) for more in (-1, 0, 1)]
    frame = nw.from_native(pl.LazyFrame({"number": near}))
    found = worked_out(frame.select(over(nw.col("number"), by).alias("found")))["found"]
    assert found.to_list() == [number // by for number in near]
