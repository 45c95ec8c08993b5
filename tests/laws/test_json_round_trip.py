"""The own JSON loses nothing, always looks the same, and is read alike by its two readers."""

from __future__ import annotations

import copy
import io
import json

import jsonschema
import pendulum
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samverkan.codelists import (
    AmendmentGround,
    BuyerKind,
    Category,
    MilestoneKind,
    MilestoneStatus,
    OptionOutcome,
    Procedure,
    Regime,
    RiskClass,
    Role,
    TerminationReason,
)
from samverkan.contracts import (
    Amendment,
    Contract,
    KeyDate,
    Milestone,
    Option,
    OptionDecision,
    RiskRating,
    Termination,
)
from samverkan.errors import DocumentError
from samverkan.exchange import read, read_json, write_json, write_json_lines
from samverkan.exchange.json import FIELDS, from_document, schema, to_document
from samverkan.exchange.json.converter import converter
from samverkan.exchange.json.fast import builder
from samverkan.parties import Party
from samverkan.periods import Period, Span, day_from_ordinal
from samverkan.portfolio import Extra, Portfolio
from samverkan.procurements import Lot, Procurement
from samverkan.values import Identifier, Money

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
ordinals = st.integers(1, 3652059)
days = ordinals.map(day_from_ordinal)
moments = st.datetimes(timezones=st.just(pendulum.timezone("UTC"))).map(pendulum.instance)
lengths = st.builds(Span, st.integers(0, 600), st.integers(0, 900), st.just(0)).filter(
    bool
)  # only the empty span of many is left out
notices = st.builds(Span, st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
amounts = st.builds(
    Money,
    st.decimals(-(10**12), 10**12, allow_nan=False, places=2) | st.integers(-5, 10**15),
    st.sampled_from(["SEK", "EUR", "DKK", "FIM", "XAF"]),
)


def maybe(values):
    return st.none() | values


def unique(values, by="id"):
    return st.lists(values, max_size=3, unique_by=lambda one: getattr(one, by)).map(tuple)


@st.composite
def periods(draw):
    first, last = sorted(draw(st.tuples(ordinals, ordinals)))
    start, end = day_from_ordinal(first), day_from_ordinal(last)
    return draw(st.sampled_from([Period(start, end), Period(start), Period(None, end)]))


identifiers = st.builds(
    Identifier, st.sampled_from(["XX-REG", "DUNS", "Registro Único"]), texts.map("n".__add__)
) | (st.sampled_from([Identifier("SE-ORGNR", "2120001355"), Identifier("VAT", "SE556012579001")]))
options = st.builds(
    Option,
    id=texts,
    extend_by=maybe(lengths),
    adds_value=maybe(amounts),
    notice=maybe(notices),
    decisions=st.lists(
        st.builds(
            OptionDecision,
            outcome=st.sampled_from(OptionOutcome),
            decided_on=days,
            recorded_at=maybe(moments),
        ),
        max_size=2,
    ).map(tuple),
)
amendments = st.builds(
    Amendment,
    id=texts,
    occurred_on=days,
    ground=maybe(st.sampled_from(AmendmentGround)),
    value_change=maybe(amounts),
    description=maybe(texts),
    recorded_at=maybe(moments),
)
milestones = st.builds(
    Milestone,
    id=texts,
    kind=maybe(st.sampled_from(MilestoneKind)),
    title=maybe(texts),
    due_on=maybe(days),
    met_on=maybe(days),
    status=maybe(st.sampled_from(MilestoneStatus)),
    code=maybe(texts),
)


@st.composite
def contracts(draw, number, parties, procurements):
    source = draw(st.sampled_from(procurements)) if procurements else None
    buyer, *others = draw(st.permutations(parties)) if parties else [None]
    period = draw(maybe(periods()))
    last = st.just(period.end) if period is not None and period.end is not None else days
    return Contract(
        id=f"{number} {draw(texts)}",
        title=draw(maybe(texts)),
        kind=draw(st.sampled_from(["contract", "framework", "call-off"])),
        buyer=None if buyer is None else buyer.id,
        suppliers=tuple(one.id for one in others[:2]),
        private_performer=draw(maybe(st.booleans())),
        procurement=None if source is None else source.id,
        lots=tuple(lot.id for lot in source.lots) if source and draw(st.booleans()) else (),
        signed_on=draw(maybe(days)),
        period=period,
        notice=draw(maybe(notices)),
        options=draw(unique(options)),
        price_revisions=tuple(draw(st.lists(days, max_size=2))),
        amendments=draw(unique(amendments)),
        termination=draw(
            maybe(
                st.builds(
                    Termination, last_day=last, reason=maybe(st.sampled_from(TerminationReason))
                )
            )
        )
        if period is None or period.start is None or period.end is not None
        else None,
        value=draw(maybe(amounts)),
        risk_class=draw(
            maybe(
                st.sampled_from(RiskClass)
                | st.builds(RiskRating, st.integers(1, 3), st.integers(1, 3))
            )
        ),
        milestones=draw(unique(milestones)),
        dates=draw(unique(st.builds(KeyDate, name=texts, on=days, id=texts), by="id")),
    )


@st.composite
def procurements(draw, number, parties):
    ordered = sorted(draw(st.lists(ordinals, min_size=4, max_size=4)))
    published, due, awarded, concluded = map(day_from_ordinal, ordered)
    return Procurement(
        id=f"{number} {draw(texts)}",
        title=draw(maybe(texts)),
        buyer=draw(maybe(st.sampled_from([one.id for one in parties]))) if parties else None,
        regime=draw(maybe(st.sampled_from(Regime))),
        procedure=draw(maybe(st.sampled_from(Procedure))),
        category=draw(maybe(st.sampled_from(Category))),
        cpv=tuple(draw(st.lists(texts, max_size=2))),
        lots=draw(
            unique(
                st.builds(
                    Lot,
                    id=texts,
                    title=maybe(texts),
                    category=maybe(st.sampled_from(Category)),
                    value=maybe(amounts),
                )
            )
        ),
        value=draw(maybe(amounts)),
        published_on=draw(maybe(st.just(published))),
        tenders_due_on=draw(maybe(st.just(due))),
        awarded_on=draw(maybe(st.just(awarded))),
        concluded_on=draw(maybe(st.just(concluded))),
    )


@st.composite
def portfolios(draw):
    """A portfolio of parties, procurements, contracts and extras whose references resolve."""
    parties = draw(
        unique(
            st.builds(
                Party,
                id=texts,
                name=maybe(texts),
                roles=st.frozensets(st.sampled_from(Role), max_size=3),
                identifiers=st.lists(identifiers, max_size=2).map(tuple),
                buyer_kind=maybe(st.sampled_from(BuyerKind)),
                country=maybe(st.sampled_from(["SE", "FI", "XK"])),
            )
        )
    )
    sources = tuple(draw(procurements(n, parties)) for n in range(draw(st.integers(0, 2))))
    agreed = [draw(contracts(n, parties, sources)) for n in range(draw(st.integers(0, 3)))]
    extras = st.builds(Extra, texts, texts, st.sampled_from(["{}", '{"a": 1}', "no json"]))
    return Portfolio(
        parties=parties,
        procurements=sources,
        contracts=tuple(agreed),
        extras=tuple(draw(st.lists(extras, max_size=2))),
    )


def written(portfolio, write=write_json):
    stream = io.BytesIO()
    write(portfolio, stream)
    return stream.getvalue()


@given(portfolios())
def test_what_is_written_is_read_again(portfolio):
    assert read_json(written(portfolio)) == portfolio


@settings(max_examples=40)
@given(portfolios())
def test_what_is_written_in_lines_is_read_again(portfolio):
    assert read_json(written(portfolio, write_json_lines)) == portfolio


@settings(max_examples=40)
@given(portfolios())
def test_reading_whatever_there_is_reads_the_own_json_without_loss(portfolio):
    reading = read(written(portfolio))
    assert (reading.portfolio, reading.losses) == (portfolio, ())


@settings(max_examples=40)
@given(portfolios())
def test_the_same_portfolio_gives_the_same_bytes(portfolio):
    data = written(portfolio)
    assert written(read_json(data)) == data


@settings(max_examples=40)
@given(portfolios())
def test_the_fast_reader_builds_what_the_exact_one_builds(portfolio):
    document = to_document(portfolio)
    for name, kind in FIELDS.items():
        for record in document.get(name, ()):
            fast = builder(kind)(record)
            assert fast == converter().structure(record, kind)
            assert hash(fast) == hash(converter().structure(record, kind))


@settings(max_examples=40)
@given(portfolios())
def test_every_document_that_is_written_fits_the_schema(portfolio):
    document = json.loads(written(portfolio))
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(schema(), format_checker=checker).validate(document)


LEAVES = [None, True, 0, -1, 1.5, "", "x", "2026-02-30", [], ["x"], {}, {"x": 1}]


def places(value, path=()):
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*path, key))
    if isinstance(value, list):
        for n, inner in enumerate(value):
            yield from places(inner, (*path, n))


@given(portfolios(), st.data())
def test_a_damaged_document_gives_errors_with_paths_or_a_portfolio(portfolio, data):
    document = copy.deepcopy(to_document(portfolio))
    path = data.draw(st.sampled_from(list(places(document))))
    wrong = data.draw(st.sampled_from(LEAVES))
    if not path:
        document = wrong
    else:
        holder = document
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = wrong
    places_told = ["$"]
    try:
        assert isinstance(read_json(json.dumps(document).encode()), Portfolio)
    except DocumentError as error:
        places_told = [problem.path for problem in error.problems]
    assert places_told
    assert all(place.startswith("$") for place in places_told)


@pytest.mark.parametrize("name", FIELDS)
def test_every_list_of_a_portfolio_can_be_written_and_read(name):
    kind = FIELDS[name]
    assert converter().get_unstructure_hook(kind)
    assert converter().get_structure_hook(kind)
    assert builder(kind)
    assert name in schema()["properties"]


def test_from_document_leaves_the_document_as_it_is():
    document = {
        "samverkan": "1",
        "extensions": {"a": 1},
        "contracts": [{"id": "A", "extensions": 1}],
    }
    before = copy.deepcopy(document)
    from_document(document)
    assert document == before
