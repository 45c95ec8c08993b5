"""Whatever text a question to the law is asked with, the answer is a day, a sum, or our error."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from samverkan.errors import SamverkanError
from samverkan.jurisdictions import jurisdiction

ASKABLE = [one for one in jurisdiction("SE").law.values() if one.askable]
TEXTS = {
    "day": ["2026-03-16", "2027-12-31", "2016-12-31", "2024-02-29", "0001-01-01", "9999-12-31"],
    "flag": ["yes", "nej"],
    "number": ["0", "1", "48", "999999999999"],
    "money": ["100 SEK", "1 000 000 SEK", "0 SEK", "-5 SEK", "700000 EUR"],
    "moneys": ["100 SEK", "100 SEK, 200 SEK", "100 SEK, 2 EUR"],
    "text": ["SEK", "EUR"],
}


@st.composite
def asked(draw):
    """A question, and text for some of its parameters: sense more often than not."""
    question = draw(st.sampled_from(ASKABLE))
    answers = {}
    for one in question.parameters:
        if one.kind != "object" and (one.required or draw(st.booleans())):
            sense = st.sampled_from(one.codes or TEXTS[one.kind])
            answers[one.name] = draw(sense | sense | st.text(max_size=12))
    return question, answers


@given(asked())
def test_any_text_gives_an_answer_or_an_error_of_ours(case):
    question, answers = case
    try:
        answer = question.ask(answers)
    except SamverkanError as error:
        assert str(error)  # both ways out are allowed
        return
    assert json.loads(json.dumps(answer.to_dict()))["name"] == question.name
    for lang in ("sv", "en"):
        assert "{" not in answer.why(lang)
