"""Questions to the law by name: listed, asked in text, refused with the near names."""

from __future__ import annotations

import copy
import datetime as dt
import inspect
import json
import pickle
import re
import typing
from pathlib import Path

import attrs
import pytest

from samverkan.codelists import AmendmentGround, Role, SendingMeans, Trigger
from samverkan.contracts import Amendment, Contract
from samverkan.countries.se import law
from samverkan.countries.se.amendments import AmendmentAssessment
from samverkan.countries.se.lots import LotsAssessment
from samverkan.deadlines import Amount, Deadline
from samverkan.errors import CodeError, LawQuestionError, MoneyError, NoDeadlineError, PeriodError
from samverkan.explanations import Text
from samverkan.jurisdictions import LawFunction, LawParameter, jurisdiction
from samverkan.values import Money

ROOT = Path(__file__).resolve().parents[2]
SWEDEN = jurisdiction("SE")


def test_a_question_is_reached_as_an_attribute():
    answer = SWEDEN.standstill(sent_on="2026-12-14", means="electronic")
    assert isinstance(answer, Deadline)
    assert str(answer.last_day) == "2026-12-28"
    assert "standstill" in dir(SWEDEN)
    assert hasattr(SWEDEN, "standstill")


def test_an_unknown_question_names_the_near_one():
    with pytest.raises(LawQuestionError, match="did you mean 'standstill'") as caught:
        _ = SWEDEN.standstil
    assert isinstance(caught.value, AttributeError)
    assert not hasattr(SWEDEN, "standstil")
    assert getattr(SWEDEN, "standstil", None) is None


def test_an_unknown_argument_names_the_near_one():
    with pytest.raises(LawQuestionError, match="did you mean 'means'"):
        SWEDEN.standstill(sent_on="2026-12-14", meens="electronic")


def test_a_missing_argument_is_named():
    with pytest.raises(LawQuestionError, match="missing: sent_on, means"):
        SWEDEN.standstill()


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"sent_on": "2026-12-14", "means": "pigeon"}, CodeError),
        ({"sent_on": "14/12 2026", "means": "letter"}, PeriodError),
        ({"sent_on": dt.datetime(2026, 12, 14), "means": "letter"}, PeriodError),  # noqa: DTZ001  # what is refused here
        ({"sent_on": dt.datetime(2026, 12, 14, tzinfo=dt.UTC), "means": "letter"}, PeriodError),
        ({"sent_on": None, "means": "letter"}, PeriodError),
        ({"sent_on": "2026-12-14", "means": None}, CodeError),
    ],
)
def test_an_argument_that_cannot_be_is_refused(given, error):
    with pytest.raises(error):
        SWEDEN.standstill(**given)


DIRECT = {"concluded_on": "2026-12-02", "regime": "direct"}


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("standstill", {"stated_days": "20"}, "stated_days: value='20'; expected a whole number"),
        ("standstill", {"stated_days": True}, "stated_days: value=True"),
        ("standstill", {"stated_days": 2.5}, "stated_days: value=2.5"),
        ("standstill", {"voluntary": "no"}, "voluntary: value='no'; expected yes or no"),
        ("standstill", {"voluntary": None}, "voluntary: value=None"),
        ("award_notice", {**DIRECT, "value": 500_000}, "value: value=500000; expected an amount"),
        ("lease_value", {"monthly": 10}, "monthly: value=10"),
        ("lease_value", {"monthly": Money(1, "SEK"), "months": "12"}, "months: value='12'"),
        ("contract_value", {"payments": [10]}, r"payments: value=\[10\]; expected amounts"),
        ("contract_value", {"payments": Money(1, "SEK")}, "payments: value=Money"),
        ("threshold", {"on": "2025-01-01", "category": "works", "currency": 5}, "expected text"),
        ("classify_amendment", {"change": "x"}, "change: value='x'; expected Amendment"),
        ("classify_amendment", {"facts": {}}, "facts: value={}; expected AmendmentFacts"),
    ],
)
def test_a_value_of_a_wrong_type_is_refused_and_never_read_as_something_else(name, given, said):
    """A text such as 'no' is true in Python; taken for a flag it would turn the answer around."""
    base = {"sent_on": "2026-12-14", "means": "letter"} if name == "standstill" else {}
    with pytest.raises(LawQuestionError, match=said):
        SWEDEN.law[name](**base, **given)


