"""Identifiers and money: what is checked, what is refused, and what stays hidden."""

from __future__ import annotations

import copy
import decimal
import pickle
from decimal import Decimal

import attrs
import pytest

from samverkan.errors import CodeError, IdentifierError, MoneyError
from samverkan.values import Identifier, Money, country_of_prefix, masked

AGAIN = [lambda one: pickle.loads(pickle.dumps(one)), copy.copy, copy.deepcopy, attrs.evolve]

# ---------------------------------------------------------------------------- identifiers


@pytest.mark.parametrize(
    ("scheme", "value", "kept"),
    [
        ("SE-ORGNR", "212000-1355", ("SE-ORGNR", "2120001355")),
        ("se-orgnr", "16212000-1355", ("SE-ORGNR", "2120001355")),
        ("0007", "2120001355", ("SE-ORGNR", "2120001355")),  # ISO 6523
        ("SE-ORGNR", "19880320-0016", ("SE-ORGNR", "8803200016")),  # a sole trader
        ("VAT", "se 212000135501", ("VAT", "SE212000135501")),
        ("EU-VAT", "EL 094259216", ("VAT", "EL094259216")),
        ("0199", "5493001kjtiigc8y1r12", ("LEI", "5493001KJTIIGC8Y1R12")),
        (" gln ", "7350000000009", ("GLN", "7350000000009")),
        ("NO-BRC", " 974 760 673", ("NO-BRC", " 974 760 673")),
        ("x-internal", "0", ("x-internal", "0")),
    ],
)
def test_a_known_scheme_is_written_one_way_and_any_other_kept(scheme, value, kept):
    found = Identifier(scheme, value)
    assert (found.scheme, found.value) == kept


@pytest.mark.parametrize(
    ("scheme", "value", "says"),
    [
        ("SE-ORGNR", "212000-1356", "value='212000-1356' .*check digit.*; correct it or give"),
        ("SE-ORGNR", "212000-135", "invalid length"),
        ("VAT", "SE212000135502", "scheme='VAT', value='SE212000135502'"),
        ("LEI", "5493001KJTIIGC8Y1R13", "scheme='LEI'"),
        ("GLN", "96385074", "scheme='GLN', value='96385074' .*length"),  # a GTIN-8
        ("", "1", "identifier: scheme=''; expected a text; leave the identifier out"),
        ("SE-ORGNR", " ", "identifier: value=' '"),
        ("SE-ORGNR", None, "identifier: value=None"),
        (7, "2120001355", "identifier: scheme=7"),
    ],
)
def test_a_number_that_fails_its_check_is_refused(scheme, value, says):
    with pytest.raises(IdentifierError, match=says):
        Identifier(scheme, value)


@pytest.mark.parametrize(
    ("scheme", "value", "is_personal", "label"),
    [
        ("SE-ORGNR", "880320-0016", True, "SE-ORGNR 88********"),
        ("SE-ORGNR", "212000-1355", False, "SE-ORGNR 2120001355"),
        ("VAT", "SE880320001601", True, "VAT SE************"),
        ("VAT", "SE212000135501", False, "VAT SE212000135501"),
        ("SE-PNR", "19880320-0016", True, "SE-PNR 19***********"),
        ("SE-BLV", "8803200016", True, "SE-BLV 88********"),
        ("SE-BLV", "2120001355", False, "SE-BLV 2120001355"),
        ("NO-BRC", "880320001", False, "NO-BRC 880320001"),
    ],
)
def test_a_natural_person_s_number_is_masked(scheme, value, is_personal, label):
    found = Identifier(scheme, value)
    assert found.is_personal is is_personal
    assert found.label("sv") == label
    shown = f"Identifier(scheme={found.scheme!r}, value={label.split()[1]!r})"
    assert repr(found) == shown


def test_a_mistyped_number_that_looks_personal_is_masked_in_the_message():
    with pytest.raises(IdentifierError, match=r"value='88\*+'") as told:
        Identifier("SE-ORGNR", "880320-0017")
    assert "0017" not in str(told.value)


def test_a_mask_shows_two_signs():
    assert masked("8803200016") == "88********"
    assert masked("1") == "1"


