"""What plans over columns do beside giving the same rows."""

from __future__ import annotations

import datetime as dt

import pytest

import samverkan as sv
from samverkan.errors import TableError
from samverkan.schedule import event_rules

pl = pytest.importorskip("polars")
pytest.importorskip("pyarrow")
pytest.importorskip("narwhals")
tables = pytest.importorskip("samverkan.tables")

SWEDEN = sv.jurisdiction("SE")
BOOK = SWEDEN.follow_up_rules
CHOICE = sv.LegalBasis(sv.SourceKind.CHOICE)


def own(subject, context):
    del context
    yield sv.Occurrence(sv.day("2027-05-01"), f"own:{subject.id}", 0)


def rule(timing, name="mine"):
    return sv.FollowUpRule(
        id=name, timing=timing, kind="kickoff", aim="both", responsible="contract-manager",
        source=CHOICE,
    )  # fmt: skip


def plan(facts, rules=BOOK, **arguments):
    return tables.plan(facts, rules=rules, calendar=SWEDEN.calendar, **arguments)


def test_the_rows_are_those_columns_that_are_asked_for_in_their_order():
    made = plan(tables.sample(50), columns=("due_on", "subject"))
    assert made.rows.columns == ["due_on", "subject"]
    assert made.rows["due_on"].is_sorted()
    with pytest.raises(TableError, match="due_on"):
        plan(tables.sample(50), columns=("due",))


def test_unsorted_rows_are_the_same_rows():
    facts = tables.sample(100)
    assert plan(facts, order=False).rows.sort(pl.all()).equals(plan(facts).rows.sort(pl.all()))


def test_a_window_holds_what_is_due_within_it():
    facts = tables.sample(100)
    first, last = dt.date(2027, 1, 1), dt.date(2027, 12, 31)
    everything = plan(facts).rows
    assert plan(facts, start=first, end=last).rows.equals(
        everything.filter(pl.col("due_on").is_between(first, last))
    )


@pytest.fixture(scope="module")
def large():
    """More rows than an engine takes at a time."""
    return tables.Facts({"contracts": tables.sample(30_000, seed=5)["contracts"]})


@pytest.mark.parametrize("engine", ["polars", "pyarrow", "pandas", "duckdb"])
def test_follow_ups_stand_in_the_order_of_the_rows(engine, large):
    pytest.importorskip(engine)
    names = ("follow_up_meeting", "follow_up_plan")
    made = plan(large.to(engine), [BOOK[f"se.followup.{name}"] for name in names])
    told = ["subject", "rule", "anchor", "occurrence", "due_on"]
    rows, labels = (
        tables.as_frame(one).collect(backend="polars").to_native().select(told)
        for one in (made.rows, made.follow_ups())
    )
    assert rows.height > 122_880  # what DuckDB keeps together
    assert labels.equals(rows.cast(labels.schema))


def test_a_rule_that_is_a_function_is_refused_by_name_with_the_way_out():
    with pytest.raises(TableError, match=r"rule 'mine' is a function.*python_rules='rowwise'"):
        plan(tables.sample(3), rules=[rule(own)])


def test_a_rule_that_is_a_function_runs_rowwise_where_that_is_asked_for():
    portfolio = sv.Portfolio(contracts=(sv.Contract(id="A-1", signed_on="2027-04-01"),))
    rules = [BOOK["se.followup.follow_up_plan"], rule(own)]
    objects = sv.plan(portfolio, rules=rules, calendar=SWEDEN.calendar)
    for engine in ("polars", "pyarrow"):
        facts = tables.from_portfolio(portfolio).to(engine)
        made = tables.plan(facts, rules=rules, calendar=SWEDEN.calendar, python_rules="rowwise")
        found = tables.as_frame(made.follow_ups()).collect(backend="polars").to_native()
        assert found["id"].to_list() == [item.id for item in objects]
        assert found["due_on"].to_list() == [item.due_on for item in objects]


# ------------------------------------------------------------------------ rules that react
REACTIONS = event_rules("not_met", "owner_change", "subcontractor_change", "silence")


@pytest.fixture(scope="module")
def eventful():
    """A contract in which all happens that rules react to, and one in which nothing does."""
    buyer, supplier, other = "SE-2120999996", "SE-5599999991", "SE-5599999983"
    return sv.Portfolio(
        parties=tuple(sv.Party(id=name) for name in (buyer, supplier, other)),
        contracts=tuple(
            sv.Contract(
                id=name, buyer=buyer, suppliers=(supplier,) if name == "A/1" else (),
                period=sv.Period("2026-09-01", "2029-08-31"), risk_class="B",
            )
            for name in ("A/1", "A-2")
        ),
        checkpoints=(
            sv.Checkpoint(id="C", occurred_on="2027-03-01", contract="A/1", outcome="notMet"),
        ),
        role_holdings=(
            sv.RoleHolding(id="R", party=other, role="subcont", contract="A/1",
                           period=sv.Period("2027-03-01", "2027-09-30")),
        ),
        relations=(
            sv.Relation(id="O", kind="owns", source=other, target=supplier,
                        period=sv.Period("2027-03-01", None)),
        ),
        dialogues=(
            sv.Dialogue(id="D", form="tactical-meeting", occurred_on="2027-01-04",
                        contract="A/1"),
        ),
    )  # fmt: skip


