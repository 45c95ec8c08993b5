"""Dialogue: who talked with whom, in what form, about what, and who was told what.

What may be said to whom depends on the phase; :data:`FORMS` is the one table of it that every
country shares.

>>> talk = Dialogue(
...     id="D-1", form="information-meeting", occurred_on="2026-01-20", procurement="U-1",
...     participants=("SE-2120999996", "SE-5599999991"), audience="open", topics={"needs"},
... )
>>> talk.scope, talk.depth
(<DialogueScope.EXTERNAL: 'external'>, 1)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import attrs

from samverkan.codelists import (
    Audience,
    Channel,
    DialogueForm,
    DialogueScope,
    DisclosureKind,
    Phase,
    Role,
    Topic,
    as_audience,
    as_channel,
    as_dialogue_form,
    as_dialogue_scope,
    as_disclosure_kind,
)
from samverkan.facts import Fact, as_ids
from samverkan.periods import Day, day, optional_day

__all__ = ["DEPTH", "FORMS", "Dialogue", "Disclosure", "Question", "allowed"]

_EARLY = frozenset({Phase.BEFORE})
_UNDERWAY = frozenset({Phase.DURING})
_LATER = frozenset({Phase.AFTER})
_TALKS = _EARLY | _LATER
_ALWAYS = frozenset(Phase)

FORMS: Mapping[DialogueForm, frozenset[Phase]] = MappingProxyType(
    {
        DialogueForm.INTERNAL_NEEDS_DIALOGUE: _ALWAYS,
        DialogueForm.MARKET_ANALYSIS: _ALWAYS,
        DialogueForm.INFORMATION_MEETING: _TALKS,
        DialogueForm.WORKSHOP: _TALKS,
        DialogueForm.ONE_TO_ONE: _TALKS,
        DialogueForm.RFI: _EARLY,
        DialogueForm.EXTERNAL_REVIEW: _EARLY,
        DialogueForm.PRIOR_INFORMATION_NOTICE: _EARLY,
        DialogueForm.MARKET_CONSULTATION_NOTICE: _EARLY,
        DialogueForm.SUPPLIER_TRAINING: _TALKS,
        DialogueForm.QUESTION_AND_ANSWER: _UNDERWAY,
        DialogueForm.DOCUMENT_CHANGE: _UNDERWAY,
        DialogueForm.ORAL_CONTACT: _ALWAYS,
        DialogueForm.SITE_VISIT: _ALWAYS,
        DialogueForm.TENDER_OPENING: _UNDERWAY,
        DialogueForm.CLARIFICATION: _UNDERWAY,
        DialogueForm.ABNORMALLY_LOW_EXPLANATION: _UNDERWAY,
        DialogueForm.EXCLUSION_HEARING: _UNDERWAY,
        DialogueForm.NEGOTIATION: _UNDERWAY,
        DialogueForm.COMPETITIVE_DIALOGUE: _UNDERWAY,
        DialogueForm.INNOVATION_PARTNERSHIP: _UNDERWAY | _LATER,
        DialogueForm.NATIONAL_DIALOGUE: _UNDERWAY,
        DialogueForm.NATIONAL_NEGOTIATION: _UNDERWAY,
        DialogueForm.AWARD_NOTIFICATION: _UNDERWAY,
        DialogueForm.STANDSTILL: _UNDERWAY,
        DialogueForm.DEBRIEF: _UNDERWAY | _LATER,
        DialogueForm.KICKOFF: _LATER,
        DialogueForm.OPERATIONAL_MEETING: _LATER,
        DialogueForm.TACTICAL_MEETING: _LATER,
        DialogueForm.STRATEGIC_MEETING: _LATER,
        DialogueForm.DEVELOPMENT_DIALOGUE: _TALKS,
        DialogueForm.OTHER: _ALWAYS,
    }
)
"""In which phases each form has its place, whatever the country."""

DEPTH: Mapping[DialogueForm, int] = MappingProxyType(
    dict.fromkeys(DialogueForm, 2)
    | dict.fromkeys(
        (
            DialogueForm.MARKET_ANALYSIS,
            DialogueForm.INFORMATION_MEETING,
            DialogueForm.PRIOR_INFORMATION_NOTICE,
            DialogueForm.MARKET_CONSULTATION_NOTICE,
            DialogueForm.SUPPLIER_TRAINING,
            DialogueForm.DOCUMENT_CHANGE,
            DialogueForm.TENDER_OPENING,
            DialogueForm.AWARD_NOTIFICATION,
            DialogueForm.STANDSTILL,
        ),
        1,
    )
    | dict.fromkeys(
        (
            DialogueForm.ONE_TO_ONE,
            DialogueForm.COMPETITIVE_DIALOGUE,
            DialogueForm.INNOVATION_PARTNERSHIP,
            DialogueForm.STRATEGIC_MEETING,
            DialogueForm.DEVELOPMENT_DIALOGUE,
        ),
        3,
    )
)
"""How deep each form goes: 1 one side tells, 2 both exchange, 3 both develop together.

