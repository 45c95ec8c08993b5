"""What a register records at all, over columns: what it never holds cannot be missed."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from samverkan.explanations import Step, Text
from samverkan.tables.arithmetic import Frame
from samverkan.tables.checks.law import REASONS
from samverkan.tables.register import Register

__all__ = ["not_recorded", "of_recording_buyers"]


def of_recording_buyers(register: Register, recorded: Frame) -> Frame:
    """The contracts, as ``subject``, of the buyers of whose contracts some fact is recorded.

    Contracts without a buyer are like those of one buyer.

    Args:
        register: The facts.
        recorded: The contracts of which there is such a fact, as ``subject``.
    """
    own = register.table("procurements", "id", "buyer").select(procurement="id", _own="buyer")
    buyers = (
        register.table("contracts", "id", "procurement", "buyer")
        .join(own, on="procurement", how="left")
        .select(subject="id", _buyer=nw.coalesce("buyer", "_own", nw.lit("")))
    )
    recording = buyers.join(recorded, on="subject", how="semi").select("_buyer").unique()
    return buyers.join(recording, on="_buyer", how="semi").select("subject")


def not_recorded(register: Register, unknown: Frame, reason: Text) -> Frame:
    """Contracts that cannot be judged, each in a row, with a reason that tells how many they are.

    Args:
        register: The facts.
        unknown: ``subject`` and ``detail``, a row for each contract.
        reason: Why, with ``{count}``.
    """
    unknown = register.engine.held(unknown.select("subject", "detail"))
    count = int(unknown.select(nw.len().alias("n")).collect().item())
    told = Step(reason, {"count": count})
    labels = zip(REASONS, ("sv", "en"), strict=True)
    return unknown.with_columns(**{name: nw.lit(told.label(lang)) for name, lang in labels})
