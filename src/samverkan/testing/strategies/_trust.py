"""Strategies for evidence, opinions, and where a relation stands between trust and control."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from samverkan.codelists import FollowUpKind
from samverkan.testing.strategies._times import days
from samverkan.trust import DueControl, EigenTrust, Evidence, Opinion, Position, eigentrust

__all__ = ["due_controls", "evidence", "opinions", "positions", "rankings"]

_SHARES = st.integers(0, 100).map((0.01).__mul__)
_AMOUNTS = st.integers(0, 200) | st.floats(0, 1e6, allow_subnormal=False)
_PARTS = st.integers(0, 1000)
_BASE_RATES = st.sampled_from((0.5, 0.0, 1.0, 0.25, 0.9))


def evidence() -> SearchStrategy[Evidence]:
    """Counted experience (underlag); shrinks to none.

    >>> from samverkan.testing import simplest
    >>> simplest(evidence())
    Evidence(r=0.0, s=0.0)
    """
    return st.builds(Evidence, _AMOUNTS, _AMOUNTS)


@st.composite
def opinions(draw: DrawFn, *, allow_dogmatic: bool = True) -> Opinion:
    """Opinions (tillit) whose masses sum to one; shrink to the vacuous one, base rate ½.

    Args:
        allow_dogmatic: Whether uncertainty may be zero.

    >>> from samverkan.testing import simplest
    >>> simplest(opinions()) == Opinion.vacuous()
    True
    """
    belief, disbelief, uncertainty = draw(_PARTS), draw(_PARTS), draw(_PARTS)
    if not uncertainty and (not allow_dogmatic or not belief + disbelief):
        uncertainty = 1
    total = belief + disbelief + uncertainty
    return Opinion(
        belief / total, disbelief / total, uncertainty / total, base_rate=draw(_BASE_RATES)
    )


def positions() -> SearchStrategy[Position]:
    """Where relations stand between trust and control (lägen).

    Shrink to no trust, and control of which nothing is known.

    >>> from samverkan.testing import simplest
    >>> simplest(positions()).trust, simplest(positions()).control
    (0.0, None)
    """
    return st.builds(Position, _SHARES, st.none() | _SHARES)


def due_controls() -> SearchStrategy[DueControl]:
    """Controls that were to be done by a day (kontroller); shrink to one not done.

    >>> from samverkan.testing import simplest
    >>> simplest(due_controls()).done_on is None
    True
    """
    return st.builds(DueControl, st.sampled_from(FollowUpKind), days(), st.none() | days())


@st.composite
def rankings(draw: DrawFn) -> EigenTrust:
    """Network-wide rankings (nätverkstillit), as EigenTrust computes them among up to four.

    Shrink to two who know nothing of each other.

    >>> from samverkan.testing import simplest
    >>> sorted(simplest(rankings()).scores)
    ['P-1', 'P-2']
    """
    names = [f"P-{number + 1}" for number in range(draw(st.integers(2, 4)))]
    pairs = [(one, other) for one in names for other in names if one != other]
    return eigentrust([(one, other, draw(_PARTS)) for one, other in pairs])
