"""Strategies for documents: OCDS packages and the own JSON, valid and dirty."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from samverkan.exchange import Loss, LossKind, Reading
from samverkan.exchange.json import to_document
from samverkan.periods import day_from_ordinal
from samverkan.portfolio import Portfolio
from samverkan.testing.strategies._dirt import BYTES_DIRT, DIRT, soil
from samverkan.testing.strategies._parties import NAMES, party_id
from samverkan.testing.strategies._portfolios import portfolios
from samverkan.testing.strategies._times import chosen, days, up_to
from samverkan.testing.strategies._values import texts

__all__ = ["losses", "ocds_files", "ocds_packages", "own_documents", "own_files", "readings"]

Document = dict[str, Any]

_DAYS = days()
_TITLES = st.sampled_from(("Skolmåltider", "Snöröjning <vinter> & halka", "  IT  "))
_AMOUNTS = st.sampled_from((4_800_000, 100.5, 1, 250_000_000))
_STATUSES = st.sampled_from(("active", "pending"))
_CATEGORIES = st.sampled_from(("services", "goods", "works"))
_METHODS = st.sampled_from(("open", "selective", "limited", "direct"))
_PREFIX = "ocds-213czf"
_WAYS = st.sampled_from(tuple(DIRT))


def _moment(ordinal: int) -> str:
    return f"{day_from_ordinal(ordinal)}T00:00:00Z"


def _draw_release(draw: DrawFn, number: int) -> Document:
    """One compiled process: a tender, an award and its contracts, days in order."""
    start = draw(_DAYS).toordinal()
    parties = [
        {
            "id": party_id("SE", serial),
            "name": NAMES[(serial + 1 + draw(up_to(len(NAMES) - 1))) % len(NAMES)],
            "roles": ["buyer"] if serial == 0 else ["supplier", "tenderer"],
        }
        for serial in range(2 + draw(up_to(2)))
    ]
    suppliers = [{"id": one["id"], "name": one["name"]} for one in parties[1:]]
    amount = {"amount": draw(_AMOUNTS), "currency": "SEK"}
    title = draw(_TITLES)
    contracts = [
        {
            "id": f"{number}-{count + 1}",
            "awardID": f"{number}-award",
            "title": title,
            "status": draw(_STATUSES),
            "period": {
                "startDate": _moment(start),
                "endDate": _moment(start + 30 + draw(up_to(2000))),
            },
            "value": dict(amount),
            "dateSigned": _moment(start - 14),
        }
        for count in range(1 + draw(up_to(1)))
    ]
    return {
        "ocid": f"{_PREFIX}-{number}",
        "id": f"{number}-1",
        "date": _moment(start),
        "tag": ["compiled"],
        "initiationType": "tender",
        "language": "sv",
        "parties": parties,
        "buyer": {"id": parties[0]["id"], "name": parties[0]["name"]},
        "tender": {
            "id": f"{number}-tender",
            "title": title,
            "status": "complete",
            "procurementMethod": draw(_METHODS),
            "mainProcurementCategory": draw(_CATEGORIES),
            "value": dict(amount),
            "tenderPeriod": {"startDate": _moment(start - 120), "endDate": _moment(start - 80)},
        },
        "awards": [
            {
                "id": f"{number}-award",
                "status": "active",
                "date": _moment(start - 40),
                "suppliers": suppliers[:1],
                "value": dict(amount),
            }
        ],
        "contracts": contracts,
    }


@st.composite
def ocds_packages(
    draw: DrawFn,
    *,
    max_releases: int = 2,
    dirty: bool = False,
    ways: SearchStrategy[str] | None = None,
) -> Any:  # noqa: ANN401  # a document is whatever JSON may hold
    """OCDS release packages (OCDS-paket) as plain data, valid by version 1.1 of the standard.

    Shrink to one release of one contract from 2026-09-01, between a buyer and a supplier.

    Args:
        max_releases: The most releases, each of a process of its own.
        dirty: Whether each is dirty in one of the ways of :data:`~samverkan.testing.strategies.
            DIRT`, which real registers are.
        ways: Names of those ways, for ``dirty`` packages; all by default.

    >>> from samverkan.testing import simplest
    >>> simplest(ocds_packages())["releases"][0]["contracts"][0]["period"]["startDate"]
    '2026-09-01T00:00:00Z'
    """
    package: Document = {
        "uri": "https://example.org/releases.json",
        "version": "1.1",
        "publishedDate": "2026-09-01T00:00:00Z",
        "publisher": {"name": "Storköpings kommun"},
        "releases": [
            _draw_release(draw, number + 1) for number in range(1 + draw(up_to(max_releases - 1)))
        ],
    }
    if not dirty:
        return package
    return soil(package, draw(_WAYS if ways is None else ways))


@st.composite
def ocds_files(draw: DrawFn, *, dirty: bool = False) -> bytes:
    """OCDS packages as bytes of a file; shrink to what :func:`ocds_packages` shrinks to.

    Args:
        dirty: Whether each has dirty contents, or is empty, cut off, in Latin-1, or two in one.

    >>> from samverkan.testing import simplest
    >>> b'"ocid": "ocds-213czf-1"' in simplest(ocds_files())
    True
    """
    if dirty and draw(_TRUTHS):
        text = json.dumps(draw(_PACKAGES), ensure_ascii=False)
        return BYTES_DIRT[chosen(draw, tuple(BYTES_DIRT))](text)
    package = draw(_DIRTY_PACKAGES if dirty else _PACKAGES)
    return json.dumps(package, ensure_ascii=False).encode()


_TRUTHS = st.booleans()
_PACKAGES = ocds_packages()
_DIRTY_PACKAGES = ocds_packages(dirty=True)
_PORTFOLIOS = portfolios()


@st.composite
def own_documents(
    draw: DrawFn,
    *,
    portfolios_of: SearchStrategy[Portfolio] | None = None,
    dirty: bool = False,
) -> Document:
    """Portfolios in the own JSON (egen JSON) as plain data; shrink to the simplest portfolio.

    Args:
        portfolios_of: What they hold; :func:`portfolios` by default.
        dirty: Whether each has one thing wrong that a reader must name: an unknown key or code, a
            missing or doubled id, a reference to nothing, a value of the wrong type, a version of
            tomorrow.

    >>> from samverkan.testing import simplest
    >>> sorted(simplest(own_documents()))
    ['contracts', 'parties', 'samverkan']
    """
    document = to_document(draw(_PORTFOLIOS if portfolios_of is None else portfolios_of))
    if dirty:
        _spoil(draw, document)
    return document


_SPOILT = (
    "unknown list",
    "unknown key",
    "unknown code",
    "no id",
    "id twice",
    "loose reference",
    "wrong type",
    "new version",
)


def _spoil(draw: DrawFn, document: Document) -> None:
    records = document.setdefault("contracts", [{"id": "A-1"}])
    record = records[0]
    match chosen(draw, _SPOILT):
        case "unknown list":
            document["avtal"] = []
        case "unknown key":
            record["titel"] = "Skolmåltider"
        case "unknown code":
            record["kind"] = "ramavtal"
        case "no id":
            del record["id"]
        case "id twice":
            records.append(record)
        case "loose reference":
            record["buyer"] = "nobody"
        case "wrong type":
            record["period"] = "2026"
        case _:
            document["samverkan"] = "999"


@st.composite
def own_files(draw: DrawFn, *, dirty: bool = False) -> bytes:
    """Portfolios in the own JSON as bytes of a file; shrink to the simplest portfolio.

    Args:
        dirty: Whether each has something wrong, inside (see :func:`own_documents`) or as a file.

    >>> from samverkan.testing import simplest
    >>> simplest(own_files())[:14]
    b'{"samverkan": '
    """
    if dirty and draw(_TRUTHS):
        text = json.dumps(draw(_OWN), ensure_ascii=False)
        return BYTES_DIRT[chosen(draw, ("empty", "cut off"))](text)
    return json.dumps(draw(_DIRTY_OWN if dirty else _OWN), ensure_ascii=False).encode()


_OWN = own_documents()
_DIRTY_OWN = own_documents(dirty=True)


def losses() -> SearchStrategy[Loss]:
    """Lines of a loss report (rader i förlustrapporten), for code that shows them.

    Shrink to one about a whole file, which was found once.

    >>> from samverkan.testing import simplest
    >>> simplest(losses()).count
    1
    """
    paths = st.sampled_from(("$", "$.releases[0].contracts[1].period.endDate", "$.releases[*].x"))
    files = st.sampled_from(("a.json", "mapp/å b.jsonl"))
    shown = st.sampled_from((None, "36 Muaj", "<b>"))
    return st.builds(
        Loss, st.sampled_from(LossKind), files, paths, texts(), shown, st.integers(1, 9)
    )


def readings() -> SearchStrategy[Reading]:
    """What readers give (inläsningar): a portfolio and some lines of a loss report.

    Shrink to the simplest portfolio and no line.

    >>> from samverkan.testing import simplest
    >>> simplest(readings()).losses
    ()
    """
    return st.builds(
        Reading,
        _PORTFOLIOS,
        st.lists(losses(), max_size=2).map(tuple),
        st.integers(0, 3),
        st.integers(0, 3),
    )