def test_what_may_be_left_out_may_also_be_none():
    answer = SWEDEN.standstill(sent_on="2026-12-14", means="letter", stated_days=None)
    assert str(answer.last_day) == "2026-12-29"
    assert SWEDEN.tender_period(sent_on="2026-03-02", procedure="open", central=None)


def test_parameters_in_order_where_the_function_takes_them_so():
    change = Amendment(id="1", occurred_on="2025-03-01", value_change=Money(1, "SEK"))
    asked = (Contract(id="A", value=Money(100, "SEK")), change, "above", Money(100, "SEK"))
    found = SWEDEN.classify_amendment(*asked, category="goods")
    assert found.ground is AmendmentGround.DE_MINIMIS
    with pytest.raises(LawQuestionError, match="threshold is given twice"):
        SWEDEN.classify_amendment(*asked, category="goods", threshold=asked[-1])
    with pytest.raises(LawQuestionError, match="expected at most 4"):
        SWEDEN.classify_amendment(*asked, "goods")
    with pytest.raises(LawQuestionError, match="give the others by name: sent_on, means"):
        SWEDEN.standstill("2026-12-14", "letter")


def test_editors_see_the_parameters_of_a_question():
    shown = inspect.signature(SWEDEN.standstill)
    assert list(shown.parameters) == [one.name for one in SWEDEN.standstill.parameters]
    assert "standstill" in dir(SWEDEN)
    assert list(inspect.signature(LawFunction).parameters)[:2] == ["name", "title"]


@pytest.mark.parametrize("question", SWEDEN.law.values(), ids=lambda one: one.name)
def test_every_question_is_also_a_typed_function_of_the_module_law(question):
    assert getattr(law, question.name) is question.function
    assert question.name in law.__all__
    answer = typing.get_type_hints(question.function)["return"]
    assert answer in {Deadline, Amount, AmendmentAssessment, LotsAssessment}


@pytest.mark.parametrize("question", SWEDEN.law.values(), ids=lambda one: one.name)
def test_every_parameter_is_explained_in_both_languages(question):
    for one in question.parameters:
        swedish, english = (question.about(one.name, lang) for lang in ("sv", "en"))
        assert swedish.strip()
        assert english.strip()
        assert "\n" not in swedish + english
        assert swedish != english


def test_a_country_without_swedish_texts_is_explained_in_english():
    def answer(*, word: str) -> str:
        """An answer.

        Args:
            word: What to say,
                twice.
        """
        return word * 2

    question = LawFunction(name="answer", title=Text("svar", "answer"), function=answer)
    assert question.about("word", "sv") == question.about("word", "en") == "What to say, twice."


def test_a_jurisdiction_can_be_copied_and_changed():
    """Asking for an attribute while the value is still being made must not recurse."""
    assert copy.copy(SWEDEN) == SWEDEN
    other = attrs.evolve(SWEDEN, labels={Role.BUYER: Text("beställaren", "the client")})
    assert other.law == SWEDEN.law
    assert other.label(Role.BUYER, "sv") == "beställaren"
    assert SWEDEN.label(Role.BUYER, "sv") == "upphandlande myndighet"


def test_an_answer_survives_pickling():
    answer = SWEDEN.threshold(on="2025-01-01", category="works")
    assert pickle.loads(pickle.dumps(answer.amount)) == answer.amount


def test_the_reference_lists_whatever_was_left_out():
    page = (ROOT / "docs" / "reference" / "law-coverage.md").read_text(encoding="utf-8")
    table = page.partition("## Left out")[2].partition("## Not built")[0].replace("–", "-")
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) >= len(SWEDEN.coverage.left_out)
    for text in SWEDEN.coverage.left_out:
        for named in re.findall(r"\d+:\d+|\b\d{4}\b", text.en):
            assert named in table, text.en


