"""The tests of the grounds for changing a contract (LOU 17:9-17:14), one function each."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

import attrs

from samverkan.codelists import (
    AmendmentGround,
    ContractKind,
    GroundOutcome,
    SourceKind,
    check_language,
)
from samverkan.contracts import Amendment, Contract
from samverkan.countries.se.amendments.assessment import GroundTest
from samverkan.countries.se.amendments.facts import EVIDENCE, GROUNDS, AmendmentFacts
from samverkan.countries.se.statute import lou
from samverkan.explanations import LegalBasis, Step, Text
from samverkan.values import Money

__all__ = ["LARGEST", "TESTS", "Case", "Percent", "is_order"]

_HALF = Decimal("0.50")
LARGEST: Mapping[AmendmentGround, Decimal] = MappingProxyType(
    {AmendmentGround.ADDITIONAL: _HALF, AmendmentGround.UNFORESEEABLE: _HALF}
)
"""The part of the value that one change on a ground may make up (17:11, 17:12)."""


@attrs.frozen(kw_only=True)
class Case:
    """A change with all it is judged by: the contract, the facts, the changes that count.

    >>> change = Amendment(id="1", occurred_on="2025-03-01", value_change=Money("50", "SEK"))
    >>> case = Case(
    ...     contract=Contract(id="A"), change=change, facts=AmendmentFacts(),
    ...     base=Money("1000", "SEK"), counted=(change,), threshold=Money("2389585", "SEK"),
    ...     share_limit=Decimal("0.10"))
    >>> TESTS[0](case).outcome
    <GroundOutcome.FITS: 'fits'>
    """

    contract: Contract
    change: Amendment
    facts: AmendmentFacts
    base: Money | None
    counted: tuple[Amendment, ...]
    threshold: Money
    share_limit: Decimal

    @property
    def net(self) -> Money | None:
        """The net sum of the counted changes; ``None`` where a value is not known."""
        changes = [one.value_change for one in self.counted]
        known = [change for change in changes if change is not None]
        return sum(known[1:], known[0]) if len(known) == len(changes) else None


@attrs.frozen
class Percent:
    """A share as people read it, with as many decimals as it needs, at most five.

    >>> Percent(Decimal("0.11")).label("sv")
    '11,0 %'
    """

    share: Decimal

    def label(self, lang: str = "en") -> str:
        """The share in per cent."""
        number = (self.share * 100).quantize(Decimal("0.00001"))
        text = f"{number:f}".rstrip("0")
        text += "0" if text.endswith(".") else ""
        return f"{text.replace('.', ',') if check_language(lang) == 'sv' else text} %"


def _tested(
    ground: AmendmentGround,
    facts: AmendmentFacts,
    names: tuple[str, ...],
    steps: tuple[Step, ...] = (),
    *,
    wanted: bool = True,
    fails: bool = False,
    needs: tuple[str, ...] = (),
) -> GroundTest:
    """A ground that fits where every fact is as wanted, and fails where one is known not to be."""
    known: dict[str, bool | None] = {name: getattr(facts, name) for name in names}
    stated = tuple(
        Step(
            Text("{what}: {answer}", "{what}: {answer}"),
            {"what": EVIDENCE[name], "answer": answer},
            basis=GROUNDS[ground],
        )
        for name, answer in known.items()
        if answer is not None
    )
    missing = (*needs, *(name for name, answer in known.items() if answer is None))
    if fails or any(answer is (not wanted) for answer in known.values()):
        outcome, missing = GroundOutcome.FAILS, ()
    else:
        outcome = GroundOutcome.NEEDS_EVIDENCE if missing else GroundOutcome.FITS
    return GroundTest(
        ground=ground,
        basis=GROUNDS[ground],
        outcome=outcome,
        steps=(*steps, *stated),
        needs=missing,
    )


_REPLACED = Step(
    Text(
        "leverantören byts ut, vilket prövas enligt 17:13 och inte som en ändring av mindre värde",
        "the supplier is replaced, which is asked under 17:13 and not as a change of minor value",
    ),
    basis=LegalBasis(SourceKind.CHOICE, Text("tolkning av LOU 17:9", "a reading of LOU 17:9")),
)


def _de_minimis(case: Case) -> GroundTest:
    ground, names = AmendmentGround.DE_MINIMIS, ("character_unchanged",)
    net, base = case.net, case.base
    if net is None or base is None:
        return _tested(ground, case.facts, names, needs=("value",))
    size = -net if net.amount < 0 else net
    below_threshold = size < case.threshold
    below_share = size < base * case.share_limit
    values = {
        "changes": tuple(one.value_change for one in case.counted),
        "net": net,
        "base": base,
        "share": Percent(net.share_of(base)) if base.amount else None,
        "limit": Percent(case.share_limit),
        "threshold": case.threshold,
        "low": below_share,
        "under": below_threshold,
    }
    steps: tuple[Step, ...] = (
        Step(
            Text(
                "ändringarna {changes} ger netto {net}",
                "the changes {changes} make {net} net",
            ),
            values,
            after=net,
            basis=lou("17:9", 3),
        ),
        Step(
            Text(
                "det är {share} av {base}; lägre än {limit}: {low}",
                "that is {share} of {base}; below {limit}: {low}",
            ),
            values,
            basis=lou("17:9", 1),
        ),
        Step(
            Text(
                "lägre än tröskelvärdet {threshold}: {under}",
                "below the threshold {threshold}: {under}",
            ),
            values,
            basis=lou("17:9", 1),
        ),
    )
    replaced = bool(case.facts.supplier_replaced)
    if replaced:
        steps = (*steps, _REPLACED)
    fails = replaced or not (below_threshold and below_share)
    return _tested(ground, case.facts, names, steps, fails=fails)


def _review_clause(case: Case) -> GroundTest:
    names = (
        "clause_in_documents",
        "clause_is_clear",
        "clause_states_scope",
        "character_unchanged",
    )
    return _tested(AmendmentGround.REVIEW_CLAUSE, case.facts, names)


def _half(case: Case, ground: AmendmentGround) -> tuple[tuple[Step, ...], bool, tuple[str, ...]]:
    """Whether this change alone adds more than half of the base."""
    added, base = case.change.value_change, case.base
    if added is None or base is None:
        return (), False, ("value",)
    over = added > base * LARGEST[ground]
    step = Step(
        Text(
            "ändringen för sig, {added}, är {share} av {base}; mer än 50 %: {over}",
            "the change by itself, {added}, is {share} of {base}; more than 50 %: {over}",
        ),
        {
            "added": added,
            "base": base,
            "share": Percent(added.share_of(base)) if base.amount else None,
            "over": over,
        },
        basis=GROUNDS[ground],
    )
    return (step,), over, ()


def is_order(kind: ContractKind | None, *, is_less: bool) -> bool:
    """Whether a change may be an order of 17:11: no decrease, and not of a framework agreement.

    >>> is_order(ContractKind.CONTRACT, is_less=True)
    False
    """
    return kind is not ContractKind.FRAMEWORK and not is_less


def _additional(case: Case) -> GroundTest:
    ground = AmendmentGround.ADDITIONAL
    steps, over, needs = _half(case, ground)
    less = case.change.value_change is not None and case.change.value_change.amount < 0
    if less:
        text = Text("en minskning är ingen beställning", "a decrease is no order")
        steps = (*steps, Step(text, basis=GROUNDS[ground]))
    if not is_order(case.contract.kind, is_less=False):
        text = Text("paragrafen nämner inte ramavtal", "the section names no framework agreements")
        steps = (*steps, Step(text, basis=GROUNDS[ground]))
    names = ("necessary", "supplier_cannot_change", "change_costly")
    fails = over or not is_order(case.contract.kind, is_less=less)
    return _tested(ground, case.facts, names, steps, fails=fails, needs=needs)


def _unforeseeable(case: Case) -> GroundTest:
    ground = AmendmentGround.UNFORESEEABLE
    steps, over, needs = _half(case, ground)
    names = ("unforeseeable", "character_unchanged")
    return _tested(ground, case.facts, names, steps, fails=over, needs=needs)


def _replacement(case: Case) -> GroundTest:
    ground, facts = AmendmentGround.SUPPLIER_REPLACEMENT, case.facts
    names: tuple[str, ...] = (
        "supplier_replaced",
        "restructuring",
        "no_other_change",
        "successor_not_excluded",
        "successor_qualified",
    )
    if facts.subcontractor_agreed:
        names = ("supplier_replaced", "subcontractor_agreed")
    return _tested(ground, facts, names)


def _non_substantial(case: Case) -> GroundTest:
    names = ("opens_to_others", "shifts_balance", "extends_scope", "supplier_replaced")
    return _tested(AmendmentGround.NON_SUBSTANTIAL, case.facts, names, wanted=False)


TESTS = (
    _de_minimis,
    _review_clause,
    _additional,
    _unforeseeable,
    _replacement,
    _non_substantial,
)
"""The test of each ground, in the order of the act."""
