"""Rule books: reading, every mistake by name, laying over, merging, comparing, writing."""

from __future__ import annotations

import pytest

import samverkan as sv
from samverkan.errors import RuleError
from samverkan.rules import BookDifference, rule_from_dict, rule_to_dict

CHOICE = sv.LegalBasis(sv.SourceKind.CHOICE, "ours")
ROW = {
    "id": "r",
    "at": "start",
    "kind": "tactical-meeting",
    "aim": "both",
    "responsible": "contract-manager",
    "source": {"kind": "X", "ref": "ours"},
}
HEAD = '[book]\nid = "b"\ntitle = { sv = "Vår", en = "Ours" }\n'
RULE = """
[[rule]]
id = "{id}"
{timing}
kind = "tactical-meeting"
aim = "both"
responsible = "contract-manager"
source = {{ kind = "X", ref = "ours" }}
"""


def toml(*pairs, head=HEAD):
    return head + "".join(RULE.format(id=name, timing=timing) for name, timing in pairs)


def made(id="r", timing=None, **how):  # noqa: A002  # what every noun calls it
    what = {key: ROW[key] for key in ("kind", "aim", "responsible")}
    return (timing or sv.at("start")).rule(id=id, **{**what, "source": CHOICE, **how})


def own_days(subject, context):
    del subject, context
    return ()


# ---------------------------------------------------------------------------- one rule
def test_a_row_becomes_a_rule():
    rule = rule_from_dict(
        {
            **{key: value for key, value in ROW.items() if key != "at"},
            "title": {"sv": "Möte", "en": "Meeting"},
            "every": {"A": "4 months", "B": "12 months"},
            "from": "signed",
            "offset": "30 days",
            "where": {"kind": ["framework", "call-off"]},
            "unless": [{"regime": "direct"}, {"value_below": "700000 SEK"}],
            "roll": "backward",
            "counterpart": "supplier-contact",
            "source": [{"kind": "L", "ref": "LOU 1:1"}, {"kind": "X"}],
            "country": "SE",
            "in_force": {"start": "2017-01-01", "end": "2030-12-31"},
            "note": {"sv": "obs", "en": "note"},
        }
    )
    expected = (
        sv.every({"A": "4 months", "B": "12 months"}, from_="signed", offset="30 days")
        .where(kind=["framework", "call-off"])
        .unless(regime="direct")
        .unless(value_below="700000 SEK")
        .rule(
            id="r",
            title=sv.Text("Möte", "Meeting"),
            kind="tactical-meeting",
            aim="both",
            responsible="contract-manager",
            counterpart="supplier-contact",
            roll="backward",
            source=(
                sv.LegalBasis(sv.SourceKind.LAW, "LOU 1:1"),
                sv.LegalBasis(sv.SourceKind.CHOICE),
            ),
            country="SE",
            in_force=sv.Period("2017-01-01", "2030-12-31"),
            note=sv.Text("obs", "note"),
        )
    )
    assert rule == expected


def test_what_a_row_leaves_out_is_the_default():
    assert rule_from_dict(ROW) == made()
    series = {key: value for key, value in ROW.items() if key != "at"} | {"every": "4 months"}
    assert rule_from_dict(series) == made(timing=sv.every("4 months", from_="start"))
    assert rule_from_dict({**ROW, "unless": {"kind": "call-off"}}) == made(
        timing=sv.at("start").unless(kind="call-off")
    )
    assert rule_from_dict({**ROW, "not_before": "end"}) == made(
        timing=sv.at("start").not_earlier_than("end")
    )


def test_a_statutory_row_is_of_its_book_unless_it_says():
    law = {**ROW, "source": {"kind": "L", "ref": "LOU 1:1"}}
    assert rule_from_dict(law, country="SE").country == "SE"
    assert rule_from_dict({**law, "country": "FI"}, country="SE").country == "FI"
    assert rule_from_dict(ROW, country="SE").country is None
    assert rule_from_dict({**ROW, "country": "FI"}, country="SE").country == "FI"


