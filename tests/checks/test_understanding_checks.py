"""Every check over needs, roles and development: a finding, a near miss, and missing data."""

from __future__ import annotations

import pytest

from samverkan.development import DesignChoice, Proposal, Training, Trial
from samverkan.tenders import Tender
from samverkan.understanding import ChangedCircumstance, Confirmation, Need, RoleHolding

KOMMUN, FIRMA, RIVAL = "SE-2120999996", "SE-5599999991", "SE-5599999983"


def need(*confirmations, **more):
    return Need(
        id="N-1",
        owner=KOMMUN,
        statement="warm food",
        stated_on="2026-01-07",
        confirmed_by=confirmations,
        **more,
    )


def holding(n, party, role, **more):
    return RoleHolding(id=f"R-{n}", party=party, role=role, contract="A-1", **more)


def proposal(**more):
    return Proposal(id="P-1", by=FIRMA, what="bikes", made_on="2027-01-15", **more)


def trial(**more):
    return Trial(
        id="F-1", party=KOMMUN, method="m", hypothesis="h", started_on="2026-01-07", **more
    )


def training(n=1, held_on="2026-01-31", **more):
    return Training(
        id=f"K-{n}",
        party=KOMMUN,
        title="Förenkla – helt enkelt",
        audience={"contract-manager"},
        held_on=held_on,
        **more,
    )


def changed(**more):
    return ChangedCircumstance(
        id="C-1", contract="A-1", what="a school closes", occurred_on="2027-02-01", **more
    )


def choice(kind="lots"):
    return DesignChoice(id="V-1", procurement="U-1", kind=kind, reason="small firms")


def tender(n, party=FIRMA):
    return Tender(id=f"T-{n}", procurement="U-1", tenderers=(party,))


CASES = [
    ("understanding.unconfirmed-need", "finding", "2026-02-07", 1, {"needs": (need(),)}),
    ("understanding.unconfirmed-need", "near miss", "2026-02-06", 0, {"needs": (need(),)}),
    ("understanding.unconfirmed-need", "near miss", "2026-02-07", 0,
     {"needs": (need(Confirmation(by=FIRMA, on="2026-02-07")),)}),
    ("understanding.unconfirmed-need", "finding", "2026-02-07", 1,
     {"needs": (need(Confirmation(by=KOMMUN, on="2026-01-08")),)}),
    ("understanding.unconfirmed-need", "missing data", "2026-02-07", 0, {}),
    ("understanding.one-sided-roles", "finding", "2026-11-23", 1,
     {"role_holdings": (holding(1, KOMMUN, "contract-manager"),)}),
    ("understanding.one-sided-roles", "near miss", "2026-11-23", 0,
     {"role_holdings": (holding(1, KOMMUN, "contract-manager"),
                        holding(2, FIRMA, "supplier-contact"))}),
    ("understanding.one-sided-roles", "missing data", "2026-11-23", 0,
     {"role_holdings": (holding(1, KOMMUN, "funder"),)}),
    ("development.unanswered-proposal", "finding", "2027-03-17", 1,
     {"proposals": (proposal(),)}),
    ("development.unanswered-proposal", "near miss", "2027-03-16", 0,
     {"proposals": (proposal(),)}),
    ("development.unanswered-proposal", "near miss", "2027-03-17", 0,
     {"proposals": (proposal(answer="declined", answered_on="2027-03-17"),)}),
    ("development.unanswered-proposal", "finding", "2027-03-17", 1,
     {"proposals": (proposal(answer="declined", answered_on="2027-03-18"),)}),
    ("development.unanswered-proposal", "missing data", "2027-03-17", 0,
     {"proposals": (proposal(answer="adopted"),)}),
    ("development.trial-unevaluated", "finding", "2027-01-08", 1, {"trials": (trial(),)}),
    ("development.trial-unevaluated", "near miss", "2027-01-07", 0, {"trials": (trial(),)}),
    ("development.trial-unevaluated", "missing data", "2027-01-08", 0,
     {"trials": (trial(result="refuted"),)}),
    ("development.training-overdue", "finding", "2028-02-01", 1,
     {"trainings": (training(renew_after="24 months"),)}),
    ("development.training-overdue", "near miss", "2028-01-31", 0,
     {"trainings": (training(renew_after="24 months"),)}),
    ("development.training-overdue", "near miss", "2028-02-01", 0,
     {"trainings": (training(renew_after="24 months"),
                    training(2, "2027-05-03", renew_after="24 months"))}),
    ("development.training-overdue", "missing data", "2028-02-01", 0,
     {"trainings": (training(),)}),
    ("development.circumstance-unanswered", "finding", "2027-04-03", 1,
     {"circumstances": (changed(),)}),
    ("development.circumstance-unanswered", "near miss", "2027-04-02", 0,
     {"circumstances": (changed(),)}),
    ("development.circumstance-unanswered", "near miss", "2027-04-03", 0,
     {"circumstances": (changed(answered_on="2027-04-03"),)}),
    ("development.circumstance-unanswered", "missing data", "2027-04-03", 0, {}),
    ("development.design-without-effect", "finding", "2026-03-21", 1,
     {"design_choices": (choice(),), "tenders": (tender(1),)}),
    ("development.design-without-effect", "near miss", "2026-03-21", 0,
     {"design_choices": (choice(),), "tenders": (tender(1), tender(2, RIVAL))}),
    ("development.design-without-effect", "near miss", "2026-03-20", 0,
     {"design_choices": (choice(),), "tenders": (tender(1),)}),
    ("development.design-without-effect", "near miss", "2026-03-21", 0,
     {"design_choices": (choice("fixed-price"),), "tenders": (tender(1),)}),
    ("development.design-without-effect", "missing data", "2026-03-21", 0,
     {"design_choices": (choice(),)}),
]  # fmt: skip


@pytest.mark.parametrize(("check_id", "shows", "as_of", "count", "facts"), CASES)
def test_the_check_finds_what_it_says(check_id, shows, as_of, count, facts, build, found):
    assert len(found(check_id, build(**facts), as_of)) == count, shows
