"""The Swedish calendar of statutory time (lagstadgad tid).

Weekends, the 13 public holidays of lag (1989:253), and the three eves that lag (1930:173) 2 § puts
beside them. The days come from the package ``holidays``; the test suite computes them once more
from the acts. Walpurgis Eve, Maundy Thursday and the like are working days here, whatever an
office does: add them with :meth:`~samverkan.WorkingCalendar.closing`.
"""

from __future__ import annotations

from samverkan.calendars import HolidaysOf, WorkingCalendar
from samverkan.codelists import SourceKind
from samverkan.explanations import LegalBasis
from samverkan.periods import Period

__all__ = ["CALENDAR"]

PUBLIC_HOLIDAYS = LegalBasis(SourceKind.LAW, "lag 1989:253 1 §")
STATUTORY_TIME = LegalBasis(SourceKind.LAW, "lag 1930:173 2 §")

CALENDAR = WorkingCalendar(
    name="SE",
    verified=Period("2005-01-01", "2050-12-31"),
    closed=HolidaysOf(
        "SE",
        categories=(("public", PUBLIC_HOLIDAYS), ("de_facto", STATUTORY_TIME)),
        options=(("include_sundays", False),),
    ),
    weekend_basis=STATUTORY_TIME,
)
"""Sweden's working days under lag 1930:173, from 2005 (when Whit Monday ceased) to 2050."""
