"""A procurement's phase never goes back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from samverkan.codelists import Phase
from samverkan.periods import day
from samverkan.procurements import Procurement

ORDER = list(Phase)
NAMES = ("started_on", "published_on", "tenders_due_on", "awarded_on", "concluded_on")
some_days = st.dates(day("2026-01-01"), day("2027-12-31")).map(day)


@st.composite
def procurements(draw):
    """Any procurement, some of its days known; shrinks to one without days."""
    in_order = sorted(draw(st.lists(some_days, min_size=5, max_size=5)))
    known = {name: on for name, on in zip(NAMES, in_order, strict=True) if draw(st.booleans())}
    if draw(st.booleans()):
        known["cancelled_on"] = max([*known.values(), draw(some_days)])
    return Procurement(id="U-1", **known)


@given(procurements(), some_days, some_days)
def test_a_phase_never_goes_back(procurement, one, other):
    phases = [procurement.phase(on) for on in sorted((one, other))]
    known = [ORDER.index(phase) for phase in phases if phase is not None]
    assert known == sorted(known)
    assert phases[0] is None or phases[1] is not None, "what is known of a day is known after it"


@given(procurements(), some_days)
def test_a_phase_is_known_where_its_borders_are(procurement, on):
    opened = procurement.published_on or procurement.started_on
    closings = [procurement.concluded_on, procurement.cancelled_on]
    closed = min((one for one in closings if one is not None), default=None)
    if closed is not None and on >= closed:
        assert procurement.phase(on) is Phase.AFTER
    elif opened is None:
        assert procurement.phase(on) is None
    else:
        assert procurement.phase(on) is (Phase.DURING if on >= opened else Phase.BEFORE)
