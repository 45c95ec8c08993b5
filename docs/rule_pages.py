"""The pages of the Swedish default rule book, written from the book before Sphinx reads.

What a rule holds is told from the rule; what no field holds stands in ``rule_prose.toml``. The
worked examples are plans of one contract, made here and now, so that they cannot be stale.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import attrs

import samverkan as sv
from samverkan.rules import Condition, PerClass, Timing, anchor_named

PROSE = Path(__file__).with_name("rule_prose.toml")
STEM = "se.followup."
TABLE = (
    "kickoff_meeting", "follow_up_plan", "procurement_file_complete", "award_notice",
    "subcontractor_register", "first_delivery_control", "early_invoice_check",
    "operational_meeting", "follow_up_meeting", "strategic_dialogue", "performance_evaluation",
    "supplier_tax_check", "supplier_exclusion_recheck", "invoice_sampling", "labour_terms_check",
    "requirement_audit", "user_survey", "price_revision_check", "ceiling_watch",
    "extension_review", "reprocurement_start", "exit_readiness", "amendment_check",
    "deviation_follow_up", "final_evaluation", "retention_expiry",
)  # fmt: skip
"""The rows of the table that the book was made from, in order; a row may be several rules."""
BESIDE = {"extension_notice_deadline": "extension_review"}
"""Rules that belong to a row of another name."""
CLASSES = ("A", "B", "C")
MOST_DAYS = 4

INDEX = """# The Swedish default rule book

{count} rules, {law} of them statute. Each says when something is to be followed up, by whom, what
it serves and what it rests on: statute (L), published guidance (G), or a choice of this library
(X). A municipality lays its own book over it and changes only what differs
({{py:meth}}`samverkan.rules.RuleBook.from_toml`).
Nothing here is legal advice.

An occurrence of a series is the anchor plus k steps, clamped to the month's end, and then moved
to a working day; a moved day never moves the next. Occurrences lie strictly between the anchor
and the last day of the contract. Where an anchor is not known, the follow-up is blocked and says
what is missing. Sources were read up to {read_on}.

| row | | rules | A | B | C | aim | source |
|---|---|---|---|---|---|---|---|
{rows}

```{{toctree}}
:hidden:
:glob:

*
```
"""

PAGE = """# {en} ({id})

Swedish: {sv}

## What it says

{says}

| who | with whom | aim | kind |
|---|---|---|---|
| {who} | {whom} | {aim} | {kind} |

## Basis

{basis}

## Facts used

{facts}

## How it is computed

{computed}

## When it does not apply

{exceptions}

## Assumptions

{assumptions}

## Worked examples

{examples}

## Changes over time

