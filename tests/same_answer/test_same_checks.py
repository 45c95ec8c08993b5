"""Checks over columns find what checks on objects find, on drawn registers and on every engine."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from hypothesis import given, settings

import samverkan as sv
from samverkan.checks import checks
from samverkan.codelists import TenderStatus
from samverkan.testing import strategies

pl = pytest.importorskip("polars")
pytest.importorskip("pyarrow")
pytest.importorskip("narwhals")
tables = pytest.importorskip("samverkan.tables")

from . import drawn  # noqa: E402, TID252  # after what may be missing; tests are no package

SWEDEN = sv.jurisdiction("SE")
CHECKS = tuple(one.id for one in tables.column_checks(SWEDEN))
ON_OBJECTS = tuple(name for name in CHECKS if name != "coherence.reversed-period")
"""Objects refuse reversed periods; readers keep them as they were in the document."""


OF_A_FACT = {
    "flags.r030", "milestones.incoherent", "se.lou.17-9.amendments", "se.lou.17.stated-ground",
    "se.skv.tax-control",
}  # fmt: skip
OF_A_LOT = {f"flags.{number}" for number in ("r024", "r028", "r035", "r036", "r058")}


def detail_of(portfolio, finding):
    """What within its subject a finding is about, as columns have it."""
    if finding.check == "coherence.signing-order":
        values = finding.summary.values["sentence"].values
        return next(iter(set(values) - {"contract", "signed"}))
    if finding.check in OF_A_FACT:
        return finding.subjects[1]
    if finding.check in OF_A_LOT:
        return portfolio.fact(sv.Tender, finding.subjects[1]).lot
    return None


def order(row):
    return tuple(str(part) for part in row)


def on_objects(portfolio, day, only=ON_OBJECTS):
    only = [name for name in CHECKS if name in only or name.partition(".")[0] in only]
    found = sv.check(portfolio, day, jurisdiction=SWEDEN, only=only)
    rows = [
        (
            one.check,
            one.subjects[0],
            detail_of(portfolio, one),
            one.on and dt.date(*one.on.timetuple()[:3]),
        )
        for one in found
    ]
    undecided = [
        (check, *row, one.reason.label("sv"), one.reason.label("en"))
        for check, one in found.undecided
        for row in undecided_rows(check, one.subjects)
    ]
    return sorted(rows, key=order), sorted(undecided, key=order)


def undecided_rows(check, subjects):
    """What cannot be said of several contracts stands in one line on objects, here in as many."""
    if check.startswith("dialogue.") or check == "se.skv.tax-control":
        return [(one, None) for one in subjects]
    return [(subjects[0], subjects[1] if subjects[1:] else None)]


def polars_of(frame):
    return tables.as_frame(frame).collect(backend="polars").to_native()


def on_columns(facts, day, only=ON_OBJECTS):
    found = tables.check(facts, day, jurisdiction=SWEDEN, only=only)
    rows = polars_of(found.rows).select("check", "subject", "detail", "on").rows()
    columns = ("check", "subject", "detail", "reason_sv", "reason_en")
    undecided = polars_of(found.undecided).select(columns).rows()
    return sorted(rows, key=order), sorted(undecided, key=order)


@pytest.mark.parametrize("seed", range(4))
def test_drawn_registers_have_the_same_findings(seed):
    portfolio = drawn.portfolio(seed)
    facts = tables.from_portfolio(portfolio)
    for day in ("2019-05-02", "2024-06-15"):
        assert on_columns(facts, day) == on_objects(portfolio, day)


def test_every_engine_has_the_same_findings(engine):
    portfolio = drawn.portfolio(99, size=60)
    facts = tables.from_portfolio(portfolio).to(engine)
    assert on_columns(facts, "2023-03-01") == on_objects(portfolio, "2023-03-01")


@given(strategies.portfolios(max_contracts=4))
@settings(max_examples=8, deadline=None)
def test_generated_portfolios_have_the_same_findings(portfolio):
    facts = tables.from_portfolio(portfolio)
    assert on_columns(facts, "2026-06-15") == on_objects(portfolio, "2026-06-15")


@pytest.mark.parametrize("seed", [1, 4, 5])
def test_drawn_markets_have_the_same_findings(seed):
    portfolio = drawn.market(seed, size=250)
    facts = tables.from_portfolio(portfolio)
    rows, _ = on_columns(facts, "2024-06-15")
    assert rows == on_objects(portfolio, "2024-06-15")[0]
    flags = ("r018", "r028", "r030", "r035", "r036", "r058")
    assert {row[0] for row in rows} >= {f"flags.{number}" for number in flags}


def test_every_engine_finds_the_flags_of_a_market(engine):
    portfolio = drawn.market(6, size=90)
    facts = tables.from_portfolio(portfolio).to(engine)
    only = [f"flags.{number}" for number in ("r028", "r030", "r035", "r036")]
    rows, _ = on_columns(facts, "2024-06-15", only)
    assert rows == on_objects(portfolio, "2024-06-15", only)[0]
    assert {row[0] for row in rows} == set(only)


def test_drawn_changes_have_the_same_findings(engine):
    portfolio = drawn.changing(3, size=120)
    facts = tables.from_portfolio(portfolio).to(engine)
    only = ["se.lou.17-9.amendments", "se.lou.17.stated-ground"]
    rows, undecided = on_columns(facts, "2025-06-15", only)
    assert (rows, undecided) == on_objects(portfolio, "2025-06-15", only)
    assert all(sum(row[0] == name for row in rows) >= 10 for name in only)
    assert undecided


# ------------------------------------------------------------------- what nobody has recorded
def test_silence_is_undecided_where_a_buyer_records_no_dialogue(engine):
    """Of two buyers, one named by its procurement, and of a contract that has none."""
    names = {"A-1": "SE-1", "A-2": None, "B-1": "SE-2", "B-2": "SE-2", "C-1": None}
    portfolio = sv.Portfolio(
        parties=(sv.Party(id="SE-1"), sv.Party(id="SE-2")),
        procurements=(sv.Procurement(id="U-1", buyer="SE-1"),),
        contracts=tuple(
            sv.Contract(
                id=name, buyer=buyer, procurement="U-1" if name == "A-2" else None,
                period=sv.Period("2020-01-01", "2026-12-31"), risk_class="A",
            )
            for name, buyer in names.items()
        ),
        dialogues=(
            sv.Dialogue(id="D", form="internal-needs", occurred_on="2020-02-01", contract="A-1"),
            sv.Dialogue(id="E", form="one-to-one", occurred_on="2025-02-01", contract="B-1"),
        ),
    )  # fmt: skip
    facts = tables.from_portfolio(portfolio).to(engine)
    only = "dialogue" if engine == "polars" else "dialogue.silence"
    for day in ("2024-01-01", "2026-01-01"):  # the second buyer's first talk lies between
        rows, undecided = on_columns(facts, day, [only])
        assert (rows, undecided) == on_objects(portfolio, day, [only])
        unheard = ["C-1"] if day > "2025" else ["B-1", "B-2", "C-1"]
        assert [row[1] for row in undecided if row[0] == "dialogue.silence"] == unheard
        assert undecided[0][-1].endswith(f"contracts not judged: {len(unheard)}")


# ------------------------------------------------------------------------------------ fences
def competitions(*seconds):
    """Procurements won at 100,000, each with the second lowest price given."""
    parties = tuple(sv.Party(id=f"SE-{n}") for n in range(1, 5))
    names = [f"U-{n}" for n in range(len(seconds))]
    return sv.Portfolio(
        parties=parties,
        procurements=tuple(sv.Procurement(id=name, buyer="SE-4") for name in names),
        contracts=tuple(
            sv.Contract(id=f"A-{name}", buyer="SE-4", suppliers=("SE-1",), procurement=name)
            for name in names
        ),
        tenders=tuple(
            sv.Tender(
                id=f"{name}/{party}", procurement=name, tenderers=(party,), status="valid",
                amount=sv.Money(amount, "SEK"),
            )
            for name, second in zip(names, seconds, strict=True)
            for party, amount in (("SE-1", 100_000), ("SE-2", second), ("SE-3", 900_000))
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    "seconds",
    [
        (101_000, 105_000, 105_500, 106_000, 106_500, 107_000, 106_000, 115_000),
        (105_000,) * 7 + (105_001, 104_999),
        (102_000, 105_000, 105_000, 107_000, 107_000, 110_000),
        (105_000,),
    ],
    ids=["beyond", "nearly alike", "on the fence", "one"],
)
def test_fences_are_those_of_objects(seconds):
    portfolio = competitions(*seconds)
    facts = tables.from_portfolio(portfolio)
    assert on_columns(facts, "2026-01-01") == on_objects(portfolio, "2026-01-01")


@pytest.mark.parametrize("what", ["none", "consortium", "two contracts", "call-off", "cancelled"])
def test_prices_are_compared_where_it_is_known_who_competes_with_whom(what):
    """Of the one competition that stands out; with anything of this it is not compared."""
    portfolio = competitions(101_000, 105_000, 105_500, 106_000, 106_500, 107_000, 106_000)
    first, *others = portfolio.contracts
    whole, *rest = portfolio.procurements
    second = attrs.evolve(first, id="A-2")
    changed = {
        "none": {},
        "consortium": {
            "tenders": tuple(
                attrs.evolve(one, tenderers=(*one.tenderers, "SE-4"))
                if one.id == "U-0/SE-2" else one
                for one in portfolio.tenders
            )
        },
        "two contracts": {"contracts": (first, second, *others)},
        "call-off": {
            "contracts": (
                attrs.evolve(first, kind="framework"),
                attrs.evolve(second, kind="call-off", parent=first.id),
                *others,
            )
        },
        "cancelled": {"procurements": (attrs.evolve(whole, cancelled_on="2025-01-01"), *rest)},
    }[what]  # fmt: skip
    portfolio = attrs.evolve(portfolio, **changed)
    only = ["flags.r024", "flags.r058"]
    rows, _ = on_columns(tables.from_portfolio(portfolio), "2026-01-01", only)
    assert rows == on_objects(portfolio, "2026-01-01", only)[0]
    close = [row[1] for row in rows if row[0] == "flags.r024"]
    assert close == (["U-0"] if what in {"none", "call-off"} else [])


def test_the_distances_of_prices_are_told():
    portfolio = competitions(101_000, 105_000, 105_500, 106_000, 106_500, 107_000, 106_000)
    found = tables.check(tables.from_portfolio(portfolio), "2026-01-01", only=["flags.r024"])
    rows = polars_of(found.of("flags.r024"))
    (finding,) = sv.check(portfolio, "2026-01-01", only=["flags.r024"])
    values = finding.summary.values
    for name in ("ratio", "lower", "upper"):
        assert rows[name][0] == pytest.approx(float(values[name].value))


@pytest.mark.parametrize(
    ("number", "columns"),
    [
        ("r028", {"price": "amount"}),
        ("r030", {"due": "due"}),
        ("r035", {"count": "count"}),
        ("r036", {"lowest": "lowest"}),
    ],
)
def test_the_columns_of_a_flag_are_the_values_of_its_finding(number, columns):
    portfolio = drawn.market(6, size=90)
    only = [f"flags.{number}"]
    found = tables.check(tables.from_portfolio(portfolio), "2024-06-15", only=only)
    findings = sv.check(portfolio, "2024-06-15", only=only)
    for column, value in columns.items():
        told = [one.summary.values[value] for one in findings]
        plain = [float(one.amount) if isinstance(one, sv.Money) else one for one in told]
        assert sorted(polars_of(found.of(only[0]))[column].to_list()) == sorted(plain)


def test_the_first_day_after_a_standstill_is_told_where_buyers_are_in_no_table():
    """A letter of 14 December 2026 holds contracts back through 29 December."""
    procurements = pl.DataFrame(
        {
            "id": ["U-1", "U-2", "U-3"],
            "buyer": ["SE-2120999996", "SE-2120999996", "NO-3"],
            "notified_on": [dt.date(2026, 12, 14)] * 3,
            "notified_by": ["letter", None, "letter"],
            "regime": ["above"] * 3,
        }
    )
    contracts = pl.DataFrame(
        {
            "id": ["A-1", "A-2", "A-3"],
            "procurement": ["U-1", "U-2", "U-3"],
            "signed_on": [dt.date(2026, 12, 29)] * 3,
        }
    )
    facts = {"contracts": contracts, "procurements": procurements}
    name = "se.lou.20-1.contract-in-standstill"
    found = tables.check(facts, "2027-01-15", jurisdiction=SWEDEN, only=[name])
    (row,) = found.of(name).select("subject", "on", "earliest").rows()
    assert row == ("A-1", dt.date(2026, 12, 29), dt.date(2026, 12, 30))


def test_a_supplier_of_everything_is_found_among_those_of_one_thing():
    codes = ("15", "45", "72", "79", "33", "50", "60", "71", "90", "30")
    parties = (*(sv.Party(id=f"SE-{n}") for n in range(1, 7)), sv.Party(id="SE-9"))
    procurements = tuple(
        sv.Procurement(
            id=f"U-{party}-{n}",
            buyer="SE-9",
            cpv=(f"{codes[n % len(codes)] if party == 6 else codes[0]}000000",),
        )
        for party in range(1, 7)
        for n in range(20 if party < 6 else 21)
    )
    contracts = tuple(
        sv.Contract(id=f"A-{one.id}", procurement=one.id, suppliers=(f"SE-{one.id[2]}",))
        for one in procurements
    )
    portfolio = sv.Portfolio(parties=parties, procurements=procurements, contracts=contracts)
    facts = tables.from_portfolio(portfolio)
    rows, _ = on_columns(facts, "2026-01-01")
    assert ("flags.r048", "SE-6", None, None) in rows
    assert rows == on_objects(portfolio, "2026-01-01")[0]
    # What several supply together, or what was cancelled, says nothing of the variety of one.
    for less in (
        {"contracts": tuple(attrs.evolve(one, suppliers=(*one.suppliers, "SE-9"))
                            for one in contracts)},
        {"procurements": tuple(attrs.evolve(one, cancelled_on="2025-01-01")
                               for one in procurements)},
    ):  # fmt: skip
        without = attrs.evolve(portfolio, **less)
        only = ["flags.r048"]
        rows, _ = on_columns(tables.from_portfolio(without), "2026-01-01", only)
        assert rows == on_objects(without, "2026-01-01", only)[0] == []


def test_a_tenderer_that_never_wins_is_found_among_those_that_do():
    parties = tuple(sv.Party(id=f"SE-{n}") for n in range(1, 8))
    names = [f"U-{n}" for n in range(40)]
    winners = [f"SE-{1 + n % 5}" for n in range(40)]
    portfolio = sv.Portfolio(
        parties=parties,
        procurements=tuple(sv.Procurement(id=name, buyer="SE-7") for name in names),
        contracts=tuple(
            sv.Contract(id=f"A-{name}", procurement=name, suppliers=(winner,))
            for name, winner in zip(names, winners, strict=True)
        ),
        tenders=tuple(
            sv.Tender(id=f"{name}/{party}", procurement=name, tenderers=(party,))
            for name, winner in zip(names, winners, strict=True)
            for party in (winner, "SE-6")
        ),
    )
    rows, _ = on_columns(tables.from_portfolio(portfolio), "2026-01-01")
    assert [row[1] for row in rows if row[0] == "flags.r025"] == ["SE-6"]
    assert rows == on_objects(portfolio, "2026-01-01")[0]
    # A bid that is changed or given twice is one; what was never judged, or is out, is none.
    again = (
        *(attrs.evolve(one, id=f"{one.id}/2") for one in portfolio.tenders),
        *(
            attrs.evolve(one, id=f"{one.id}/{status.value}", tenderers=("SE-5",), status=status)
            for one in portfolio.tenders
            for status in TenderStatus
            if status is not TenderStatus.VALID and one.tenderers == ("SE-6",)
        ),
    )
    cancelled = sv.Procurement(id="U", buyer="SE-7", cancelled_on="2025-01-01")
    more = attrs.evolve(
        portfolio,
        procurements=(*portfolio.procurements, cancelled),
        contracts=(
            *portfolio.contracts, sv.Contract(id="A", procurement="U", suppliers=("SE-1",)),
        ),
        tenders=(
            *portfolio.tenders, *again, sv.Tender(id="T", procurement="U", tenderers=("SE-6",)),
        ),
    )  # fmt: skip
    found = tables.check(tables.from_portfolio(more), "2026-01-01", only=["flags.r025"])
    assert polars_of(found.of("flags.r025")).select("subject", "bids", "wins").rows() == [
        ("SE-6", 40, 0)
    ]
    (finding,) = sv.check(more, "2026-01-01", only=["flags.r025"])
    assert finding.summary.values == {"party": "SE-6", "bids": 40, "wins": 0}


# ------------------------------------------------------------------------ what objects refuse
def test_a_period_that_ends_before_it_starts_is_found_where_objects_refuse_it():
    frame = pl.DataFrame(
        {
            "id": ["A-1", "A-2"],
            "period_start": [dt.date(2026, 5, 1)] * 2,
            "period_end": [dt.date(2026, 4, 30), dt.date(2026, 5, 1)],
        }
    )
    found = tables.check(frame, "2026-01-01", only=["coherence.reversed-period"])
    assert found.rows["subject"].to_list() == ["A-1"]
    with pytest.raises(sv.SamverkanError):
        sv.Period("2026-05-01", "2026-04-30")


# ------------------------------------------------------------------------------------- asking
def test_without_their_columns_checks_are_left_out_and_say_which_they_lack():
    frame = pl.DataFrame({"id": ["A-1"], "signed_on": [dt.date(2026, 5, 1)]})
    found = tables.check(frame, "2026-06-01")
    assert [one.id for one in found.ran] == ["coherence.signing-order"]
    assert "dialogues.occurred_on" in found.left_out["dialogue.silence"]
    with pytest.raises(
        sv.SamverkanError, match=r"'ceiling.near' needs .*contracts.ceiling_amount"
    ):
        tables.check(frame, "2026-06-01", only=["ceiling.near"])


def test_checks_of_objects_alone_and_unknown_ones_are_refused_by_name():
    frame = pl.DataFrame({"id": ["A-1"]})
    with pytest.raises(
        sv.SamverkanError, match=r"'dialogue.head-start' has no form for columns"
    ) as found:
        tables.check(frame, "2026-06-01", only=["dialogue.head-start", "agreed"])
    assert "'agreed' has no form for columns" in found.value.problems[1]
    way_out = "samverkan.check(tables.to_portfolio(facts), …)"
    begins = {
        "sv": "kontroller utan form för kolumner: dialogue.head-start, agreed; kör dem",
        "en": "checks without a form for columns: dialogue.head-start, agreed; run them",
    }
    for lang, begin in begins.items():
        assert found.value.reasons[lang].startswith(begin)
        assert found.value.reasons[lang].endswith(way_out)
    with pytest.raises(sv.SamverkanError, match=r"did you mean 'ceiling.near'"):
        tables.check(frame, "2026-06-01", only=["ceiling.neer"])
    found = tables.check(frame, "2026-06-01")
    with pytest.raises(sv.SamverkanError, match="did not run"):
        found.of("ceiling.near")


def test_checks_without_a_form_are_noted_in_both_languages():
    frame = pl.DataFrame({"id": ["A-1"]})
    found = tables.check(frame, "2026-06-01", jurisdiction=SWEDEN, skip=["dialogue"])
    (note,) = found.notes
    ids = {one.id for one in checks(SWEDEN)} - set(CHECKS)
    told = {name for name in ids if not name.startswith("dialogue.")}
    for lang, opening in (("sv", "kontroller utan form för"), ("en", "checks without a form")):
        text = note.label(lang)
        assert text.startswith(opening)
        assert {name for name in ids if f" {name}" in text} == told
    assert tables.check(frame, "2026-06-01", only=[]).notes == ()


def test_the_checks_that_ran_are_told_in_both_languages():
    found = tables.check(pl.DataFrame({"id": ["A"], "signed_on": [None]}), "2026-06-01")
    (row,) = found.check_table().to_pylist()
    assert (row["title_sv"], row["severity"]) == ("Dagar som inte går ihop", "warning")