@pytest.mark.parametrize("reaction", REACTIONS, ids=lambda one: one.id)
def test_a_rule_that_reacts_is_refused_by_name_with_the_way_out(eventful, reaction):
    wanted = rf"'{reaction.id}' reacts to .*{reaction.timing.anchor}.*python_rules='rowwise'"
    with pytest.raises(TableError, match=wanted):
        plan(eventful.to_tables(), rules=[*BOOK, reaction])


@pytest.mark.parametrize("engine", ["polars", "pyarrow", "pandas", "duckdb"])
def test_rules_that_react_run_rowwise_beside_the_others(engine, eventful):
    pytest.importorskip(engine)
    rules = [BOOK["se.followup.follow_up_plan"], *REACTIONS]
    asked = {"rules": rules, "as_of": "2029-01-01"}
    objects = sv.plan(eventful, calendar=SWEDEN.calendar, **asked)
    assert {item.rule.id for item in objects} == {rule.id for rule in REACTIONS}
    made = plan(eventful.to_tables().to(engine), python_rules="rowwise", **asked)
    rows = tables.as_frame(made.rows).collect(backend="polars").to_native()
    assert rows.select("subject", "rule", "anchor", "due_on").rows() == [
        (item.subject.id, item.rule.id, item.anchor, item.due_on) for item in objects
    ]
    labels = tables.as_frame(made.follow_ups()).collect(backend="polars").to_native()
    assert set(labels["id"]) == {item.id for item in objects}
    blocked = tables.as_frame(made.blocked()).collect(backend="polars").to_native()
    assert sorted(blocked.select("subject", "rule", "missing").rows()) == sorted(
        (item.subject.id, item.rule.id, item.missing) for item in objects.blocked
    )


def test_what_reacts_says_what_it_reacts_to(eventful):
    asked = {"rules": [*BOOK, *REACTIONS], "as_of": "2029-01-01"}
    made = plan(eventful.to_tables(), python_rules="rowwise", **asked)
    objects = sv.plan(eventful, calendar=SWEDEN.calendar, **asked)
    for item in (item for item in objects if item.rule in REACTIONS):
        assert made.why(item.id, "sv") == item.why("sv")


def test_reasons_are_those_of_the_object_path():
    contract = sv.Contract(id="A/1", signed_on="2026-08-17", risk_class="A")
    portfolio = sv.Portfolio(contracts=(contract,))
    made = tables.plan(tables.from_portfolio(portfolio), rules=BOOK, calendar=SWEDEN.calendar)
    item = sv.plan(portfolio, rules=BOOK, calendar=SWEDEN.calendar)[0]
    assert made.why(item.id, "sv") == item.why("sv")
    with pytest.raises(TableError, match="no follow-up"):
        made.why("A%2F1/no.rule/signed/0")


def test_the_sample_is_the_same_for_a_seed_and_its_organisations_have_check_digits():
    one, other = tables.sample(1000), tables.sample(1000)
    assert all(one[name].equals(other[name]) for name in one)
    assert not one["contracts"].equals(tables.sample(1000, seed=2)["contracts"])
    for party in one["parties"]["id"].to_list()[::100]:
        sv.Identifier("SE-ORGNR", party.removeprefix("SE-"))
    assert one["contracts"].select(pl.col("period_end") > pl.col("period_start")).to_series().all()
    with pytest.raises(TableError, match="count=0"):
        tables.sample(0)


def test_the_sample_is_the_same_on_every_machine():
    # Written down from the first run; another value means that somebody's sample has changed.
    contract = tables.sample(1000)["contracts"].row(0, named=True)
    assert contract["id"] == "A-00000001"
    assert (contract["period_start"], contract["period_end"], contract["risk_class"]) == (
        dt.date(2017, 2, 24), dt.date(2024, 4, 4), "C",
    )  # fmt: skip


def test_a_file_is_planned_in_parts_into_the_same_rows(tmp_path):
    facts = tables.sample(500)
    facts.write(tmp_path / "facts")
    told = []
    written = tables.plan_to_file(
        tmp_path / "facts", tmp_path / "plan.parquet", rules=BOOK, calendar=SWEDEN.calendar,
        rows_at_once=200, progress=lambda *counts: told.append(counts),
    )  # fmt: skip
    assert told == [(200, 500), (400, 500), (500, 500)]
    rows = pl.read_parquet(tmp_path / "plan.parquet")
    whole = plan(facts).rows.with_columns(pl.col("rule", "anchor").cast(pl.String))
    assert rows.sort(pl.all()).equals(whole.sort(pl.all()))
    assert written == tables.Written(500, rows.height, 0)


def test_rules_about_procurements_are_planned_once_whatever_the_parts(tmp_path):
    portfolio = sv.Portfolio(
        parties=(sv.Party(id="SE-1"),),
        procurements=(sv.Procurement(id="U-1", buyer="SE-1", cancelled_on="2026-05-04"),),
        contracts=tuple(sv.Contract(id=f"A-{n}", signed_on="2026-08-17") for n in range(3)),
    )
    tables.plan_to_file(
        tables.from_portfolio(portfolio), tmp_path / "plan.parquet", rules=BOOK,
        calendar=SWEDEN.calendar, rows_at_once=1,
    )  # fmt: skip
    rows = pl.read_parquet(tmp_path / "plan.parquet")
    assert rows.filter(pl.col("subject") == "U-1").height == 1
    assert rows.height == len(sv.plan(portfolio, rules=BOOK, calendar=SWEDEN.calendar))
