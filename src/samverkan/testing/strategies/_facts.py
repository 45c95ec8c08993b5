"""Strategies for the dated facts of relationships, made from what their classes say.

Every kind of fact that a portfolio holds has a strategy, since the fields of its class tell what
may stand in them; what fields must keep to between them is the one table :data:`_WHOLE`.
"""

from __future__ import annotations

import functools
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar, cast

import attrs
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from hypothesis.strategies import DrawFn, SearchStrategy

from samverkan.checkpoints import LADDER, Checkpoint, Deviation, RemedyStep, SelfCleaning
from samverkan.codelists import Code, Remedy
from samverkan.contracts import Contract
from samverkan.dialogue import Dialogue, Disclosure
from samverkan.errors import near
from samverkan.facts import Fact
from samverkan.obligations import Obligation
from samverkan.periods import Day, Moment, Period, Span, day_from_ordinal, moment, months
from samverkan.portfolio import FACTS
from samverkan.portfolio.references import HOMES, REFERENCES
from samverkan.procurements import Procurement
from samverkan.relations import Relation
from samverkan.tenders import Tender
from samverkan.testing.strategies._times import TARGET, chosen
from samverkan.understanding import ChangedCircumstance, Confirmation, RoleHolding
from samverkan.values import Money

__all__ = ["Scene", "draw_fact", "facts"]

F = TypeVar("F", bound=Fact)
Values = dict[str, object]

_OFFSETS = st.integers(0, 1200)
_LATER = st.integers(0, 60)
_FEW = st.sampled_from((0, 1, 2))
_AMOUNTS = (Money(4_800_000, "SEK"), Money("0.01", "EUR"))
_SPANS = (months(3), months(12), Span(days=14))
_TRUTHS = (False, True)
_RARE = st.sampled_from((False, False, False, False, True))
_SOME_TRUTHS = st.sampled_from(_TRUTHS)


@attrs.define
class Scene:
    """What facts may refer to (scen): parties, procurements, contracts, and the facts before.

    Attributes:
        parties: Ids.
        procurements: The procurements.
        contracts: The contracts.
        start: From when on things happen.
        facts: Ids of the facts there are, by the field of a portfolio they stand in.
    """

    parties: Sequence[str]
    procurements: Sequence[Procurement] = ()
    contracts: Sequence[Contract] = ()
    start: Day = TARGET
    facts: dict[str, list[str]] = attrs.field(factory=dict[str, list[str]])

    def ids(self, home: str) -> Sequence[str]:
        """The ids that stand in a field of the portfolio."""
        if home == "parties":
            return self.parties
        if home in {"procurements", "contracts"}:
            things: Sequence[Procurement | Contract] = getattr(self, home)
            return [thing.id for thing in things]
        return self.facts.get(home, ())

    def holds(self, kind: type[Fact]) -> bool:
        """Whether there is what a kind of fact cannot do without."""
        if kind is RoleHolding and not (self.procurements or self.contracts):
            return False
        if kind is Relation and len(self.parties) < 2:
            return False
        targets = {one.field: one.target for one in REFERENCES[HOMES[kind]]}
        return all(
            self.ids(targets[field.name])
            for field in attrs.fields(kind)
            if field.name in targets and field.default is attrs.NOTHING
        )


_STANDALONE = Scene(
    parties=("SE-5599900007", "SE-5599900015", "SE-5599900023"),
    procurements=(Procurement(id="U-1"),),
    contracts=(Contract(id="A-1"),),
)


# ---------------------------------------------------------------------------- single fields
Maker = Callable[[DrawFn, Scene], object]


def _chosen(options: Sequence[object]) -> Maker:
    drawn = st.sampled_from(options)

    def make(draw: DrawFn, scene: Scene) -> object:
        del scene
        return draw(drawn)

    return make


def _a_day(draw: DrawFn, scene: Scene) -> Day:
    return day_from_ordinal(scene.start.toordinal() + draw(_OFFSETS))


def _some_day(draw: DrawFn, scene: Scene) -> Day | None:
    offset = draw(_OFFSETS)
    return day_from_ordinal(scene.start.toordinal() + offset - 1) if offset else None


def _some_moment(draw: DrawFn, scene: Scene) -> Moment | None:
    offset = draw(_OFFSETS)
    on = day_from_ordinal(scene.start.toordinal() + offset)
    return moment(f"{on}T09:00:00+01:00") if offset else None


def _days_on(draw: DrawFn, scene: Scene) -> tuple[Day, ...]:
    return tuple(_a_day(draw, scene) for _ in range(draw(_FEW)))


def _some_period(draw: DrawFn, scene: Scene) -> Period | None:
    start = _some_day(draw, scene)
    if start is None:
        return None
    lasting = draw(_OFFSETS)
    return Period(start, day_from_ordinal(start.toordinal() + lasting) if lasting else None)


