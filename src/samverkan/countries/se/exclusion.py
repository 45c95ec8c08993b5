"""Swedish exclusion grounds, look-back and self-cleaning: eligibility as a gate with reasons.

The grounds of LOU 13 are data (X01-X18); :func:`eligibility` asks them of a party and a day. The
answer is a status with reasons and never a number: neither trust nor price can outweigh a ground.

>>> from samverkan.checkpoints import ExclusionFact
>>> from samverkan.parties import Party
>>> facts = Portfolio(
...     parties=(Party(id="B"),),
...     exclusion_facts=(
...         ExclusionFact(id="E", party="B", ground="corruption", occurred_on="2021-08-03"),),
... )
>>> eligibility(facts, "B", on="2026-08-03").status  # five years to the day: not more than five
<Eligibility.EXCLUDED: 'excluded-must'>
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import attrs

from samverkan.checkpoints import EligibilityCheck, ExclusionFact
from samverkan.codelists import Eligibility, ExclusionGround, Regime, RelationKind
from samverkan.countries.se.statute import REVIEW_2022, dated, lou
from samverkan.deadlines import NOT_LEGAL_ADVICE
from samverkan.explanations import Dated, Explanation, LegalBasis, Step, Text
from samverkan.periods import Day, add_months, day
from samverkan.portfolio import Portfolio
from samverkan.relations import Relation

__all__ = ["GROUNDS", "EligibilityResult", "GroundRule", "eligibility"]

_CRIME = Text("dom äldre än", "judgment older than")
_EVENT = Text("händelse äldre än", "event older than")
_FIVE_YEARS = dated(_CRIME, (REVIEW_2022, 5, lou("13:1 a")))
_THREE_YEARS = dated(_EVENT, (REVIEW_2022, 3, lou("13:3 a")))


@attrs.frozen(kw_only=True)
class GroundRule:
    """What the act says of one ground (uteslutningsgrund).

    Attributes:
        id: Its number here, X01 to X18.
        ground: The ground.
        basis: The section.
        article: The paragraph of Article 57 of Directive 2014/24/EU; empty for a national one.
        eforms: Codes of eForms and ESPD 5 (``exclusion-ground``).
        espd: Criterion codes of ESPD-EDM 4.1.
        is_mandatory: Whether the party must be excluded; ``None`` where a final ruling decides.
        look_back: After how many years it may not be used; ``None`` where the act states none.

    >>> GROUNDS[ExclusionGround.CORRUPTION].id, GROUNDS[ExclusionGround.CORRUPTION].is_mandatory
    ('X02', True)
    """

    id: str
    ground: ExclusionGround
    basis: LegalBasis
    article: str
    eforms: tuple[str, ...]
    espd: tuple[str, ...]
    is_mandatory: bool | None
    look_back: Dated[int] | None

    @property
    def is_crime(self) -> bool:
        """Whether it is one of the crimes of 13:1, which reach over persons in the lead."""
        return self.look_back is _FIVE_YEARS


def _rule(
    number: int,
    ground: ExclusionGround,
    section: str,
    article: str,
    eforms: str,
    espd: str,
    *,
    must: bool | None = False,
) -> GroundRule:
    look_back = None if must is None or number == 18 else _FIVE_YEARS if must else _THREE_YEARS
    return GroundRule(
        id=f"X{number:02}",
        ground=ground,
        basis=lou(section),
        article=article,
        eforms=tuple(eforms.split()),
        espd=tuple(espd.split()),
        is_mandatory=must,
        look_back=look_back,
    )


_G = ExclusionGround
GROUNDS: Mapping[ExclusionGround, GroundRule] = MappingProxyType(
    {
        rule.ground: rule
        for rule in (
            _rule(1, _G.CRIMINAL_ORGANISATION, "13:1 p 1", "57(1)(a)", "exg-crim-part",
                  "crime-org", must=True),
            _rule(2, _G.CORRUPTION, "13:1 p 2", "57(1)(b)", "exg-crim-corrpt", "corruption",
                  must=True),
            _rule(3, _G.FRAUD, "13:1 p 3", "57(1)(c)", "exg-crim-fraud", "fraud", must=True),
            _rule(4, _G.MONEY_LAUNDERING, "13:1 p 4", "57(1)(e)", "exg-crim-laund",
                  "finan-laund", must=True),
            _rule(5, _G.TERRORISM, "13:1 p 5", "57(1)(d)", "exg-crim-terror", "terr-offence",
                  must=True),
            _rule(6, _G.HUMAN_TRAFFICKING, "13:1 p 6", "57(1)(f)", "exg-crim-traffick",
                  "human-traffic", must=True),
            _rule(7, _G.TAXES, "13:2", "57(2)", "exg-pmt-bre-tax", "tax-pay", must=None),
            _rule(8, _G.SOCIAL_SECURITY, "13:2", "57(2)", "exg-pmt-bre-ssc", "socsec-pay",
                  must=None),
            _rule(9, _G.ENVIRONMENT_SOCIAL_LABOUR, "13:3 p 1", "57(4)(a)",
                  "exg-mis-bre-env-law exg-mis-bre-soc-law exg-mis-bre-lab-law",
                  "envir-law socsec-law labour-law"),
            _rule(10, _G.INSOLVENCY, "13:3 p 2", "57(4)(b)",
                  "exg-sitn-bankr exg-sitn-insolvency exg-sitn-liq-admin exg-sitn-cred-arran "
                  "exg-sitn-as-susp exg-sitn-other",
                  "bankruptcy insolvency liq-admin cred-arran susp-act bankr-nat"),
            _rule(11, _G.MISCONDUCT, "13:3 p 3", "57(4)(c)", "exg-mis-misconduct",
                  "prof-misconduct"),
            _rule(12, _G.DISTORTION, "13:3 p 4", "57(4)(d)", "exg-mis-distortion",
                  "distorsion"),
            _rule(13, _G.EARLIER_CONTRACT, "13:3 p 5", "57(4)(g)", "exg-mis-sanction",
                  "sanction"),
            _rule(14, _G.CONFLICT_OF_INTEREST, "13:3 p 6", "57(4)(e)", "exg-mis-partic-confl",
                  "partic-confl"),
            _rule(15, _G.PREPARATION, "13:3 p 7", "57(4)(f)", "exg-mis-prep-confl",
                  "prep-confl"),
            _rule(16, _G.MISREPRESENTATION, "13:3 p 8", "57(4)(h)", "exg-mis-misrepresent",
                  "misrepresent"),
            _rule(17, _G.UNDUE_INFLUENCE, "13:3 p 9", "57(4)(i)", "exg-mis-misrepresent",
                  "misrepresent"),
            _rule(18, _G.NATIONAL, "19:17", "", "exg-natl-bre-nat-law", "nati-ground"),
        )
    }
)  # fmt: skip
"""Every ground by its code, in the order of the act."""


@attrs.frozen(kw_only=True)
class EligibilityResult:
    """Whether a party may take part on a day, and why (prövning av uteslutning).

    Attributes:
        party: Id of the party.
        status: Eligible, must be excluded, may be excluded, or not known.
        grounds: The grounds that can be used on the day, in the order of the act.
        facts: Ids of the facts they rest on.
        explanation: The reasons.

    >>> found = EligibilityResult(
    ...     party="B", status=Eligibility.UNKNOWN, explanation=Explanation(()))
    >>> found.grounds
    ()
    """

    party: str
    status: Eligibility
    grounds: tuple[ExclusionGround, ...] = ()
    facts: tuple[str, ...] = ()
    explanation: Explanation

    def why(self, lang: str = "en") -> str:
        """The reasons, numbered, and that this is no legal advice."""
        return f"{self.explanation.text(lang)}\n{NOT_LEGAL_ADVICE.label(lang)}"


_FACT = Text(
    "{ground} ({fact}) från {on} hos {party}", "{ground} ({fact}) of {on} of party {party}"
)
_OLD = Text(
    "{fact}: äldre än {years} år den {on}, får inte läggas till grund",
    "{fact}: older than {years} years on {on}, may not be used",
)
_MUST = Text("{fact}: leverantören ska uteslutas", "{fact}: the supplier must be excluded")
_MAY = Text(
    "{fact}: leverantören får uteslutas; beslut krävs",
    "{fact}: the supplier may be excluded; a decision is needed",
)
_CLEANED = Text(
    "{fact}: alla tre åtgärderna för självsanering är vidtagna; de bedöms mot allvaret, beslut "
    "krävs",
    "{fact}: all three measures of self-cleaning are taken; they are weighed against the gravity, "
    "a decision is needed",
)
_SETTLED = Text(
    "{fact}: betalt, eller bindande överenskommelse om betalning: ingen grund",
    "{fact}: paid, or a binding agreement to pay: no ground",
)
_NOT_BY_PERSON = Text(
    "{fact}: gäller en person i ledningen; grunden prövas bara mot leverantören själv",
    "{fact}: is about a person in the lead; the ground is asked of the supplier itself only",
)
_ELSEWHERE = Text(
    "{fact}: grunden finns bara under tröskelvärdena", "{fact}: a ground below the thresholds only"
)
_BELOW = Text(
    "under tröskelvärdena är varje grund en möjlighet",
    "below the thresholds every ground is a may",
)
_HEARD = Text(
    "leverantören ska få yttra sig inom en bestämd tid innan beslutet",
    "the supplier is to be heard within a set time before the decision",
)
_PUBLIC_INTEREST = Text(
    "tvingande hänsyn till allmänintresset kan sätta skyldigheten åt sidan",
    "an overriding public interest may set the duty aside",
)
_CHECKED = Text("kontrollerad {on}: ingen grund känd", "checked on {on}: no ground known")
_UNCHECKED = Text(
    "ingen uppgift och ingen kontroll: inte prövat", "no fact and no check: not known"
)


def eligibility(
    portfolio: Portfolio,
    party: str,
    *,
    on: str | dt.date,
    regime: Regime | str = Regime.ABOVE,
) -> EligibilityResult:
    """Whether a party may take part in a procurement (uteslutning, LOU 13 kap.).

    Args:
        portfolio: The facts; those of organisations that direct or represent the party count for
            the crimes of 13:1, one step away.
        party: Id of the party.
        on: The day of the decision.
        regime: Below the thresholds every ground is a may, and 19:17 adds those of the documents.

    >>> eligibility(Portfolio(), "B", on="2026-08-03").status
    <Eligibility.UNKNOWN: 'unknown'>

    Raises:
        LawCoverageError: when the law of the day is not known.
    """
    decided, above = day(on), Regime.of(regime) is Regime.ABOVE
    _FIVE_YEARS.step(decided)
    steps: list[Step] = []
    usable: list[tuple[ExclusionFact, bool]] = []
    for fact in _facts(portfolio, party, decided):
        rule = GROUNDS[fact.ground]
        values = {"ground": fact.ground, "fact": fact.id, "party": fact.party}
        steps.append(Step(_FACT, {**values, "on": fact.occurred_on}, basis=rule.basis))
        verdict, step = _judged(fact, rule, decided, above=above)
        steps.append(step)
        if verdict is not None:
            usable.append((fact, verdict))
    status = _status(portfolio, party, decided, usable, steps)
    if usable:
        if not above:
            steps.append(Step(_BELOW, basis=lou("19:17")))
        steps.append(Step(_HEARD, basis=lou("13:4" if above else "19:17")))
    if status is Eligibility.EXCLUDED:
        steps.append(Step(_PUBLIC_INTEREST, basis=lou("13:6")))
    caveat = _FIVE_YEARS.caveat(decided)
    order = list(GROUNDS)
    return EligibilityResult(
        party=party,
        status=status,
        grounds=tuple(sorted({fact.ground for fact, _ in usable}, key=order.index)),
        facts=tuple(fact.id for fact, _ in usable),
        explanation=Explanation((*steps, *([] if caveat is None else [caveat]))),
    )


def _facts(portfolio: Portfolio, party: str, on: Day) -> Iterator[ExclusionFact]:
    """The facts about a party, and the crimes of those who direct or represent it."""
    for fact in portfolio.of(ExclusionFact, party, by="party"):
        if fact.occurred_on <= on:
            yield fact
    for relation in portfolio.of(Relation, party, by="target"):
        if relation.kind in {RelationKind.DIRECTS, RelationKind.REPRESENTS} and relation.holds(on):
            for fact in portfolio.of(ExclusionFact, relation.source, by="party"):
                if GROUNDS[fact.ground].is_crime and fact.occurred_on <= on:
                    yield fact


def _judged(
    fact: ExclusionFact, rule: GroundRule, on: Day, *, above: bool
) -> tuple[bool | None, Step]:
    """Whether the fact must exclude (True), may (False), or cannot (None), and why."""
    named = {"fact": fact.id}
    if fact.through_person and not rule.is_crime:
        return None, Step(_NOT_BY_PERSON, named, basis=lou("13:1", 2))
    if rule.ground is ExclusionGround.NATIONAL and above:
        return None, Step(_ELSEWHERE, named, basis=lou("19:17"))
    lasts = rule.ground is ExclusionGround.INSOLVENCY and fact.ended_on is None
    if rule.look_back is not None and not lasts:
        _, years, basis = rule.look_back.step(on)
        if fact.occurred_on < add_months(on, -12 * years):
            return None, Step(_OLD, {**named, "years": years, "on": on}, basis=basis)
    cleaned = fact.self_cleaning
    if rule.is_mandatory is None and cleaned is not None and cleaned.settled:
        return None, Step(_SETTLED, named, basis=lou("13:5", 3))
    must = (bool(fact.is_final) if rule.is_mandatory is None else rule.is_mandatory) and above
    if rule.look_back is not None and cleaned is not None and cleaned.is_complete:
        return False, Step(_CLEANED, named, basis=lou("13:5"))
    return must, Step(_MUST if must else _MAY, named, basis=rule.basis)


def _status(
    portfolio: Portfolio,
    party: str,
    on: Day,
    usable: list[tuple[ExclusionFact, bool]],
    steps: list[Step],
) -> Eligibility:
    if usable:
        must = any(verdict for _, verdict in usable)
        return Eligibility.EXCLUDED if must else Eligibility.MAY_BE_EXCLUDED
    checked = [
        one.checked_on
        for one in portfolio.of(EligibilityCheck, party, by="party")
        if one.checked_on <= on
    ]
    if checked:
        steps.append(Step(_CHECKED, {"on": max(checked)}))
        return Eligibility.ELIGIBLE
    if not steps:
        steps.append(Step(_UNCHECKED))
    return Eligibility.UNKNOWN