def test_a_rule_becomes_a_row():
    assert rule_to_dict(made()) == {**ROW, "roll": "forward"}
    series = rule_to_dict(made(timing=sv.every({"A": "4 months"}, from_="award")))
    assert (series["every"], series["from"], "at" in series, "offset" in series) == (
        {"A": "4 months"}, "award", False, False,
    )  # fmt: skip
    bounded = rule_to_dict(made(in_force=sv.Period(None, "2030-12-31")))
    assert bounded["in_force"] == {"end": "2030-12-31"}
    words = rule_to_dict(
        made(source=(sv.LegalBasis(sv.SourceKind.CHOICE, sv.Text("takt", "rhythm")), CHOICE))
    )
    assert words["source"] == [
        {"kind": "X", "ref": {"sv": "takt", "en": "rhythm"}},
        {"kind": "X", "ref": "ours"},
    ]


def test_days_that_are_a_function_are_no_data():
    rule = sv.FollowUpRule(
        id="own",
        timing=own_days,
        kind="deviation",
        aim="both",
        responsible="orderer",
        source=CHOICE,
    )
    with pytest.raises(
        RuleError, match=r"^rule 'own': its days are the function <function"
    ) as caught:
        rule_to_dict(rule)
    assert str(caught.value).endswith(
        "which cannot be written as data; build it with at() or every()"
    )
    assert caught.value.rule_id == "own"


UNKNOWN = (
    "unknown key 'evry'; known: aim, at, counterpart, country, every, from, id, in_force, kind, "
    "not_before, note, offset, responsible, roll, source, title, unless, where; did you mean "
    "'every'?"
)
NO_DAY = (
    "day: not a day: value='2017' (not of the form YYYY-MM-DD); expected ISO text such as "
    "'2026-09-01'"
)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"evry": "1 month"}, UNKNOWN),
        ({"kind": None}, "kind is missing; give it"),
        ({"source": None}, "source is missing; give it"),
        ({"responsible": None}, "responsible is missing; give it"),
        ({"aim": None}, "aim is missing; give it"),
        ({"at": None}, "expected either every (with from) or at"),
        ({"every": "1 month"}, "expected either every (with from) or at"),
        ({"from": "start"}, "from goes with every; write at alone"),
        ({"at": "strat"}, None),
        ({"at": 5}, "at=5; expected a text"),
        ({"kind": 5}, "kind=5; expected a text"),
        ({"country": 5}, "country=5; expected a text"),
        ({"counterpart": ["user"]}, "counterpart=['user']; expected a text"),
        ({"title": "Möte"}, "title='Möte'; expected a table"),
        ({"title": {"sv": "Möte"}}, "title={'sv': 'Möte'}; expected a text for sv and one for en"),
        ({"note": {"sv": "a", "en": "b", "fi": "c"}},
         "note={'sv': 'a', 'en': 'b', 'fi': 'c'}; expected a text for sv and one for en"),
        ({"source": "LOU"}, "source='LOU'; expected a table"),
        ({"source": {"ref": "LOU"}}, "source={'ref': 'LOU'}; expected kind (L, G or X) and ref"),
        ({"source": {"kind": "X", "reff": "LOU"}},
         "source={'kind': 'X', 'reff': 'LOU'}; expected kind (L, G or X) and ref"),
        ({"source": {"kind": "Y"}}, "SourceKind: unknown code: value='Y'; known: G, L, X"),
        ({"source": {"kind": "X", "ref": {"sv": "a"}}},
         "source.ref={'sv': 'a'}; expected a text for sv and one for en"),
        ({"source": []}, "no source; say what it rests on"),
        ({"source": {"kind": "L"}}, "is statutory (L) and names no country; give country='SE'"),
        ({"where": "kind"}, "where='kind'; expected a table"),
        ({"where": {}}, "a condition without tests; leave it out"),
        ({"unless": ["kind"]}, "unless='kind'; expected a table"),
        ({"in_force": "2017"}, "in_force='2017'; expected a table"),
        ({"in_force": {"from": "2017-01-01"}},
         "in_force={'from': '2017-01-01'}; expected start or end, not ['from']"),
        ({"in_force": {"start": "2017"}}, NO_DAY),
        ({"offset": 5}, None),
        ({"offset": "soon"}, None),
        ({"offset": {"D": "1 day"}}, "classes=['D']; expected some of A, B, C"),
        ({"at": None, "every": "0 days"},
         "every=0 days; expected months or days that lead forward"),
        ({"at": None, "every": "1 month", "not_before": "end"}, None),
        ({"roll": "up"}, None),
        ({"responsible": "boss"}, None),
        ({"id": "a/b"}, None),
    ],
)  # fmt: skip
def test_a_wrong_row_says_which_rule_and_what(change, message):
    row = {key: value for key, value in (ROW | change).items() if value is not None}
    with pytest.raises(RuleError) as caught:
        rule_from_dict(row)
    assert str(caught.value).startswith(f"rule {row['id']!r}: ")
    assert caught.value.rule_id == row["id"]
    if message is not None:
        assert str(caught.value) == f"rule 'r': {message}"


