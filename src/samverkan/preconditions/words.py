"""A scorecard in words: each number with its counts and the facts behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import attrs

from samverkan.codelists import Phase
from samverkan.explanations import Step, Text
from samverkan.measures import Share
from samverkan.periods import Span

__all__ = ["of_shares", "of_talks"]

_LINE = Text("{part}: {what}: {said}", "{part}: {what}: {said}")
_NO_PLAN = Text("okänt, ingen plan är given", "not known, no plan is given")
_NOTHING = Text("inget att räkna", "nothing to count")
_ALL = Text("{share} ({facts})", "{share} ({facts})")
_NONE = Text("{share}; inte {rest}", "{share}; not {rest}")
_SOME = Text("{share} ({facts}); inte {rest}", "{share} ({facts}); not {rest}")
_MORE = Text("och {count} till", "and {count} more")
_SHOWN = 5

_DIALOGUE = Text("dialog", "dialogue")
_UNDERSTANDING = Text("förståelse", "understanding")
_FOLLOW_UP = Text("uppföljning", "follow-up")
_DEVELOPMENT = Text("utveckling", "development")

_WHAT: Mapping[str, tuple[Text, Text]] = MappingProxyType(
    {
        "held": (_DIALOGUE, Text("planerade möten som hållits", "planned meetings held")),
        "both_sides": (
            _DIALOGUE,
            Text("externa dialoger med båda sidor", "external dialogues with both sides"),
        ),
        "transparency": (
            _DIALOGUE,
            Text("uppgifter som delats i tid", "pieces of information shared on time"),
        ),
        "needs": (
            _UNDERSTANDING,
            Text("behov som en motpart bekräftat", "needs that a counterpart has confirmed"),
        ),
        "roles": (
            _UNDERSTANDING,
            Text("roller som en motpart bekräftat", "roles that a counterpart has confirmed"),
        ),
        "done": (_FOLLOW_UP, Text("planerade punkter som utförts", "planned items done")),
        "on_time": (
            _FOLLOW_UP,
            Text("planerade punkter som utförts i tid", "planned items done on time"),
        ),
        "obligations": (
            _FOLLOW_UP,
            Text("åtaganden som hållits i tid", "obligations kept on time"),
        ),
        "control": (
            _FOLLOW_UP,
            Text("planerade kontroller som gjorts i tid", "planned controls done on time"),
        ),
        "answered": (_DEVELOPMENT, Text("förslag som besvarats", "proposals answered")),
        "adopted": (
            _DEVELOPMENT,
            Text(
                "besvarade förslag som antagits eller prövats",
                "answered proposals adopted or tried",
            ),
        ),
        "changes": (
            _DEVELOPMENT,
            Text("ändrade förhållanden som fått ett svar", "changed circumstances answered"),
        ),
        "renewed": (
            _DEVELOPMENT,
            Text("beslutade optioner som utnyttjats", "decided options exercised"),
        ),
        "evaluated": (_DEVELOPMENT, Text("försök som utvärderats", "trials evaluated")),
    }
)
_OF_PLAN = frozenset({"held", "done", "on_time", "control"})
_BY_PHASE = Text("dialoger {phase}", "dialogues {phase}")
_LATEST = Text("senast mellan parterna", "latest between the sides")
_AGO = Text("dialogen {latest}, för {span} sedan", "dialogue {latest}, {span} ago")
_COUNTED = Text("{count} ({facts})", "{count} ({facts})")
_NO_TALK = Text("ingen är känd", "none is known")


@attrs.frozen
class _Said:
    """A text with its values, as a value of another text."""

    text: Text
    values: Mapping[str, object]

    def label(self, lang: str = "en") -> str:
        return self.text.label(lang, **self.values)


def _listed(facts: tuple[str, ...]) -> tuple[object, ...]:
    """The first few ids, and how many more there are."""
    distinct = tuple(dict.fromkeys(facts))
    if len(distinct) <= _SHOWN:
        return distinct
    return (*distinct[:_SHOWN], _Said(_MORE, {"count": len(distinct) - _SHOWN}))


def _said(share: Share) -> _Said:
    done, rest = share.facts[: share.done], share.facts[share.done :]
    values = {"share": share, "facts": _listed(done), "rest": _listed(rest)}
    return _Said(_ALL if not rest else _SOME if done else _NONE, values)


def of_shares(part: attrs.AttrsInstance, *, has_plan: bool) -> Iterator[Step]:
    """One step for each share of a part of a card."""
    for field in attrs.fields(type(part)):
        value: object = getattr(part, field.name)
        if isinstance(value, Share):
            of, what = _WHAT[field.name]
            unknown = _NOTHING if has_plan or field.name not in _OF_PLAN else _NO_PLAN
            said = _said(value) if value.due else unknown
            yield Step(_LINE, {"part": of, "what": what, "said": said})


def of_talks(
    talks: Mapping[Phase, tuple[str, ...]], latest: str | None, days_since: int | None
) -> Iterator[Step]:
    """One step for the dialogues of each phase, and one for the latest."""
    for phase, ids in talks.items():
        what = _Said(_BY_PHASE, {"phase": phase})
        said: object = _NO_TALK
        if ids:
            said = _Said(_COUNTED, {"count": len(ids), "facts": _listed(ids)})
        yield Step(_LINE, {"part": _DIALOGUE, "what": what, "said": said})
    ago: object = _NO_TALK
    if days_since is not None:
        ago = _Said(_AGO, {"latest": latest, "span": Span(days=days_since)})
    yield Step(_LINE, {"part": _DIALOGUE, "what": _LATEST, "said": ago})