@pytest.mark.parametrize(
    ("scheme", "value", "country"),
    [
        ("SE-ORGNR", "2120001355", "SE"),
        ("VAT", "SE212000135501", "SE"),
        ("VAT", "EL094259216", "GR"),
        ("VAT", "GR094259216", "GR"),
        ("VAT", "XI432525179", "GB"),
        ("GB-COH", "01234567", "GB"),
        ("XI-PB", "1", None),
        ("LEI", "5493001KJTIIGC8Y1R12", None),
        ("GLN", "7350000000009", None),
    ],
)
def test_the_country_shows_in_scheme_or_number(scheme, value, country):
    assert Identifier(scheme, value).country == country


@pytest.mark.parametrize(
    ("prefix", "country"),
    [
        ("SE", "SE"), ("EL", "GR"), ("UK", "GB"), ("XK", "XK"), ("EU", None), ("XI", None),
        ("XM", None), ("XR", None), ("XZ", None), ("ZZ", None), ("AA", None), ("QA", "QA"),
        ("QM", None), ("QZ", None),
    ],
)  # fmt: skip
def test_letters_for_private_use_are_no_country(prefix, country):
    assert country_of_prefix(prefix) == country, "ISO 3166-1, user-assigned code elements"


@pytest.mark.parametrize("again", AGAIN)
def test_an_identifier_is_a_value(again):
    one = Identifier("0007", "212000-1355")
    assert again(one) == one == Identifier("SE-ORGNR", "2120001355")
    assert hash(again(one)) == hash(one)


def test_an_identifier_speaks_two_languages():
    with pytest.raises(CodeError, match="lang='de'"):
        Identifier("LEI", "5493001KJTIIGC8Y1R12").label("de")


# ---------------------------------------------------------------------------- money


@pytest.mark.parametrize(
    ("amount", "kept"),
    [
        ("4800000.50", "4800000.50"),
        (4_800_000, "4800000"),
        (Decimal("1E+19"), "10000000000000000000"),
        ("1E-30", "0.000000000000000000000000000001"),
        ("999999999999999999999", "999999999999999999999"),
        ("-0", "0"),
        ("-12", "-12"),
    ],
)
def test_an_amount_is_kept_exactly(amount, kept):
    assert f"{Money(amount, 'SEK').amount:f}" == kept


@pytest.mark.parametrize(
    ("amount", "says"),
    [
        (1.5, "amount=1.5 is of type float; expected a Decimal.* since a float is not exact"),
        (True, "amount=True is of type bool"),
        (None, "amount=None is of type NoneType"),
        ("", "amount=''; expected a number such as"),
        ("1 000", "amount='1 000'; expected a number such as"),
        ("1,5", "amount='1,5'; expected a number such as"),
        ("NaN", "amount='NaN'; expected a finite number"),
        ("sNaN", "amount='sNaN'; expected a finite number"),
        ("-Infinity", "amount='-Infinity'; expected a finite number"),
        ("1E+21", "amount='1E.21'; expected at most 21 digits before the point"),
        ("0E+500", "amount='0E.500'; expected at most 21 digits"),
        ("1E-61", "amount='1E-61'; expected at most 21 digits before the point and 60 after"),
    ],
)
def test_what_is_no_exact_amount_is_refused(amount, says):
    with pytest.raises(MoneyError, match=says):
        Money(amount, "SEK")


@pytest.mark.parametrize(
    ("currency", "says"),
    [
        ("sek", "currency='sek'; expected an ISO 4217 code such as 'SEK'; write 'SEK'"),
        ("kr", "currency='kr'; expected an ISO 4217 code such as 'SEK'; correct it"),
        (None, "currency=None"),
        (752, "currency=752"),
        ([], r"currency=\[\]"),
    ],
)
def test_a_currency_is_a_code_of_iso_4217(currency, says):
    with pytest.raises(MoneyError, match=says):
        Money(1, currency)
    assert Money(1, "SKK").currency == "SKK", "withdrawn, and old contracts carry it"