@pytest.mark.parametrize("name", [None, 5, "", ["r"]])
def test_a_row_without_an_id_that_is_a_text_is_refused(name):
    row = {key: value for key, value in (ROW | {"id": name}).items() if value is not None}
    with pytest.raises(RuleError) as caught:
        rule_from_dict(row)
    assert caught.value.rule_id == (name if isinstance(name, str) else None)


# ---------------------------------------------------------------------------- a book
def test_a_book_is_read_in_order():
    book = sv.RuleBook.from_toml(
        toml(("one", 'at = "end"'), ("two", 'every = "1 month"')).replace(
            'id = "b"', 'id = "b"\ncountry = "SE"\nread_on = 2025-09-01'
        )
    )
    assert (book.id, book.title, book.country) == ("b", sv.Text("Vår", "Ours"), "SE")
    assert book.read_on == sv.day("2025-09-01")
    assert [rule.id for rule in book] == ["one", "two"]
    assert len(book) == 2
    assert book["two"] == made("two", sv.every("1 month"))


def test_an_empty_text_is_an_empty_book():
    book = sv.RuleBook.from_toml("")
    assert (book.id, len(book), book.country, book.read_on) == ("rules", 0, None, None)
    assert book.title == sv.Text("Uppföljningsregler", "Follow-up rules")


def test_an_unknown_rule_is_named_with_the_near_ones():
    book = sv.RuleBook(id="b", rules=[made("meeting"), own_days])
    with pytest.raises(RuleError) as caught:
        book["meting"]
    assert str(caught.value) == (
        "rule book 'b': no rule 'meting'; known: meeting; did you mean 'meeting'?"
    )
    assert caught.value.rule_id == "meting"
    with pytest.raises(RuleError, match="no rule 'x'"):
        book.without("x")


def test_rules_that_share_an_id_are_refused():
    with pytest.raises(RuleError) as caught:
        sv.RuleBook(id="b", rules=[made("a"), made("b"), made("a")])
    assert str(caught.value) == "rule book 'b': rules share an id: ['a']; give each its own"


def test_every_wrong_rule_is_named_at_once():
    text = toml(
        ("one", 'at = "strat"'),
        ("two", 'at = "end"'),
        ("three", 'evry = "1 month"'),
        ("four", 'at = "end"\nroll = "upward"'),
        ("two", 'at = "start"'),
    ).replace('id = "b"', 'id = "b"\nlanguage = "sv"\ndrop = ["x"]\ncountry = 5\nread_on = "now"')
    with pytest.raises(RuleError) as caught:
        sv.RuleBook.from_toml("[rules]\n" + text)
    message = str(caught.value)
    for part in (
        "rule book: unknown key 'language' under [book]; known: country, drop, id, read_on, title",
        "unknown table 'rules'; known: book, rule; did you mean 'rule'?",
        "country=5 under [book]; expected a text",
        "rule 'one': unknown anchor 'strat'; ",
        "did you mean 'start'?",
        "rule 'three': unknown key 'evry'; ",
        "rule 'four': Roll: unknown code: value='upward'; known: backward, forward, none",
        "rule 'two': stands 2 times; give each rule its own id",
        "drop: no rule 'x'; known: ",
        "[book]: day: not a day: value='now'",
    ):
        assert part in message
    assert message.count("rule 'two'") == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[book", "rule book: not TOML: "),
        ("book = 5", "book=5; expected a table"),
        ("rule = 5", "rule book: rule=5; expected a table"),
        ('[book]\ntitle = "x"', "rule book: [book]: title='x'; expected a table"),
        ("[[rule]]", "rule book: rule None: id is missing; give it"),
    ],
)
def test_a_text_that_is_no_book_is_refused(text, message):
    with pytest.raises(RuleError) as caught:
        sv.RuleBook.from_toml(text)
    assert str(caught.value).startswith(message)