{changes}
"""


def rule_pages() -> dict[str, str]:
    """The text of each page by its name, the index among them."""
    book = sv.jurisdiction("SE").follow_up_rules
    prose = tomllib.loads(PROSE.read_text(encoding="utf-8"))
    rules = [rule for rule in book if isinstance(rule, sv.FollowUpRule)]
    pages = {f"{rule.id}.md": page(rule, book, prose.get(_name(rule), {})) for rule in rules}
    pages["index.md"] = INDEX.format(
        count=len(rules),
        law=sum(rule.source_kind is sv.SourceKind.LAW for rule in rules),
        read_on=book.read_on,
        rows="\n".join(map(_row, sorted(rules, key=_place))),
    )
    return pages


def page(rule: sv.FollowUpRule, book: sv.RuleBook, prose: dict[str, str]) -> str:
    """The page of one rule."""
    timing = _timing(rule)
    return PAGE.format(
        id=rule.id,
        en=rule.label("en"),
        sv=rule.label("sv"),
        says=prose.get("says", ""),
        who=_both(rule.responsible),
        whom="–" if rule.counterpart is None else _both(rule.counterpart),
        aim=_both(rule.aim),
        kind=_both(rule.kind),
        basis=_list(_basis(one) for one in rule.source),
        facts=_list(_facts(rule, timing)),
        computed=_computed(rule, timing),
        exceptions=_list(_exceptions(rule, timing)),
        assumptions=_list(_assumptions(rule, prose)),
        examples=_examples(rule),
        changes=_changes(rule, book, prose),
    )


def _timing(rule: sv.FollowUpRule) -> Timing:
    if not isinstance(rule.timing, Timing):
        raise TypeError(f"{rule.id} has days of its own; a page tells of rules that are data")
    return rule.timing


def _name(rule: sv.FollowUpRule) -> str:
    return rule.id.removeprefix(STEM)


def _row_name(rule: sv.FollowUpRule) -> str:
    name = _name(rule).partition(".")[0]
    return BESIDE.get(name, name)


def _place(rule: sv.FollowUpRule) -> int:
    return TABLE.index(_row_name(rule))


def _row(rule: sv.FollowUpRule) -> str:
    timing = _timing(rule)
    spans = timing.offset if timing.step is None else timing.step
    cells = [
        str(_place(rule) + 1),
        rule.label("en"),
        f"[`{rule.id}`]({rule.id}.md)",
        *(_cell(spans, name, timing.step is not None) for name in CLASSES),
        rule.aim.value,
        "".join(dict.fromkeys(basis.kind.value for basis in rule.source)),
    ]
    return f"| {' | '.join(cells)} |"


def _cell(spans: PerClass, name: str, recurs: bool) -> str:  # noqa: FBT001  # how the span reads
    span = spans.get(sv.RiskClass(name))
    if span is None:
        return "–"
    return f"every {span}" if recurs else str(span)


def _both(code: sv.Role | sv.Aim | sv.FollowUpKind) -> str:
    return f"{code.label('en')} ({code.label('sv')})"


def _list(lines: Iterator[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _basis(basis: sv.LegalBasis) -> str:
    kind = f"{basis.kind.label('en')}, {basis.kind.label('sv')}"
    if isinstance(basis.ref, sv.Text):
        return f"{basis.kind.value} ({kind}): {basis.ref.en}; sv: {basis.ref.sv}"
    return f"{basis.kind.value} ({kind}): {basis.ref}"


def _facts(rule: sv.FollowUpRule, timing: Timing) -> Iterator[str]:
    anchor = anchor_named(timing.anchor)
    each = ", one follow-up for each" if anchor.each else ""
    yield f"`{anchor.name}`: {anchor.label('en')} ({anchor.label('sv')}){each}"
    if timing.not_before is not None:
        yield f"`{timing.not_before}`: a day that it may not come before"
    if timing.step is not None:
        yield "`end`: the last day of the contract, which ends the series"
    if timing.is_class_dependent:
        yield "the risk class of the contract"
    conditions = (*filter(None, [timing.condition]), *timing.exceptions)
    for name in dict.fromkeys(test.name for one in conditions for test in one.tests):
        yield f"`{name}`"
    if rule.country is not None:
        yield "the country of the buyer"
    if rule.roll is not sv.Roll.NONE or timing.offset.get(sv.RiskClass.A) == sv.working_days(10):
        yield "the calendar of working days"


def _computed(rule: sv.FollowUpRule, timing: Timing) -> str:
    lines = ["| class | when |", "|---|---|"]
    lines += [f"| {name} | {_when(timing, sv.RiskClass(name))} |" for name in CLASSES]
    moved = {
        sv.Roll.FORWARD: "A day that nobody works moves to the next working day.",
        sv.Roll.BACKWARD: "A day that nobody works moves to the working day before.",
        sv.Roll.NONE: "The day is not moved.",
    }[rule.roll]
    if timing.not_before is not None:
        moved += f" It never comes before `{timing.not_before}`."
    return "\n".join([*lines, "", moved])


def _when(timing: Timing, risk_class: sv.RiskClass) -> str:
    offset = timing.offset.get(risk_class)
    step = None if timing.step is None else timing.step.get(risk_class)
    if offset is None or (timing.step is not None and step is None):
        return "not planned"
    words = f"`{timing.anchor}`"
    if step is not None:
        words += f" + k · {step}"
    if offset:
        backward = max(offset.months, offset.days, offset.working_days) <= 0
        words += f" - {-offset}" if backward else f" + {offset}"
    return words


def _exceptions(rule: sv.FollowUpRule, timing: Timing) -> Iterator[str]:
    none = [name for name in CLASSES if _when(timing, sv.RiskClass(name)) == "not planned"]
    if none:
        yield f"contracts of class {' and '.join(none)}"
    if timing.condition is not None:
        yield f"unless it is known that {_words(timing.condition)}"
    for exception in timing.exceptions:
        yield f"where it is known that {_words(exception)}"
    if rule.source_kind is sv.SourceKind.LAW:
        yield "buyers of another country than Sweden, or of a country that is not known"
    if rule.in_force is not None:
        yield f"where `{timing.anchor}` lies outside the days of the law: {rule.in_force}"
    anchor = anchor_named(timing.anchor)
    if anchor.each:
        yield "where there is nothing of the kind it hangs on"
    else:
        yield f"where {anchor.label('en')} is not known, it is blocked instead"


def _words(condition: Condition) -> str:
    return " and ".join(test.label("en") for test in condition.tests)


def _assumptions(rule: sv.FollowUpRule, prose: dict[str, str]) -> Iterator[str]:
    if "assumes" in prose:
        yield prose["assumes"]
    for basis in rule.source:
        if basis.kind is sv.SourceKind.CHOICE and basis.ref:
            words = basis.ref.en if isinstance(basis.ref, sv.Text) else basis.ref
            yield f"our choice: {words}"
    if rule.note is not None:
        yield rule.note.en
    yield "a contract without a class is planned as B unless told otherwise; every reason says so"


def _changes(rule: sv.FollowUpRule, book: sv.RuleBook, prose: dict[str, str]) -> str:
    lines = [prose["changes"]] if "changes" in prose else []
    if rule.in_force is not None and "changes" not in prose:
        lines.append(f"In force {rule.in_force}.")
    lines.append(
        f"Read up to {book.read_on}. The id never changes; what changes stands in the "
        "changelog under *Law*."
    )
    return " ".join(lines)


# ---------------------------------------------------------------------------- worked examples
BUYER = sv.Party(id="SE-5599999991", name="Storköpings Energi AB", buyer_kind="body-pl")
EXAMPLE = sv.Contract(
    id="A-2026-17",
    buyer=BUYER.id,
    procurement="U-2026-4",
    awarded_on="2026-08-03",
    signed_on="2026-08-17",
    period=sv.Period("2026-09-01", "2029-08-31"),
    options=(
        sv.Option(id="1", extend_by=sv.months(12), notice=sv.months(6)),
        sv.Option(id="2", extend_by=sv.months(12)),
    ),
    price_revisions=("2027-09-01",),
    amendments=(sv.Amendment(id="1", occurred_on="2027-03-01", ground="mod-cir"),),
    dates=(sv.KeyDate("incident", "2026-12-14"),),
)
SCENE = (
    "A contract awarded on 2026-08-03, signed on 2026-08-17, in force from 2026-09-01 to "
    "2029-08-31, with two options of twelve months, the first to be exercised six months before "
    "the end; prices revised on 2027-09-01, a change of 2027-03-01, a deviation of 2026-12-14. "
    "Another procurement of the same buyer was cancelled on 2026-06-01."
)
PROCUREMENTS = {
    "other": sv.Procurement(id="U-2026-4", regime="below", category="services"),
    "above": sv.Procurement(
        id="U-2026-4", regime="above", category="works", cancelled_on="2026-06-01"
    ),
}


def _examples(rule: sv.FollowUpRule) -> str:
    lines = [
        SCENE,
        "",
        "| class | fact | occurrence | contractual day | working day |",
        "|---|---|---|---|---|",
    ]
    found: tuple[sv.FollowUp, ...] = ()
    for name in CLASSES:
        items = next(filter(None, (_asked(rule, name, one) for one in PROCUREMENTS)), ())
        found = found or items
        lines += [
            f"| {name} | `{item.anchor}` | {item.occurrence or ''} "
            f"| {item.falls_on} | {item.due_on} |"
            for item in items[:MOST_DAYS]
        ]
        if len(items) > MOST_DAYS:
            lines.append(f"| {name} | … | {len(items)} in all | | {items[-1].due_on} |")
    lines += ["", "Why the first falls when it does:", ""]
    for lang in ("en", "sv"):
        lines += ["```text", found[0].why(lang), "```", ""]
    return "\n".join(lines).rstrip()


def _asked(rule: sv.FollowUpRule, name: str, procurement: str) -> tuple[sv.FollowUp, ...]:
    source = PROCUREMENTS[procurement]
    kind = "framework" if "ceiling" in rule.id else "contract"
    contract = attrs.evolve(EXAMPLE, risk_class=name, kind=kind)
    facts = sv.Portfolio(parties=(BUYER,), procurements=(source,), contracts=(contract,))
    if rule.country is not None and not rule.is_about(contract):
        source = attrs.evolve(source, buyer=BUYER.id)
        facts = attrs.evolve(facts, procurements=(source,))
    context = sv.Context(portfolio=facts, calendar=sv.jurisdiction("SE").calendar)
    return rule(contract if rule.is_about(contract) else source, context)