SEK, EUR = Money(100, "SEK"), Money(100, "EUR")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: SEK + EUR, "two currencies: SEK and EUR; convert one of them first"),
        (lambda: SEK - EUR, "two currencies"),
        (lambda: SEK < EUR, "two currencies"),
        (lambda: SEK >= EUR, "two currencies"),
        (lambda: SEK.share_of(EUR), "two currencies: EUR and SEK"),
        (lambda: SEK + 5, r"SEK 100 and 5; .*write Money\(5, 'SEK'\)"),
        (lambda: SEK > 5, "SEK 100 and 5"),
        (lambda: 5 + SEK, r"5 \+ SEK 100; .*sum\(amounts, Money\(0, 'SEK'\)\)"),
        (lambda: sum([SEK, SEK]), r"sum with a start: sum\(amounts, Money\(0, 'SEK'\)\)"),
        (lambda: SEK * 0.5, "times=0.5; .*float is not exact"),
        (lambda: SEK * True, "times=True"),
        (lambda: SEK * Decimal("NaN"), "finite"),
        (lambda: SEK * Decimal("sNaN"), "round the factor"),
        (lambda: Money("1E-60", "SEK") * Decimal("0.1"), "60 after it; round it"),
        (lambda: Money("1." + "7" * 60, "SEK") * Decimal("1." + "7" * 60), "round the factor"),
        (lambda: SEK * 10**20, "at most 21 digits"),
        (lambda: SEK.share_of(Money(0, "SEK")), "a share of whole=SEK 0 is not defined; give"),
        (lambda: SEK.rounded("HALF_UP"), "rounding='HALF_UP'; .*did you mean 'ROUND_HALF_UP'"),
    ],
)
def test_what_has_no_exact_answer_is_refused(wrong, says):
    with pytest.raises(MoneyError, match=says):
        wrong()


def test_a_sum_has_a_start_in_its_currency():
    assert sum([SEK, SEK], Money(0, "SEK")) == Money(200, "SEK")


@pytest.mark.parametrize(
    ("amount", "rounding", "rounded"),
    [
        (Money("2.345", "SEK"), decimal.ROUND_HALF_EVEN, "2.34"),
        (Money("2.345", "SEK"), decimal.ROUND_HALF_UP, "2.35"),
        (Money("2.5", "JPY"), decimal.ROUND_HALF_EVEN, "2"),
        (Money("2.3456", "BHD"), decimal.ROUND_DOWN, "2.345"),
        (Money("2.345", "XAU"), decimal.ROUND_DOWN, "2.34"),
        (Money("2.345", "SKK"), decimal.ROUND_DOWN, "2.34"),
        (Money("9" * 21 + "." + "4" * 60, "SEK"), decimal.ROUND_DOWN, "9" * 21 + ".44"),
    ],
)
def test_rounding_is_to_the_smallest_unit_by_a_named_way(amount, rounding, rounded):
    assert str(amount.rounded(rounding).amount) == rounded


def test_the_default_rounding_favours_neither_side():
    assert [str(Money(x, "SEK").rounded().amount) for x in ("0.005", "0.015")] == ["0.00", "0.02"]


def test_arithmetic_keeps_every_digit_whatever_the_decimal_context():
    small = Money("0." + "1" * 40, "SEK")
    with decimal.localcontext(prec=3):
        assert (Money(10**20, "SEK") + small) - Money(10**20, "SEK") == small
        assert -small == small * -1
        assert Money("1234567", "SEK") * 3 == 3 * Money("1234567", "SEK") == Money(3703701, "SEK")


def test_a_share_is_a_decimal():
    # LOU 17:9: 499,999 of 5,000,000 is below a tenth.
    assert Money(499_999, "SEK").share_of(Money(5_000_000, "SEK")) == Decimal("0.0999998")


@pytest.mark.parametrize(
    ("money", "sv", "en"),
    [
        (Money("4800000", "SEK"), "4 800 000 SEK", "SEK 4,800,000"),
        (Money("-1234.5", "EUR"), "-1 234,5 EUR", "EUR -1,234.5"),
        (Money("1E+3", "SEK"), "1 000 SEK", "SEK 1,000"),
    ],
)
def test_money_is_written_as_each_language_does(money, sv, en):
    assert (money.label("sv"), money.label("en"), str(money)) == (sv, en, en)


@pytest.mark.parametrize("again", AGAIN)
def test_money_is_a_value(again):
    one = Money("100.10", "SEK")
    assert again(one) == one == Money("100.1", "SEK")
    assert hash(again(one)) == hash(Money("100.1", "SEK"))
    assert one != Money("100.1", "EUR")
    assert one != 100