def test_the_line_of_broken_toml_is_named():
    with pytest.raises(RuleError, match=r"line 3, column \d+"):
        sv.RuleBook.from_toml('[book]\nid = "b"\nid = \n')


# ---------------------------------------------------------------------------- laid over
BASE = sv.RuleBook(
    id="base",
    country="SE",
    read_on=sv.day("2025-09-01"),
    rules=[
        made(
            "series",
            sv.every({"A": "4 months"}, from_="signed", offset="1 day"),
            note=sv.Text("a", "b"),
        ),
        made("once", sv.at("end", "-6 months").where(kind="framework").not_earlier_than("start")),
        made("law", source=sv.LegalBasis(sv.SourceKind.LAW, "LOU 1:1"), country="SE"),
    ],
)  # fmt: skip


def laid(text):
    return sv.RuleBook.from_toml(text, extends=BASE)


def test_only_the_keys_given_change():
    over = laid('[[rule]]\nid = "series"\nevery = "6 months"')
    assert over["series"] == made(
        "series", sv.every("6 months", from_="signed", offset="1 day"), note=sv.Text("a", "b")
    )
    assert [rule.id for rule in over] == ["series", "once", "law"]
    assert (over.id, over.title, over.country, over.read_on) == (
        "base", BASE.title, "SE", sv.day("2025-09-01"),
    )  # fmt: skip


def test_an_empty_table_or_list_takes_a_key_away():
    over = laid('[[rule]]\nid = "once"\nwhere = {}\n[[rule]]\nid = "series"\nnote = {}')
    assert over["once"].timing == sv.at("end", "-6 months").not_earlier_than("start")
    assert over["series"].note is None


def test_from_a_series_to_once_and_back_nothing_is_left_over():
    over = laid('[[rule]]\nid = "series"\nat = "end"\n[[rule]]\nid = "once"\nevery = "1 month"')
    assert over["series"].timing == sv.at("end")
    assert over["once"].timing == sv.every("1 month").where(kind="framework")


def test_another_anchor_alone_keeps_the_offset():
    assert laid('[[rule]]\nid = "once"\nat = "signed"')["once"].timing == (
        sv.at("signed", "-6 months").where(kind="framework").not_earlier_than("start")
    )
    assert laid('[[rule]]\nid = "series"\nfrom = "start"')["series"].timing.anchor == "start"


def test_another_id_adds_a_rule_and_drop_takes_away():
    text = toml(("new", 'at = "award"'), head='[book]\ndrop = ["once"]\n')
    over = laid(text + '\n[[rule]]\nid = "law2"\nat = "end"\nkind = "deviation"\naim = "both"\n'
                'responsible = "orderer"\nsource = { kind = "L", ref = "LOU 2:1" }')  # fmt: skip
    assert [rule.id for rule in over] == ["series", "law", "new", "law2"]
    assert over["law2"].country == "SE"


def test_the_head_of_a_book_on_top_is_its_own():
    over = laid('[book]\nid = "ours"\ntitle = { sv = "V", en = "O" }\ncountry = "FI"\n'
                'read_on = "2026-01-01"')  # fmt: skip
    assert (over.id, over.title, over.country, over.read_on, len(over)) == (
        "ours", sv.Text("V", "O"), "FI", sv.day("2026-01-01"), 3,
    )  # fmt: skip
    assert over["law"].country == "SE"


def test_what_is_wrong_in_a_rule_laid_over_is_named():
    with pytest.raises(RuleError) as caught:
        laid('[[rule]]\nid = "sries"\nevery = "6 months"\n[[rule]]\nid = "law"\nsource = []\n'
             '[book]\ndrop = ["onse"]')  # fmt: skip
    assert str(caught.value) == (
        "rule book: rule 'sries': kind is missing; give it; rule 'law': source is missing; give "
        "it; drop: no rule 'onse'; known: law, once, series; did you mean 'once'?"
    )