def test_what_a_country_brings():
    assert SWEDEN.parents == ("EU",)
    assert SWEDEN.identifiers[0] == "SE-ORGNR"
    assert set(SWEDEN.grounds) == set(AmendmentGround)
    assert (str(SWEDEN.coverage.read_on), str(SWEDEN.coverage.verified_until)) == (
        "2025-09-01",
        "2027-12-31",
    )
    assert all(text.sv != text.en for text in SWEDEN.coverage.left_out)


@pytest.mark.parametrize("question", SWEDEN.law.values(), ids=lambda one: one.name)
def test_every_question_is_documented_and_told_by_name(question):
    signature = inspect.signature(question.function)
    assert question.name == question.function.__name__
    assert question.title.sv != question.title.en
    documented = inspect.getdoc(question.function)
    assert "LOU" in documented or "(" in documented.splitlines()[0]
    for one in signature.parameters.values():
        if question.name != "classify_amendment":
            assert one.kind is inspect.Parameter.KEYWORD_ONLY
        assert f"\n    {one.name}: " in documented, f"{one.name} is not documented"
    assert all(one.kind for one in question.parameters)


@pytest.mark.parametrize(
    "question",
    [one for one in SWEDEN.law.values() if one.parameters[0].kind == "day" or one.askable],
    ids=lambda one: one.name,
)
def test_a_question_about_a_day_can_be_asked_with_another_days_law(question):
    days = [one.name for one in question.parameters if one.kind == "day"]
    about_law = question.name not in {"threshold", "direct_procurement_limit", "valuation_day"}
    if days and about_law:
        assert "as_of_law" in days


@pytest.mark.parametrize(
    ("name", "answers", "expected"),
    [
        ("standstill", {"sent": "2026-12-14", "means": "letter"}, "2026-12-29"),
        ("standstill", {"sent-on": "2026-12-14", "means": "letter"}, "2026-12-29"),
        ("standstill", {"sent_on": "2026-12-14", "means": "letter"}, "2026-12-29"),
        (
            "standstill",
            {"sent": "2026-03-02", "means": "electronic", "stated-days": "20"},
            "2026-03-23",
        ),
        ("dps_evaluation", {"received": "2026-04-27", "extended": "ja"}, "2026-05-20"),
        ("dps_evaluation", {"received": "2026-04-27", "extended": "no"}, "2026-05-12"),
    ],
)
def test_a_question_is_asked_in_text(name, answers, expected):
    assert str(SWEDEN.law[name].ask(answers).last_day) == expected


def test_money_is_read_from_text():
    found = SWEDEN.law["contract_value"].ask({"payments": "100 SEK, 250.50 SEK"})
    assert isinstance(found, Amount)
    assert found.amount == Money("350.50", "SEK")
    spaced = SWEDEN.law["lease_value"].ask({"monthly": "1 000 000SEK", "months": "1"})
    assert spaced.amount == Money(1_000_000, "SEK")
    with pytest.raises(NoDeadlineError):
        SWEDEN.law["award_notice"].ask(
            {"concluded": "2026-03-16", "regime": "direct", "value": "5000 SEK"}
        )


@pytest.mark.parametrize(
    ("name", "answers", "error"),
    [
        ("standstill", {"sant": "2026-12-14"}, LawQuestionError),
        (
            "standstill",
            {"sent": "2026-12-14", "means": "letter", "stated-days": "x"},
            LawQuestionError,
        ),
        ("dps_evaluation", {"received": "2026-04-27", "extended": "maybe"}, LawQuestionError),
        ("lease_value", {"monthly": "100 SEK, 200 SEK"}, LawQuestionError),
        ("lease_value", {"monthly": "100"}, LawQuestionError),
        ("lease_value", {"monthly": "SEK"}, LawQuestionError),
        ("lease_value", {"monthly": "1,5 SEK"}, LawQuestionError),
        ("lease_value", {"monthly": "100 kronor"}, LawQuestionError),
        ("contract_value", {"payments": "100 SEK; 200 SEK"}, LawQuestionError),
        ("contract_value", {"payments": "100 SEK, 200 EUR"}, MoneyError),
        ("standstill", {"sent": "2026-12-14", "means": "fax"}, LawQuestionError),
        ("lots_assessment", {"lots": "a"}, LawQuestionError),
    ],
)
def test_text_that_cannot_be_read_is_refused(name, answers, error):
    with pytest.raises(error):
        SWEDEN.law[name].ask(answers)


