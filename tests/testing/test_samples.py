"""The sample register: realistic, invented, the same on every machine, no Hypothesis needed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import samverkan as sv
from samverkan.errors import JurisdictionError, PortfolioError
from samverkan.exchange import read
from samverkan.portfolio import FACTS
from samverkan.testing import sample_portfolio
from samverkan.testing.samples import sample_ocds

ROOT = Path(__file__).resolve().parents[2]
SWEDEN = sv.jurisdiction("SE")


@pytest.fixture(scope="module")
def register():
    return sample_portfolio(contracts=700, seed=3)


def test_the_classes_are_mixed_as_in_the_example_of_skr(register):
    """SKR 2024-05-07: 10 % business critical, 30 % medium, 60 % low, of 700 or more."""
    counts = Counter(contract.risk_class for contract in register.contracts)
    assert len(register.contracts) == 700
    for risk_class, share in (("A", 10), ("B", 30), ("C", 60)):
        assert counts[sv.RiskClass(risk_class)] == pytest.approx(7 * share, rel=0.1)


def test_contracts_stand_where_contracts_stand(register):
    states = {contract.state("2026-09-01") for contract in register.contracts}
    assert states == set(sv.ContractState)
    kinds = {contract.kind for contract in register.contracts}
    assert kinds == set(sv.ContractKind)
    outcomes = {
        option.decision().outcome if option.decision() else None
        for contract in register.contracts
        for option in contract.options
    }
    assert outcomes == {None, *sv.OptionOutcome}


def test_there_is_dialogue_before_during_and_after(register):
    forms = {talk.form.value for talk in register.dialogues}
    assert {"rfi", "information-meeting", "kickoff", "tactical-meeting"} <= forms
    assert register.questions
    assert register.disclosures
    assert register.tenders


def test_follow_ups_are_done_and_missed(register):
    """Each meeting that was held names the planned follow-up that it fulfils."""
    plan = sv.plan(
        register,
        rules=[SWEDEN.follow_up_rules["se.followup.follow_up_meeting"]],
        calendar=SWEDEN.calendar,
    )
    due = {item.id for item in plan.between(None, "2026-06-01")}
    done = {talk.follow_up for talk in register.dialogues if talk.follow_up is not None}
    assert done <= {item.id for item in plan}
    assert 0.05 < len(due - done) / len(due) < 0.3
    held = {talk.follow_up: talk.occurred_on for talk in register.dialogues}
    assert any(held[item.id] > item.due_on for item in plan if item.id in held)


def test_what_did_not_go_well_is_there_too(register):
    assert {holding.role for holding in register.role_holdings} == {sv.Role.SUBCONTRACTOR}
    assert {deviation.is_open() for deviation in register.deviations} == {True, False}
    assert any(not term.is_verifiable for term in register.terms)


@pytest.mark.parametrize("country", ["SE", "NO", "FI"])
def test_names_are_invented_and_numbers_pass_their_check(country):
    from stdnum.fi import ytunnus
    from stdnum.no import orgnr as norwegian
    from stdnum.se import orgnr as swedish

    check = {"SE": swedish, "NO": norwegian, "FI": ytunnus}[country]
    register = sample_portfolio(contracts=60, country=country)
    numbers = [party.id.removeprefix(f"{country}-") for party in register.parties]
    assert all(check.is_valid(number) for number in numbers)
    assert len(set(numbers)) == len(numbers)
    names = [party.name for party in register.parties]
    assert len(set(names)) == len(names)
    assert not any(one.is_personal for party in register.parties for one in party.identifiers)


def test_days_do_not_contradict_each_other(register):
    assert register.contradictions() == ()


def test_another_seed_gives_another_register():
    one, other = sample_portfolio(contracts=5, seed=1), sample_portfolio(contracts=5, seed=2)
    assert one != other
    assert sample_portfolio(contracts=5, seed=1) == one


CODE = """
import hashlib, pathlib, sys, tempfile
from samverkan.exchange import write_json
from samverkan.testing.samples import sample_portfolio
path = pathlib.Path(sys.argv[1])
write_json(sample_portfolio(contracts=40, seed=7), path)
assert not {"hypothesis", "pytest", "faker", "polyfactory"} & set(sys.modules)
print(hashlib.sha256(path.read_bytes()).hexdigest())
"""


def test_the_bytes_do_not_depend_on_the_process(tmp_path):
    """Sets are in another order in each process; the register is not. Nor is Hypothesis loaded."""
    found = {
        subprocess.run(
            [sys.executable, "-c", CODE, str(tmp_path / "register.json")],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(found) == 1


def told(register):
    """What is in a register, in words that do not change with a format or a new field."""
    yield from (f"{party.id} {party.name}" for party in register.parties)
    for one in register.procurements:
        yield f"{one.id} {one.title} {one.published_on} {one.awarded_on} {one.concluded_on}"
    for one in register.contracts:
        options = [(option.id, str(option.extend_by)) for option in one.options]
        yield f"{one.id} {one.suppliers} {one.period} {one.value} {one.risk_class} {options}"
    for home in FACTS:
        if found := [one.id for one in getattr(register, home)]:
            yield f"{home} {found}"
    yield from (f"{talk.id} {talk.occurred_on} {talk.participants}" for talk in register.dialogues)


@pytest.mark.parametrize(
    ("country", "expected"),
    [("SE", "1924b212ed1c0fb1"), ("NO", "2fcdc59a6d23f17e"), ("FI", "ff2bedf45bed12f1")],
)
def test_the_register_is_the_same_on_every_machine(country, expected):
    """A register that is made otherwise is another one for everybody who tests with it."""
    text = "\n".join(told(sample_portfolio(contracts=100, seed=2026, country=country)))
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == expected


def test_what_cannot_be_made_is_refused():
    with pytest.raises(JurisdictionError, match="known: FI, NO, SE"):
        sample_portfolio(contracts=1, country="DE")
    with pytest.raises(PortfolioError, match="expected 1 to 20,000"):
        sample_portfolio(contracts=0)


def test_the_package_holds_the_contracts(register):
    import json

    found = read(json.dumps(sample_ocds(register)).encode())
    assert len(found.portfolio.contracts) == len(register.contracts)
    ends = sorted(str(contract.period.end) for contract in register.contracts)
    assert sorted(str(contract.period.end) for contract in found.portfolio.contracts) == ends
