"""Days of procurements and contracts that cannot both be right."""

from __future__ import annotations

from collections.abc import Iterable

from samverkan.codelists import Severity
from samverkan.contracts import Contract
from samverkan.explanations import Finding, Step, Text
from samverkan.procurements import Procurement

__all__ = ["against"]

_BEFORE_CALL = Text(
    "avtalet {contract} är tecknat {signed}, före upphandlingens annons {published}",
    "contract {contract} is signed on {signed}, before the call for competition of {published}",
)
_BEFORE_AWARD = Text(
    "avtalet {contract} är tecknat {signed}, före tilldelningsbeslutet {awarded}",
    "contract {contract} is signed on {signed}, before the award decision of {awarded}",
)
_CANCELLED = Text(
    "avtalet {contract} är tecknat {signed}, fast upphandlingen avbröts {cancelled}",
    "contract {contract} is signed on {signed}, though the procurement was cancelled {cancelled}",
)
_AFTER_CONCLUSION = Text(
    "avtalet {contract} är tecknat {signed}, efter att upphandlingen avslutades {concluded}",
    "contract {contract} is signed on {signed}, after the procurement ended on {concluded}",
)


def against(procurement: Procurement, contract: Contract) -> Iterable[Finding]:
    """What the days of a contract and its procurement say against each other."""
    signed = contract.signed_on
    if signed is None:
        return
    call_off = contract.parent is not None
    for name, on, is_wrong, text in (
        ("published", procurement.published_on, _earlier, _BEFORE_CALL),
        ("awarded", procurement.awarded_on, _earlier, _BEFORE_AWARD),
        ("cancelled", procurement.cancelled_on, _not_earlier, _CANCELLED),
        ("concluded", None if call_off else procurement.concluded_on, _later, _AFTER_CONCLUSION),
    ):
        if on is not None and is_wrong(signed.toordinal(), on.toordinal()):
            values = {"contract": contract.id, "signed": signed, name: on}
            yield Finding(
                check=f"coherence.signed-against-{name}",
                severity=Severity.WARNING,
                subjects=(contract.id, procurement.id),
                summary=Step(text, values),
                on=signed,
            )


def _earlier(signed: int, on: int) -> bool:
    return signed < on


def _later(signed: int, on: int) -> bool:
    return signed > on


def _not_earlier(signed: int, on: int) -> bool:
    return signed >= on