The levels are this library's choice.
"""

_INTERNAL = frozenset({DialogueForm.INTERNAL_NEEDS_DIALOGUE, DialogueForm.MARKET_ANALYSIS})


def allowed(form: DialogueForm | str, phase: Phase) -> bool:
    """Whether a form of dialogue has its place in a phase (tillåten dialogform).

    >>> allowed("rfi", Phase.BEFORE), allowed("rfi", Phase.DURING)
    (True, False)
    """
    return phase in FORMS[as_dialogue_form(form)]


def _topics(values: Iterable[Topic | str]) -> frozenset[Topic]:
    return frozenset(Topic.of(value) for value in values)


def _roles(values: Iterable[Role | str]) -> frozenset[Role]:
    return frozenset(Role.of(value) for value in values)


def _phase(value: Phase | str) -> Phase:
    return Phase.of(value)


@attrs.frozen(kw_only=True)
class Dialogue(Fact):
    """A meeting, an exchange of letters, a notice: one dialogue (dialog).

    Attributes:
        form: How it was held.
        occurred_on: The day; the first one of several.
        stated_scope: Internal or external, where the form does not tell.
        claimed_phase: The phase that whoever recorded it put it in; a check compares.
        procurement: Id of the procurement it is about.
        contract: Id of the contract it is about.
        participants: Party ids of those who took part, of both sides.
        functions: The functions that took part (contract manager, supplier contact, …).
        topics: What it was about; an integrity talk has the topic ``integrity``.
        audience: Who could take part.
        channel: In writing or orally.
        is_essential: Whether it touched the essential parts of the procurement; ``None`` unknown.
        is_documented: Whether there are notes; ``None`` unknown.
        follow_up: Id of the planned follow-up that it fulfils.

    >>> Dialogue(id="D-2", form="internal-needs", occurred_on="2026-01-07").scope
    <DialogueScope.INTERNAL: 'internal'>

    Raises:
        FactError: when a form that stays in the house is called external.
    """

    form: DialogueForm = attrs.field(converter=as_dialogue_form)
    occurred_on: Day = attrs.field(converter=day)
    stated_scope: DialogueScope | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_dialogue_scope)
    )
    claimed_phase: Phase | None = attrs.field(
        default=None, converter=attrs.converters.optional(_phase)
    )
    procurement: str | None = None
    contract: str | None = None
    participants: tuple[str, ...] = attrs.field(default=(), converter=as_ids)
    functions: frozenset[Role] = attrs.field(default=frozenset[Role](), converter=_roles)
    topics: frozenset[Topic] = attrs.field(default=frozenset[Topic](), converter=_topics)
    audience: Audience | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_audience)
    )
    channel: Channel | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_channel)
    )
    is_essential: bool | None = None
    is_documented: bool | None = None
    follow_up: str | None = None

    def _problems(self) -> Iterable[str]:
        yield from super()._problems()
        if (
            self.form is DialogueForm.INTERNAL_NEEDS_DIALOGUE
            and self.stated_scope is DialogueScope.EXTERNAL
        ):
            yield "form='internal-needs' with stated_scope='external'; correct one of them"

    @property
    def happened_on(self) -> Day:
        """The day it was held."""
        return self.occurred_on

    @property
    def scope(self) -> DialogueScope:
        """Internal or external: as stated, else by its form."""
        if self.stated_scope is not None:
            return self.stated_scope
        return DialogueScope.INTERNAL if self.form in _INTERNAL else DialogueScope.EXTERNAL

    @property
    def depth(self) -> int:
        """How deep the form goes, 1 to 3, by :data:`DEPTH`."""
        return DEPTH[self.form]


@attrs.frozen(kw_only=True)
class Disclosure(Fact):
    """One piece of information, to whom it went and when (lämnad uppgift).

    The same piece handed out on several days is several disclosures with one ``information``. A
    piece that should be open and is not yet shared has a ``due_on`` and no ``shared_on``.

    Attributes:
        information: What it is: a name or number that is the same wherever it is handed out.
        kind: What kind of information.
        procurement: Id of the procurement it belongs to.
        contract: Id of the contract it belongs to.
        dialogue: Id of the dialogue in which it was given.
        to: Party ids of those who got it; not needed where the audience is open.
        audience: Who could get it.
        due_on: The day by which it should be shared.
        shared_on: The day it was shared.

    >>> Disclosure(id="I-1", information="question 7", to=("SE-5599999991",),
    ...            shared_on="2026-03-03", kind="answer").reaches("SE-5599999983")
    False

    Raises:
        FactError: without a name of the information, or with neither day.
    """

    information: str
    kind: DisclosureKind | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_disclosure_kind)
    )
    procurement: str | None = None
    contract: str | None = None
    dialogue: str | None = None
    to: tuple[str, ...] = attrs.field(default=(), converter=as_ids)
    audience: Audience | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_audience)
    )
    due_on: Day | None = attrs.field(default=None, converter=optional_day)
    shared_on: Day | None = attrs.field(default=None, converter=optional_day)

    def _problems(self) -> Iterable[str]:
        yield from super()._problems()
        if not self.information:
            yield f"information={self.information!r}; expected a text; name what was shared"
        if self.due_on is None and self.shared_on is None:
            yield "neither due_on nor shared_on; give at least one of the days"

    @property
    def happened_on(self) -> Day | None:
        """The day it was shared; ``None`` for what is only due."""
        return self.shared_on if self.due_on is None else None

    def _without_later(self, last: Day) -> Disclosure:
        if self.due_on is not None and self.shared_on is not None and self.shared_on > last:
            return attrs.evolve(self, shared_on=None)
        return self

    @property
    def is_to_all(self) -> bool:
        """Whether everybody who takes part could get it."""
        return self.audience in {Audience.OPEN, Audience.ALL_TENDERERS}

    def reaches(self, party: str) -> bool:
        """Whether a party could get it."""
        return self.is_to_all or party in self.to


@attrs.frozen(kw_only=True)
class Question(Fact):
    """A question and its answer (fråga och svar; OCDS ``Enquiry``).

    Attributes:
        text: What was asked.
        asked_on: The day.
        asked_by: Party id of who asked.
        procurement: Id of the procurement it is about.
        contract: Id of the contract it is about.
        dialogue: Id of the dialogue in which it was asked.
        answer: What was answered.
        answered_on: The day of the answer; to whom it went is a :class:`Disclosure`.

    >>> from samverkan.periods import day
    >>> asked = Question(id="Q-1", text="Which floor?", asked_on="2026-03-02",
    ...                  answered_on="2026-03-09", answer="The third")
    >>> asked.until(day("2026-03-05")).answer is None
    True

    Raises:
        FactError: when it was answered before it was asked.
    """

    text: str | None = None
    asked_on: Day = attrs.field(converter=day)
    asked_by: str | None = None
    procurement: str | None = None
    contract: str | None = None
    dialogue: str | None = None
    answer: str | None = None
    answered_on: Day | None = attrs.field(default=None, converter=optional_day)

    def _problems(self) -> Iterable[str]:
        yield from super()._problems()
        if self.answered_on is not None and self.answered_on < self.asked_on:
            yield (
                f"answered_on={self.answered_on} comes before asked_on={self.asked_on}; "
                "correct one of the days"
            )

    @property
    def happened_on(self) -> Day:
        """The day it was asked."""
        return self.asked_on

    def _without_later(self, last: Day) -> Question:
        if self.answered_on is not None and self.answered_on > last:
            return attrs.evolve(self, answered_on=None, answer=None)
        return self
