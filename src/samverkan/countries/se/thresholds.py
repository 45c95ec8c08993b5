"""Swedish thresholds and limits of direct procurement, dated, in SEK and EUR (LOU 5:1, 19 a:2).

The Government announces the thresholds in both currencies; neither is reckoned from the other. An
amount that was not found is a row without a value, and asking for it raises.

>>> threshold(on="2025-03-01", category="services", central=False).amount.label("sv")
'2 389 585 SEK'
>>> threshold(on="2026-03-01", category="services", central=False, currency="EUR").amount.label()
'EUR 216,000'
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from samverkan.codelists import Category, SourceKind
from samverkan.countries.eu import THRESHOLDS_EUR
from samverkan.countries.se.records import DIRECT_DOCUMENTATION_LIMIT
from samverkan.countries.se.reporting import DIRECT_NOTICE_LIMIT
from samverkan.countries.se.statute import SIMPLER_2022, dated, guidance, lou
from samverkan.deadlines import Amount, MoneyLimit
from samverkan.errors import LawQuestionError
from samverkan.explanations import Dated, Explanation, LegalBasis, Step, Text
from samverkan.periods import day
from samverkan.values import Money

__all__ = ["LIMITS", "direct_procurement_limit", "threshold"]

_STATED = guidance("Konkurrensverket, tröskelvärden", "Konkurrensverket, thresholds")
_2016 = day("2016-01-01"), guidance("Sjöbo kommun, 2016-06-10", "Sjöbo municipality, 2016-06-10")
_2018 = day("2018-01-01"), _STATED
_2020 = day("2020-01-01"), _STATED
_2022 = day("2022-01-01"), _STATED
_2024 = day("2024-01-01"), LegalBasis(SourceKind.LAW, "SFS 2024:30")
_2026 = (
    day("2026-01-01"),
    guidance("beloppen i kronor är inte funna", "the amounts in kronor were not found"),
)


def _kronor(title: Text, *rows: tuple[tuple[dt.date, LegalBasis], str | None]) -> Dated[Money]:
    return dated(
        Text(f"tröskelvärde i kronor, {title.sv}", f"threshold in SEK, {title.en}"),
        *(
            (since, None if amount is None else Money(amount, "SEK"), basis)
            for (since, basis), amount in rows
        ),
    )


def _limit(
    id_: str, sv: str, en: str, *rows: tuple[tuple[dt.date, LegalBasis], str | None]
) -> MoneyLimit:
    title = Text(sv, en)
    amounts = {"SEK": _kronor(title, *rows), "EUR": THRESHOLDS_EUR[id_]}
    return MoneyLimit(id=id_, title=title, amounts=amounts)


_DIRECT = Text("gräns för direktupphandling", "limit of direct procurement")

LIMITS: Mapping[str, MoneyLimit] = MappingProxyType(
    {
        limit.id: limit
        for limit in (
            _limit(
                "goods-services-central",
                "varor och tjänster, centrala myndigheter",
                "goods and services, central authorities",
                (_2018, "1365782"),
                (_2020, "1427377"),
                (_2022, "1456476"),
                (_2024, "1546202"),
                (_2026, None),
            ),
            _limit(
                "goods-services",
                "varor och tjänster, övriga myndigheter",
                "goods and services, other authorities",
                (_2016, "1910323"),
                (_2018, "2096097"),
                (_2020, "2197545"),
                (_2022, "2236731"),
                (_2024, "2389585"),
                (_2026, None),
            ),
            _limit(
                "works",
                "byggentreprenader",
                "works",
                (_2016, "47758068"),
                (_2018, "52620561"),
                (_2020, "54938615"),
                (_2022, "55991099"),
                (_2024, "59880179"),
                (_2026, None),
            ),
            _limit(
                "annex-2",
                "sociala och andra särskilda tjänster (bilaga 2)",
                "social and other special services (Annex 2)",
                (_2018, "7113450"),
                (_2020, "7701675"),
                (_2022, "7802550"),
                (_2024, "8109450"),
                (_2026, None),
            ),
            _limit(
                "utilities-goods-services",
                "varor och tjänster enligt LUF",
                "goods and services under LUF (utilities)",
                (_2024, "4789982"),
                (_2026, None),
            ),
            _limit(
                "utilities-works",
                "byggentreprenader enligt LUF",
                "works under LUF (utilities)",
                (_2024, "59880179"),
                (_2026, None),
            ),
            _limit(
                "utilities-annex-2",
                "särskilda tjänster enligt LUF",
                "special services under LUF (utilities)",
                (_2024, "10812600"),
                (_2026, None),
            ),
            _limit(
                "concessions",
                "koncessioner enligt LUK",
                "concessions under LUK",
                (_2024, "59880179"),
                (_2026, None),
            ),
            MoneyLimit(
                id="direct-procurement",
                title=_DIRECT,
                amounts={
                    "SEK": dated(
                        _DIRECT,
                        (_2016[0], Money("534890", "SEK"), _2016[1]),
                        (_2018[0], Money("586907", "SEK"), _STATED),
                        (_2020[0], Money("615312", "SEK"), _STATED),
                        (_2022[0], None, _STATED),  # the page ends with 2021, the act is later
                        (SIMPLER_2022, Money("700000", "SEK"), lou("19 a:2")),
                    )
                },
            ),
            MoneyLimit(
                id="direct-award-notice",
                title=DIRECT_NOTICE_LIMIT.name,
                amounts={"SEK": DIRECT_NOTICE_LIMIT},
            ),
            MoneyLimit(
                id="direct-documentation",
                title=DIRECT_DOCUMENTATION_LIMIT.name,
                amounts={"SEK": DIRECT_DOCUMENTATION_LIMIT},
            ),
        )
    }
)
"""Every limit in money by its id; each with the dated amounts in the currencies it is set in."""


def threshold(
    *,
    on: str | dt.date,
    category: Category | str,
    central: bool | None = None,
    annex_2: bool = False,
    currency: str = "SEK",
) -> Amount:
    """The threshold of LOU on a day (tröskelvärde, LOU 5:1).

    Args:
        on: The day whose threshold is asked for; the value of a procurement is taken on the day
            the call for competition is sent (5:5).
        category: Goods, services or works.
        central: Whether the buyer is a central authority; asked for goods and services.
        annex_2: Whether the services are social or other special services of Annex 2.
        currency: SEK or EUR.

    >>> threshold(on="2024-06-01", category="works").amount.label("sv")
    '59 880 179 SEK'

    Raises:
        LawCoverageError: when the amount is not known, as in SEK for 2026 and 2027.
        LawQuestionError: when it is not said whether the buyer is central, or goods or works are
            said to be services of Annex 2.
    """
    what = Category.of(category)
    if annex_2 and what is not Category.SERVICES:
        raise LawQuestionError(
            f"threshold: annex_2=True with category={what.value!r}; Annex 2 lists services alone; "
            "give category='services'"
        )
    if annex_2:
        found = LIMITS["annex-2"]
    elif what is Category.WORKS:
        found = LIMITS["works"]
    elif central is None:
        raise LawQuestionError(
            "threshold: central=None; goods and services have one threshold for central "
            "authorities and one for others; give central=True or central=False"
        )
    else:
        found = LIMITS["goods-services-central" if central else "goods-services"]
    return found.on(on, currency)


def direct_procurement_limit(*, on: str | dt.date, annex_2: bool = False) -> Amount:
    """Below which value a contract may be awarded directly (direktupphandlingsgräns, LOU 19 a:2).

    Args:
        on: The day whose limit is asked for.
        annex_2: Whether it is about services of Annex 2, whose limit is their threshold.

    >>> direct_procurement_limit(on="2026-03-01").amount.label("sv")
    '700 000 SEK'

    Raises:
        LawCoverageError: when the amount is not known.
    """
    if not annex_2:
        return LIMITS["direct-procurement"].on(on, "SEK", name="direct_procurement_limit")
    _ANNEX_2_RULE.step(day(on))
    found = LIMITS["annex-2"].on(on, "SEK", name="direct_procurement_limit")
    rule = Step(
        Text(
            "tjänster enligt bilaga 2 får direktupphandlas under sitt tröskelvärde",
            "services of Annex 2 may be procured directly below their threshold",
        ),
        basis=lou("19 a:2"),
    )
    return Amount(
        name=found.name,
        title=_DIRECT,
        amount=found.amount,
        explanation=Explanation((rule, *found.explanation.steps)),
        law_on=found.law_on,
    )


_ANNEX_2_RULE = dated(_DIRECT, (SIMPLER_2022, True, lou("19 a:2")))
