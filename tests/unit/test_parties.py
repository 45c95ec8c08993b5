"""Parties: roles, numbers, and the country whose law they act under."""

from __future__ import annotations

import copy
import pickle

import attrs
import pytest

from samverkan.codelists import BuyerKind, Role
from samverkan.errors import CodeError, PartyError
from samverkan.parties import Party
from samverkan.values import Identifier

GREEK = Identifier("VAT", "EL 094259216")
SWEDISH = Identifier("SE-ORGNR", "212000-1355")


@pytest.mark.parametrize(
    ("facts", "country"),
    [
        ({"id": "SE-2120999996"}, "SE"),
        ({"id": "A-1"}, None),
        ({"id": "A-1", "country": "NO"}, "NO"),
        ({"id": "SE-2120999996", "country": "NO"}, "NO"),
        ({"id": "A-1", "identifiers": (GREEK,)}, "GR"),
        ({"id": "EL-094259216"}, "GR"),
        ({"id": "A-1", "country": "EL"}, "GR"),
        ({"id": "A-1", "country": "UK"}, "GB"),
        ({"id": "SE-1", "identifiers": (Identifier("GLN", "7350000000009"),)}, "SE"),
        ({"id": "SE-1", "identifiers": (Identifier("XI-PB", "1"), GREEK)}, "GR"),
        ({"id": "XM-DAC-10"}, None),
        ({"id": "XK-1"}, "XK"),
        ({"id": "se-1"}, None),
        ({"id": "ocds-213czf-1"}, None),
    ],
)
def test_the_home_country_is_stated_or_told_by_numbers_or_by_the_id(facts, country):
    assert Party(**facts).home_country == country


def test_roles_and_kind_are_codes():
    party = Party(id="1", roles=["buyer", Role.PAYER, "buyer"], buyer_kind="la")
    assert party.roles == {Role.BUYER, Role.PAYER}
    assert party.buyer_kind is BuyerKind.LOCAL


@pytest.mark.parametrize(
    ("facts", "error", "says"),
    [
        (
            {"id": "", "name": "Byggfirman AB"},
            PartyError,
            r"party: id='' \(name='Byggfirman AB'\)",
        ),
        ({"id": "1", "country": "Sverige"}, PartyError, "party '1': country='Sverige'; expected"),
        ({"id": "1", "country": "se"}, PartyError, "country='se'"),
        ({"id": "1", "country": 46}, PartyError, "country=46"),
        ({"id": "1", "roles": "buyer"}, PartyError, r"roles='buyer'; expected several; write \{"),
        ({"id": "1", "roles": ["byer"]}, CodeError, "Role: .*did you mean 'buyer'"),
        ({"id": "1", "buyer_kind": "kommun"}, CodeError, "BuyerKind"),
    ],
)
def test_what_no_party_can_be_is_refused(facts, error, says):
    with pytest.raises(error, match=says):
        Party(**facts)


def test_a_party_is_called_by_its_name_or_its_id():
    assert Party(id="1", name="Storköpings kommun").label("sv") == "Storköpings kommun"
    assert Party(id="1").label() == "1"


def test_a_party_is_a_value():
    party = Party(id="1", roles=["buyer"], identifiers=[SWEDISH])
    for again in (pickle.loads(pickle.dumps(party)), copy.deepcopy(party), attrs.evolve(party)):
        assert again == party
        assert hash(again) == hash(party)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        party.name = "B"