def _confirmations(draw: DrawFn, scene: Scene) -> tuple[Confirmation, ...]:
    return tuple(
        Confirmation(by=chosen(draw, scene.parties), on=_a_day(draw, scene))
        for _ in range(draw(_FEW))
    )


def _self_cleaning(draw: DrawFn, scene: Scene) -> SelfCleaning | None:
    del scene
    if not draw(_RARE):
        return None
    return SelfCleaning(
        compensated=draw(_SOME_TRUTHS),
        clarified=draw(_SOME_TRUTHS),
        prevented=draw(_SOME_TRUTHS),
        settled=draw(_SOME_TRUTHS),
    )


def _steps(draw: DrawFn, scene: Scene) -> tuple[RemedyStep, ...]:
    """Steps along the ladder, from the day the scene is set to on."""
    taken: list[RemedyStep] = []
    stage: Remedy | None = None
    ordinal = scene.start.toordinal()
    for _ in range(draw(_STEPS)):
        following = sorted(LADDER[stage], key=_value)
        if not following:
            break
        stage = chosen(draw, following)
        ordinal += draw(_LATER)
        taken.append(RemedyStep(stage, day_from_ordinal(ordinal)))
    return tuple(taken)


_STEPS = st.sampled_from((0, 1, 2, 4))


def _value(code: Code) -> str:
    return str(code.value)


def _named(target: str, *, several: bool, optional: bool) -> Maker:
    """One id of what stands in a field of the portfolio, or several of them."""

    def make(draw: DrawFn, scene: Scene) -> object:
        known = scene.ids(target)
        if several:
            single = ((one,) for one in known)
            return chosen(draw, ((), *single, tuple(known[:2]), tuple(known[1:])))
        if optional:
            return chosen(draw, (None, *known))
        return chosen(draw, known)

    return make


_SPECIAL: Mapping[object, Maker] = {
    Day: _a_day,
    Day | None: _some_day,
    Moment | None: _some_moment,
    Period | None: _some_period,
    tuple[Day, ...]: _days_on,
    tuple[str, ...]: _chosen(((), ("inköpsstatistik",))),
    tuple[Confirmation, ...]: _confirmations,
    tuple[RemedyStep, ...]: _steps,
    SelfCleaning | None: _self_cleaning,
}
_PLAIN: Mapping[object, Sequence[object]] = {
    str: ("menyer", "a/b", "”citat” & <b>"),
    bool: _TRUTHS,
    int: (1, 12, 250),
    Decimal: (Decimal("0.5"), Decimal(0), Decimal(1), Decimal("0.75")),
    Money: _AMOUNTS,
    Span: _SPANS,
}


def _maker(hint: object) -> Maker:
    """What makes the values of a field, by its type."""
    if hint in _SPECIAL:
        return _SPECIAL[hint]
    parts = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    (kind,) = (part for part in parts if part is not type(None))
    unknown = (None,) if len(parts) > 1 else ()
    if isinstance(kind, type) and issubclass(kind, Code):
        return _chosen((*unknown, *kind))
    if typing.get_origin(kind) is frozenset:
        members = tuple(cast("type[Code]", typing.get_args(kind)[0]))
        none = frozenset[Code]()
        return _chosen((none, *(frozenset({one}) for one in members), frozenset(members)))
    return _chosen((*unknown, *_PLAIN[kind]))


@functools.cache
def _makers(home: str) -> Mapping[str, Maker]:
    """What makes each field of the kind of fact that stands in a field of a portfolio."""
    kind = FACTS[home]
    hints = typing.get_type_hints(kind)
    references = {one.field: one.target for one in REFERENCES[home]}
    found: dict[str, Maker] = {}
    for field in attrs.fields(kind):
        hint = hints[field.name]
        if field.name == "id":
            continue
        if (
            field.name in {"replaces", "amendment", "lot", "follow_up"}
            and field.default is not attrs.NOTHING
        ):
            continue
        if field.name in references:
            several = typing.get_origin(hint) is tuple
            optional = field.default is not attrs.NOTHING
            found[field.name] = _named(references[field.name], several=several, optional=optional)
        else:
            found[field.name] = _maker(hint)
    return found


# ---------------------------------------------------------------------------- whole facts
Fit = Callable[[DrawFn, Scene, Values], None]
"""Changes values that do not fit each other until they do."""


def _in_order(*names: str) -> Fit:
    """Each day no earlier than the one before."""

    def fit(draw: DrawFn, scene: Scene, values: Values) -> None:
        del draw, scene
        before: Day | None = None
        for name in names:
            on = cast("Day | None", values.get(name))
            if on is not None and before is not None and on < before:
                values[name] = on = before
            before = on or before

    return fit