def test_a_question_about_objects_is_not_askable_in_text():
    assert not SWEDEN.law["classify_amendment"].askable
    assert not SWEDEN.law["lots_assessment"].askable
    assert SWEDEN.law["standstill"].askable


def test_the_kinds_of_parameters_are_read_off_the_annotations():
    kinds = {one.name: one.kind for one in SWEDEN.law["standstill"].parameters}
    assert kinds == {
        "sent_on": "day",
        "means": "code",
        "regime": "code",
        "award": "code",
        "voluntary": "flag",
        "stated_days": "number",
        "stated_last_day": "day",
        "as_of_law": "day",
    }
    means = SWEDEN.law["standstill"].parameters[1]
    assert means == LawParameter(
        name="means",
        kind="code",
        required=True,
        code_list=SendingMeans,
        about="How; where anybody got it in another way than electronically, that way.",
    )
    assert means.codes == ("electronic", "letter", "other")
    assert {one.kind for one in SWEDEN.law["contract_value"].parameters} == {"moneys"}
    assert SWEDEN.law["threshold"].parameters[-1].kind == "text"


def test_any_function_can_be_a_question():
    def answer(*, word: str) -> str:
        return word * 2

    question = LawFunction(name="answer", title=Text("svar", "answer"), function=answer)
    assert question.ask({"word": "a"}) == "aa"


MORE = {
    "documentation": {"concluded": "2026-03-16"},
    "extended_standstill": {"decided": "2026-03-16"},
    "individual_report": {"concluded": "2026-03-16"},
    "grouped_award_notices": {"regime": "annex-2"},
    "recurring_value": {"actual": "100 SEK"},
    "request_period": {"procedure": "restricted"},
    "threshold": {"on": "2025-03-16", "category": "works"},
    "valuation_day": {"started": "2026-03-16"},
}


def ask_all():
    """One answer of each question that text is enough to ask."""
    given = {"day": "2026-03-16", "money": "100 SEK", "moneys": "100 SEK"}
    for question in SWEDEN.law.values():
        if question.askable:
            needed = {
                one.name.removesuffix("_on"): one.codes[0] if one.codes else given[one.kind]
                for one in question.parameters
                if one.required
            }
            yield question.ask(needed | MORE.get(question.name, {}))


ANSWERS = list(ask_all())


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.name)
def test_every_answer_says_why_in_both_languages_and_is_data(answer):
    plain = json.loads(json.dumps(answer.to_dict()))
    assert plain["name"] == answer.name
    assert "juridisk rådgivning" in plain["notice"]["sv"]
    for lang in ("sv", "en"):
        lines = answer.why(lang).splitlines()
        assert lines[0].startswith("1. ")
        assert lines[-1] == plain["notice"][lang]
        assert "{" not in answer.why(lang)
    assert answer.why("sv") != answer.why("en")
    assert any(step.basis and step.basis.kind.value == "L" for step in answer.explanation.steps)


def test_every_trigger_sets_some_period_running():
    found = {answer.trigger for answer in ANSWERS if isinstance(answer, Deadline)}
    found.add(SWEDEN.documentation(cancelled_on="2026-03-16").trigger)
    found.add(SWEDEN.damages(known_on="2026-03-16", final_on="2026-10-01").trigger)
    assert found == set(Trigger)


def test_every_askable_question_was_asked():
    asked = {answer.name for answer in ANSWERS}
    assert asked | {"classify_amendment", "lots_assessment"} == set(SWEDEN.law)
