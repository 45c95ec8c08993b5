"""Code lists: values of the standards, a label in each language, one member a code."""

from __future__ import annotations

import copy
import pickle
import typing

import pytest

from samverkan import codelists
from samverkan.codelists import (
    CURRENCIES,
    WITHDRAWN_CURRENCIES,
    AmendmentGround,
    BuyerKind,
    Category,
    Code,
    ContractState,
    FollowUpKind,
    Irregularity,
    MilestoneKind,
    MilestoneStatus,
    Procedure,
    RiskClass,
    Role,
    Roll,
    SourceKind,
    check_language,
)
from samverkan.errors import CodeError

LISTS = [
    found
    for name in codelists.__all__
    if isinstance(found := getattr(codelists, name), type)
    and issubclass(found, Code)
    and found is not Code
]
CODES = [code for found in LISTS for code in found]
CONVERTERS = [getattr(codelists, name) for name in codelists.__all__ if name.startswith("as_")]

# OCDS 1.1.5 code lists.
OCDS = [
    (
        MilestoneKind,
        {
            "preProcurement", "approval", "engagement", "assessment", "delivery", "reporting",
            "financing", "payment",
        },
    ),
    (MilestoneStatus, {"scheduled", "met", "notMet", "partiallyMet"}),
    (Category, {"goods", "works", "services"}),
]  # fmt: skip
# eForms SDK 1.16: procedure-type, modification-justification, irregularity-type.
EFORMS = [
    (
        Procedure,
        {
            "open", "restricted", "neg-w-call", "neg-wo-call", "comp-dial", "innovation",
            "oth-single", "oth-mult",
        },
    ),
    (AmendmentGround, {"add-wss", "mod-cir", "mod-minv", "mod-nons", "mod-repl", "mod-rev"}),
    (
        Irregularity,
        {
            "ab-low", "ar-split", "bid-rigging", "change-eval", "conf-int", "cp-mod-cond",
            "elem-mod", "eva-add-crit", "eva-diff-crit", "formal", "ins-audit", "insuf-timl",
            "irr-involv", "mod-inco", "nc-proc-eap", "nc-timl", "ncompl-awcrit", "ncompl-cn",
            "ncompl-com", "ncompl-sub", "no-notice", "noex-addinfo", "noex-timl",
            "nojust-nolots", "npub-limit", "other", "restr-not-tlim", "unj-comp-pro", "unj-excl",
            "unj-lim-subc", "unj-na-ppr", "unj-nrl", "unj-nrl-other",
        },
    ),
]  # fmt: skip
PARTY_ROLES = {
    "buyer", "procuringEntity", "supplier", "tenderer", "funder", "enquirer", "payer", "payee",
    "reviewBody", "interestedParty",
}  # fmt: skip


@pytest.mark.parametrize(
    ("found", "values"),
    [*OCDS, *EFORMS],
    ids=lambda one: one.__name__ if isinstance(one, type) else "codes",
)
def test_values_are_those_of_the_standard(found, values):
    assert {code.value for code in found} == values


def test_every_role_of_ocds_is_known():
    assert {role.value for role in Role} >= PARTY_ROLES


@pytest.mark.parametrize("code", CODES, ids=repr)
def test_a_code_has_a_label_in_each_language(code):
    for lang in ("sv", "en"):
        label = code.label(lang)
        assert label, (code, lang)
        assert label == label.strip()


