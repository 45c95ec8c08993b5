"""Explanations: sentences in two languages with values that stay values."""

from __future__ import annotations

import copy
import datetime as dt
import importlib
import pickle
import pkgutil
import string
from decimal import Decimal

import pytest

import samverkan
from samverkan.codelists import Role, Severity, SourceKind
from samverkan.errors import CodeError, LawCoverageError, PeriodError
from samverkan.explanations import Dated, Explanation, Finding, LegalBasis, Step, Text, render
from samverkan.periods import day, months
from samverkan.values import Money

EVES = LegalBasis(SourceKind.LAW, "lag 1930:173 2 §")
MOVED = Step(
    Text("{before} är {name}, flyttas till {after}", "{before} is {name}, moved to {after}"),
    {"name": Text("midsommarafton", "Midsummer Eve")},
    before=day("2026-06-19"),
    after=day("2026-06-22"),
    basis=EVES,
)
FINDING = Finding(
    check="coherence.signed-against-awarded",
    severity=Severity.WARNING,
    subjects=["A-1", "U-1"],
    summary=Step(Text("{contract} är tidigt", "{contract} is early"), {"contract": "A-1"}),
    on=day("2026-06-22"),
    evidence=(MOVED,),
)


@pytest.mark.parametrize(
    ("value", "sv", "en"),
    [
        (None, "–", "–"),
        (True, "ja", "yes"),
        (False, "nej", "no"),
        (Role.SUPPLIER, "leverantör", "supplier"),
        (months(6), "6 månader", "6 months"),
        (Money("1234.5", "SEK"), "1 234,5 SEK", "SEK 1,234.5"),
        (day("2026-06-19"), "2026-06-19", "2026-06-19"),
        ((Role.SUPPLIER, None), "leverantör, –", "supplier, –"),
        ((), "", ""),
        (Decimal("0.10"), "0.10", "0.10"),
        ("A-1", "A-1", "A-1"),
    ],
)
def test_a_value_is_shown_in_the_reader_s_language(value, sv, en):
    assert (render(value, "sv"), render(value, "en")) == (sv, en)


def test_a_text_fills_in_its_values_and_never_reads_them_as_a_template():
    text = Text("avtal {name}", "contract {name}")
    assert text.label("sv", name="{name}") == "avtal {name}"
    assert text.label("en") == "contract {name}"
    with pytest.raises(CodeError, match="lang='fi'"):
        text.label("fi")


def texts():
    """Every text that a module of the library holds, by module and name."""
    for found in pkgutil.walk_packages(samverkan.__path__, "samverkan."):
        if found.name.endswith("__main__"):
            continue
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            if isinstance(value, Text):
                yield f"{found.name}.{name}", value


def test_both_languages_of_a_text_speak_of_the_same_values():
    def names(template):
        return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}

    found = dict(texts())
    assert found
    assert {where: text for where, text in found.items() if names(text.sv) != names(text.en)} == {}
    assert {where for where, text in found.items() if bool(text.sv) != bool(text.en)} == set()


def test_a_step_is_a_sentence_and_data():
    assert MOVED.label("sv") == (
        "2026-06-19 är midsommarafton, flyttas till 2026-06-22 [lag 1930:173 2 § (lag)]"
    )
    assert MOVED.to_dict() == {
        "sv": MOVED.label("sv"),
        "en": "2026-06-19 is Midsummer Eve, moved to 2026-06-22 [lag 1930:173 2 § (statute)]",
        "values": {"name": "Midsummer Eve"},
        "before": "2026-06-19",
        "after": "2026-06-22",
        "basis": {"kind": "L", "ref": "lag 1930:173 2 §"},
    }
    bare = Step(Text("så är det", "so it is"))
    assert bare.to_dict() == {"sv": "så är det", "en": "so it is"}


def test_a_step_keeps_its_values_whatever_becomes_of_the_mapping_it_was_given():
    given = {"on": 1}
    step = Step(Text("{on}", "{on}"), given)
    given["on"] = 2
    assert step.values == {"on": 1}
    with pytest.raises(TypeError):
        step.values["on"] = 3