def _tender(draw: DrawFn, scene: Scene, values: Values) -> None:
    if not values["tenderers"]:
        values["tenderers"] = (scene.parties[0],)
    lots = next((one.lots for one in scene.procurements if one.id == values["procurement"]), ())
    if lots:
        values["lot"] = chosen(draw, (None, *(lot.id for lot in lots)))


def _dialogue(draw: DrawFn, scene: Scene, values: Values) -> None:
    del draw, scene
    if getattr(values["form"], "value", None) == "internal-needs":
        values["stated_scope"] = None


def _disclosure(draw: DrawFn, scene: Scene, values: Values) -> None:
    del draw
    if values["due_on"] is None and values["shared_on"] is None:
        values["shared_on"] = scene.start


def _role_holding(draw: DrawFn, scene: Scene, values: Values) -> None:
    del draw
    if values["contract"] is None and values["procurement"] is None:
        home = "contract" if scene.contracts else "procurement"
        values[home] = scene.ids(f"{home}s")[0]


def _circumstance(draw: DrawFn, scene: Scene, values: Values) -> None:
    _in_order("occurred_on", "answered_on")(draw, scene, values)
    contract = next(one for one in scene.contracts if one.id == values["contract"])
    if contract.amendments and values["answered_on"] is not None:
        values["amendment"] = contract.amendments[0].id


def _checkpoint(draw: DrawFn, scene: Scene, values: Values) -> None:
    del draw, scene
    if values["observer"] == values["observed"]:
        values["observed"] = None


def _deviation(draw: DrawFn, scene: Scene, values: Values) -> None:
    later = attrs.evolve(scene, start=cast("Day", values["occurred_on"]))
    values["steps"] = _steps(draw, later)


def _relation(draw: DrawFn, scene: Scene, values: Values) -> None:
    del draw
    if values["source"] == values["target"]:
        values["target"] = None
    if values["target"] is None and values["market"] is None:
        others = (party for party in scene.parties if party != values["source"])
        values["target"] = next(others)


_WHOLE: Mapping[type[Fact], Fit] = {
    Tender: _tender,
    ChangedCircumstance: _circumstance,
    RoleHolding: _role_holding,
    Dialogue: _dialogue,
    Disclosure: _disclosure,
    Obligation: _in_order("agreed_on", "due_on"),
    Checkpoint: _checkpoint,
    Deviation: _deviation,
    Relation: _relation,
}
_ORDERS: Mapping[str, Fit] = {
    "answered_on": _in_order("asked_on", "made_on", "answered_on"),
    "evaluated_on": _in_order("started_on", "evaluated_on"),
    "ended_on": _in_order("occurred_on", "ended_on"),
}
"""For kinds without a row of their own, by a field that they have."""


def draw_fact(
    draw: DrawFn,
    kind: type[F],
    id: str,  # noqa: A002  # what every noun calls it
    scene: Scene,
    fields: Mapping[str, SearchStrategy[object]] | None = None,
) -> F:
    """One fact of a kind that refers to what there is in a scene."""
    given = {name: draw(drawn) for name, drawn in (fields or {}).items()}
    values: Values = {
        name: given[name] if name in given else make(draw, scene)
        for name, make in _makers(HOMES[kind]).items()
    }
    if kind in _WHOLE:
        _WHOLE[kind](draw, scene, values)
    else:
        for name, fit in _ORDERS.items():
            if name in values:
                fit(draw, scene, values)
    return kind(**{"id": id, **values, **given})  # type: ignore[arg-type]  # the fields are the kind's own


@st.composite
def facts(draw: DrawFn, kind: type[F], /, **fields: SearchStrategy[object]) -> F:
    """Facts of a kind (uppgifter), such as :class:`~samverkan.dialogue.Dialogue`.

    Any field may be given as a strategy of its own; the others are made so that the fact is valid.
    They refer to the parties SE-5599900007 to SE-5599900023, to procurement U-1 and contract A-1.
    Shrink to what is known least: no day but those that must be, 2026-09-01.

    Args:
        kind: The kind of fact: one of those that a portfolio holds.
        **fields: Strategies of single fields.

    >>> from hypothesis import strategies as st
    >>> from samverkan.testing import simplest
    >>> talk = simplest(facts(Dialogue, contract=st.just("A-7")))
    >>> talk.contract, str(talk.occurred_on), talk.participants
    ('A-7', '2026-09-01', ())
    """
    known = [field.name for field in attrs.fields(kind)]
    for name in fields:
        if name not in known:
            raise InvalidArgument(f"{kind.__name__}: unknown field {name!r}; {near(name, known)}")
    return draw_fact(draw, kind, "F-1", _STANDALONE, fields)