@pytest.mark.parametrize("found", LISTS, ids=lambda found: found.__name__)
def test_labels_tell_the_codes_of_a_list_apart(found):
    for lang in ("sv", "en"):
        labels = [code.label(lang) for code in found]
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("code", "sv", "en", "source"),
    [
        (Role.BUYER, "upphandlande myndighet", "contracting authority", "LOU 1:22"),
        (Role.CANDIDATE, "anbudssökande", "candidate", "LOU 1:8"),
        (Role.CENTRAL_PURCHASING_BODY, "inköpscentral", "central purchasing body", "LOU 1:14"),
        (Role.SUBCONTRACTOR, "underleverantör", "subcontractor", "eForms subcont"),
        (
            BuyerKind.PUBLIC_LAW,
            "offentligt styrt organ",
            "body governed by public law",
            "LOU 1:18",
        ),
        (
            AmendmentGround.REVIEW_CLAUSE,
            "ändrings- eller optionsklausul",
            "review clause or option",
            "LOU 17:10",
        ),
        (Procedure.RESTRICTED, "selektivt förfarande", "restricted procedure", "LOU 6:3"),
        (
            Procedure.COMPETITIVE_DIALOGUE,
            "konkurrenspräglad dialog",
            "competitive dialogue",
            "LOU 6:20",
        ),
        (Category.WORKS, "byggentreprenader", "works", "LOU 1:9"),
        (FollowUpKind.FINAL_EVALUATION, "slututvärdering", "final evaluation", "guidance"),
        (ContractState.ENDED, "har löpt ut", "ended as agreed", "own"),
    ],
)
def test_labels_are_the_words_of_law_and_trade(code, sv, en, source):
    assert (code.label("sv"), code.label("en")) == (sv, en), source


@pytest.mark.parametrize("code", CODES, ids=repr)
@pytest.mark.parametrize(
    "again", [lambda one: pickle.loads(pickle.dumps(one)), copy.copy, copy.deepcopy]
)
def test_a_copy_is_the_code_itself(code, again):
    assert again(code) is code


def test_a_code_is_made_of_its_value_or_itself():
    assert Role.of("supplier") is Role("supplier") is Role.of(Role.SUPPLIER) is Role.SUPPLIER
    assert repr(Role.SUPPLIER) == "<Role.SUPPLIER: 'supplier'>"
    assert {Role.SUPPLIER: 1}[Role("supplier")] == 1


@pytest.mark.parametrize(
    ("found", "value", "says"),
    [
        (Roll, "forwards", "Roll: unknown code: value='forwards'; .*did you mean 'forward'"),
        (RiskClass, "D", "RiskClass: unknown code: value='D'; known: A, B, C"),
        (SourceKind, None, "SourceKind: unknown code: value=None; known: G, L, X"),
        (Role, Roll.NONE, "Role: unknown code: value=<Roll.NONE"),
    ],
)
def test_an_unknown_code_is_refused_by_name(found, value, says):
    with pytest.raises(CodeError, match=says):
        found.of(value)


@pytest.mark.parametrize("converter", CONVERTERS, ids=lambda converter: converter.__name__)
def test_a_converter_takes_each_code_and_its_value(converter):
    found = typing.get_type_hints(converter)["return"]
    for code in found:
        assert converter(code.value) is converter(code) is code
    with pytest.raises(CodeError, match=found.__name__):
        converter("no such code")


def test_there_are_two_languages():
    assert (check_language("sv"), check_language("en")) == ("sv", "en")
    with pytest.raises(CodeError, match="language: unknown: lang='de'; known: en, sv"):
        check_language("de")
    with pytest.raises(CodeError, match="lang='no'"):
        Role.BUYER.label("no")


@pytest.mark.parametrize(
    ("code", "decimals"),
    [("SEK", 2), ("EUR", 2), ("JPY", 0), ("BHD", 3), ("CLF", 4), ("XAU", None)],
)
def test_currencies_know_their_decimals(code, decimals):
    assert CURRENCIES[code] == decimals, "ISO 4217, list one"


def test_currency_codes_are_three_capitals_and_either_valid_or_withdrawn():
    both = {*CURRENCIES, *WITHDRAWN_CURRENCIES}
    assert all(len(code) == 3 and code.isalpha() and code.isupper() for code in both)
    assert not set(CURRENCIES) & WITHDRAWN_CURRENCIES
    assert {"SKK", "EEK"} <= WITHDRAWN_CURRENCIES