@pytest.mark.parametrize("value", [MOVED, Explanation((MOVED,)), FINDING, EVES, MOVED.text])
@pytest.mark.parametrize(
    "again", [lambda one: pickle.loads(pickle.dumps(one)), copy.copy, copy.deepcopy]
)
def test_an_explanation_travels(value, again):
    assert again(value) == value
    assert hash(again(value)) == hash(value)


def test_a_basis_says_how_binding_it_is():
    assert EVES.label("sv") == "lag 1930:173 2 § (lag)"
    assert LegalBasis(SourceKind.CHOICE).label("sv") == "bibliotekets val"
    both = LegalBasis(SourceKind.GUIDANCE, Text("SKR:s råd", "advice of SKR"))
    assert both.label("en") == "advice of SKR (guidance)"


def test_an_explanation_numbers_its_steps_and_grows():
    two = Explanation((MOVED,)) + Explanation([Step(Text("slut", "end"))])
    assert two.text("en").splitlines()[1] == "2. end"
    assert two.label("sv").splitlines()[1] == "2. slut"
    assert two.to_dict() == {"steps": [step.to_dict() for step in two.steps]}


def test_a_finding_is_a_sentence_with_reasons_and_data():
    assert FINDING.message("sv") == "A-1 är tidigt"
    assert FINDING.why("en") == f"1. A-1 is early\n2. {MOVED.label('en')}"
    assert FINDING.to_dict() == {
        "check": "coherence.signed-against-awarded",
        "severity": "warning",
        "subjects": ["A-1", "U-1"],
        "on": "2026-06-22",
        "needs_review": False,
        "summary": FINDING.summary.to_dict(),
        "evidence": [MOVED.to_dict()],
    }
    undated = Finding(check="x", severity=Severity.QUESTION, subjects=("A",), summary=MOVED)
    assert undated.to_dict()["on"] is None


# -------------------------------------------------------------- values that the law has changed
ACT = LegalBasis(SourceKind.LAW, "LOU 19 a:2")
LIMIT = Dated(
    name=Text("gränsen", "the limit"),
    steps=(
        (dt.date(2018, 1, 1), 586_907, ACT),
        (dt.date(2020, 1, 1), None, ACT),
        (dt.date(2022, 2, 1), 700_000, ACT),
        (dt.date(2024, 1, 1), 700_000, ACT),
    ),
    read_on=dt.date(2025, 9, 1),
    verified_until=dt.date(2027, 12, 31),
)


@pytest.mark.parametrize(
    ("on", "value"),
    [
        ("2018-01-01", 586_907),
        ("2019-12-31", 586_907),
        ("2022-02-01", 700_000),
        ("2027-12-31", 700_000),
    ],
)
def test_a_dated_value_answers_for_its_days(on, value):
    assert LIMIT.on(day(on)) == value
    assert LIMIT.step(day(on))[2] is ACT


@pytest.mark.parametrize("on", ["2017-12-31", "2020-01-01", "2022-01-31", "2028-01-01"])
def test_a_dated_value_never_guesses(on):
    with pytest.raises(LawCoverageError) as told:
        LIMIT.on(day(on))
    assert str(told.value) == (
        f"the limit: not known for the day: day={on}; known from 2018-01-01 to 2019-12-31, "
        "2022-02-01 to 2027-12-31; ask for a day within, or add the value"
    )


@pytest.mark.parametrize(
    "starts", [(), ("2020-01-01", "2020-01-01"), ("2021-01-01", "2020-01-01"), ("2028-01-01",)]
)
def test_a_dated_value_needs_steps_in_the_order_of_time(starts):
    with pytest.raises(PeriodError, match="the limit: steps="):
        Dated(
            name=Text("gränsen", "the limit"),
            steps=tuple((day(start), 1, ACT) for start in starts),
            read_on=dt.date(2025, 9, 1),
            verified_until=dt.date(2027, 12, 31),
        )


def test_a_day_after_the_text_was_read_gets_a_caveat():
    assert LIMIT.caveat(day("2025-09-01")) is None
    assert LIMIT.caveat(day("2025-09-02")).label("sv").startswith("lagtexten lästes 2025-09-01")