def test_a_rule_with_days_of_its_own_may_be_laid_over():
    own = sv.FollowUpRule(
        id="own", timing=own_days, kind="deviation", aim="both", responsible="orderer",
        source=CHOICE,
    )  # fmt: skip
    base = sv.RuleBook(id="b", rules=[own])
    assert sv.RuleBook.from_toml("", extends=base) == base
    over = sv.RuleBook.from_toml('[[rule]]\nid = "own"\nat = "end"', extends=base)
    assert over["own"].timing == sv.at("end")
    with pytest.raises(RuleError, match="rule 'own': unknown key 'days'"):
        sv.RuleBook.from_toml('[[rule]]\nid = "own"\naim = "trust"', extends=base)
    assert base.compare(over).changed == (
        ("own", "at", None, "end"),
        ("own", "days", own_days, None),
    )
    with pytest.raises(RuleError, match="cannot be written as data"):
        base.to_toml()


# ---------------------------------------------------------------------------- merge and compare
def test_merging_replaces_in_place_and_appends():
    one = sv.RuleBook(id="one", rules=[made("a"), own_days, made("b")])
    other = sv.RuleBook(id="other", rules=[made("c"), made("a", sv.at("end")), own_days])
    merged = one.merge(other)
    assert merged.rules == (made("a", sv.at("end")), own_days, made("b"), made("c"))
    assert merged.id == "one"
    assert one.merge([made("b", roll="none")]).rules == (
        made("a"), own_days, made("b", roll="none"),
    )  # fmt: skip


def test_taking_away_leaves_functions():
    book = sv.RuleBook(id="b", rules=[made("a"), own_days, made("b")])
    assert book.without("a").rules == (own_days, made("b"))
    assert book.without() == book


def test_a_difference_is_told_key_by_key():
    here = sv.RuleBook(id="x", rules=[made("a"), made("b"), made("c", sv.at("end", "1 day"))])
    there = sv.RuleBook(
        id="y",
        rules=[made("c", sv.at("end", "2 days"), roll="none"), made("d"), made("b"), own_days],
    )
    assert here.compare(there) == BookDifference(
        ("d",),
        ("a",),
        (("c", "offset", "1 day", "2 days"), ("c", "roll", "forward", "none")),
    )
    assert here.compare(there)
    assert not here.compare(here)
    for difference in (
        BookDifference(("d",), (), ()),
        BookDifference((), ("a",), ()),
        BookDifference((), (), (("c", "roll", "forward", "none"),)),
    ):
        assert difference


# ---------------------------------------------------------------------------- writing
def test_a_book_is_written_as_a_municipality_would():
    book = sv.RuleBook(
        id="b",
        title=sv.Text("Vår", "Ours"),
        country="SE",
        read_on=sv.day("2025-09-01"),
        rules=[made("a", sv.every({"A": "4 months"}).unless(kind="call-off"))],
    )
    assert book.to_toml() == (
        "[book]\n"
        'id = "b"\n'
        'country = "SE"\n'
        'read_on = "2025-09-01"\n'
        "\n"
        "[book.title]\n"
        'sv = "Vår"\n'
        'en = "Ours"\n'
        "\n"
        "[[rule]]\n"
        'id = "a"\n'
        'from = "start"\n'
        "unless = [\n"
        '    { kind = "call-off" },\n'
        "]\n"
        'roll = "forward"\n'
        'kind = "tactical-meeting"\n'
        'aim = "both"\n'
        'responsible = "contract-manager"\n'
        "\n"
        "[rule.every]\n"
        'A = "4 months"\n'
        "\n"
        "[rule.source]\n"
        'kind = "X"\n'
        'ref = "ours"\n'
    )


def test_a_plain_function_cannot_be_written():
    with pytest.raises(RuleError, match=r"^rule book 'b': <function own_days") as caught:
        sv.RuleBook(id="b", rules=[own_days]).to_toml()
    assert str(caught.value).endswith(
        "is a plain function and cannot be written as TOML; build it with at() or every()"
    )
