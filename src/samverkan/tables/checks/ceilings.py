"""What was called off from framework agreements, over columns, against their ceilings."""

from __future__ import annotations

from fractions import Fraction

import narwhals.stable.v2 as nw

from samverkan.checks import Check
from samverkan.checks.contracts import NEAR
from samverkan.codelists import ContractKind
from samverkan.periods import Day
from samverkan.tables.arithmetic import Frame, nothing
from samverkan.tables.checks.form import ColumnCheck, Decided, asks, no_detail
from samverkan.tables.register import Register, as_money, units

__all__ = ["FORMS"]

FORMS: dict[str, ColumnCheck] = {}
_NEEDED = ("id", "kind", "parent", "value_amount", "value_currency", "ceiling_amount",
           "ceiling_currency")  # fmt: skip


def _called_off(register: Register, on: Day) -> Frame:
    """Frameworks with a ceiling: ``subject``, ``used`` and ``ceiling`` in ten-thousandths."""
    c = nw.col
    contracts = register.table("contracts", *_NEEDED, "signed_on")
    frameworks = contracts.filter(c("kind") == ContractKind.FRAMEWORK.value).select(
        parent="id", ceiling=units("ceiling_amount"), currency="ceiling_currency"
    )
    called = contracts.filter(c("signed_on").is_null() | (c("signed_on") <= on)).select(
        "parent", contract="id", value=units("value_amount"), _currency="value_currency"
    )
    called = called.join(frameworks.filter(c("ceiling") > 0), on="parent", how="inner").filter(
        (c("currency") == c("_currency")) & ~c("value").is_null()
    )
    changes = register.current(
        "contract_amendments", "contract", "value_change_amount", "value_change_currency"
    ).select("contract", _currency="value_change_currency", value=units("value_change_amount"))
    changes = changes.join(
        called.select("contract", "parent", "ceiling", "currency"), on="contract", how="inner"
    ).filter((c("currency") == c("_currency")) & ~c("value").is_null())
    columns = ("parent", "ceiling", "currency", "value")
    return (
        nw.concat([called.select(*columns), changes.select(*columns)])
        .group_by("parent", "ceiling", "currency")
        .agg(c("value").sum())
        .select("ceiling", "currency", subject="parent", used="value")
    )


def _rows(frame: Frame) -> Decided:
    return Decided(
        frame.select(
            "subject",
            no_detail("subject"),
            nothing(nw.Date, "subject").alias("on"),
            as_money("used"),
            as_money("ceiling"),
            "currency",
        )
    )


@asks(FORMS, "ceiling.reached", contracts=_NEEDED)
def ceiling_reached(register: Register, on: Day, check: Check) -> Decided:
    """As much was called off from a framework agreement as its ceiling allows, or more."""
    del check
    frame = _called_off(register, on)
    return _rows(frame.filter(nw.col("used") >= nw.col("ceiling")))


@asks(FORMS, "ceiling.near", contracts=_NEEDED)
def ceiling_near(register: Register, on: Day, check: Check) -> Decided:
    """A framework agreement is near its ceiling."""
    del check
    c = nw.col
    part = Fraction(NEAR)
    near = c("used") * part.denominator >= c("ceiling") * part.numerator
    return _rows(_called_off(register, on).filter(near & (c("used") < c("ceiling"))))
