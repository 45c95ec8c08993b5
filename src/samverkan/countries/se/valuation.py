"""How the value of a procurement is estimated (värdet av en upphandling, LOU 5:3-5:14).

Amounts are without VAT. A method may not be chosen, nor a procurement divided, to get below a
threshold (5:6, 5:7, 5:7 a); that is for people to judge.

>>> service_value(monthly=Money("60000", "SEK")).amount.label("sv")  # until further notice
'2 880 000 SEK'
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from samverkan.codelists import Trigger
from samverkan.countries.se.statute import LOU, dated, lou
from samverkan.deadlines import Amount, Deadline
from samverkan.errors import LawQuestionError
from samverkan.explanations import Explanation, LegalBasis, Step, Text
from samverkan.periods import Span, day
from samverkan.values import Money

__all__ = [
    "contract_value",
    "financial_services_value",
    "framework_value",
    "lease_value",
    "recurring_value",
    "service_value",
    "summed",
    "units_value",
    "valuation_day",
    "works_value",
]

_MONTHS = 48
_VALUE = Text("uppskattat värde", "estimated value")


def summed(name: str, *parts: Sequence[Money]) -> Money:
    """The sum of all amounts, in their one currency.

    >>> summed("works_value", [Money("40", "SEK")], [Money("2", "SEK")]).label("sv")
    '42 SEK'

    Raises:
        LawQuestionError: when there is none, in the name of the question.
        MoneyError: when currencies differ.
    """
    amounts = [amount for part in parts for amount in part]
    if not amounts:
        raise LawQuestionError(f"{name}: no amount given; expected at least one")
    total = amounts[0]
    for amount in amounts[1:]:
        total += amount
    return total


def _answer(
    name: str, amount: Money, sv: str, en: str, basis: LegalBasis, **values: object
) -> Amount:
    if amount.amount < 0:
        raise LawQuestionError(f"{name}: the value would be {amount}; expected one of 0 or more")
    step = Step(Text(sv, en), values, after=amount, basis=basis)
    vat = Step(
        Text("beloppen är utan mervärdesskatt", "the amounts are without VAT"), basis=lou("5:3", 2)
    )
    return Amount(name=name, title=_VALUE, amount=amount, explanation=Explanation((step, vat)))


def _together(name: str, basis: LegalBasis, *parts: tuple[str, str, Sequence[Money]]) -> Amount:
    """A sum of parts, each named where it is given."""
    given = [(f"part_{number}", *part) for number, part in enumerate(parts) if part[2]]
    return _answer(
        name,
        summed(name, *(amounts for _, _, amounts in parts)),
        "; ".join(f"{sv}: {{{key}}}" for key, sv, _, _ in given) + "; tillsammans {after}",
        "; ".join(f"{en}: {{{key}}}" for key, _, en, _ in given) + "; together {after}",
        basis,
        **{key: tuple(amounts) for key, _, _, amounts in given},
    )


def _months(name: str, months: int | None) -> int | None:
    if months is not None and months < 1:
        raise LawQuestionError(f"{name}: months={months}; expected at least 1, or None")
    return months


def contract_value(
    *,
    payments: Sequence[Money],
    options: Sequence[Money] = (),
    to_tenderers: Sequence[Money] = (),
) -> Amount:
    """The total that is to be paid, options and extensions included (LOU 5:3).

    Args:
        payments: What the contracts of the procurement are estimated to cost.
        options: What options and extensions in the documents would add, as if they were used.
        to_tenderers: Prizes and payments to candidates and tenderers.

    >>> contract_value(payments=[Money("900000", "SEK")], options=[Money("300000", "SEK")]).amount
    Money(amount=Decimal('1200000'), currency='SEK')

    Raises:
        LawQuestionError: when no amount is given.
        MoneyError: when currencies differ.
    """
    return _together(
        "contract_value",
        lou("5:3", 1),
        ("betalningar", "payments", payments),
        ("optioner och förlängningar", "options and extensions", options),
        ("ersättning till anbudsgivare", "paid to tenderers", to_tenderers),
    )


def units_value(*, units: Sequence[Money], independent: Money | None = None) -> Amount:
    """The value where a buyer has separate units (operativa enheter, LOU 5:4).

    Args:
        units: What each unit buys of it.
        independent: The value of one unit that is responsible for its own procurement.

    >>> units_value(units=[Money("400000", "SEK"), Money("500000", "SEK")]).amount.label("sv")
    '900 000 SEK'

    Raises:
        LawQuestionError: when no amount is given.
        MoneyError: when currencies differ.
    """
    if independent is None:
        amount = summed("units_value", units)
        sv, en = "det samlade värdet för alla enheter", "the value for all units together"
    else:
        amount = independent
        sv = "enheten ansvarar självständigt för sin upphandling"
        en = "the unit is responsible for its own procurement"
    return _answer("units_value", amount, sv + ": {after}", en + ": {after}", lou("5:4"))


_VALUED = dated(Text("värdetidpunkt", "day of valuation"), (LOU, True, lou("5:5")))


def valuation_day(
    *,
    call_sent_on: str | dt.date | None = None,
    started_on: str | dt.date | None = None,
) -> Deadline:
    """The day for which a value is estimated (värdetidpunkt, LOU 5:5).

    Args:
        call_sent_on: The day the call for competition is sent.
        started_on: Where no call is required, the day the buyer starts the procedure.

    >>> valuation_day(call_sent_on="2026-03-02", started_on="2026-01-15").last_day
    Date(2026, 3, 2)

    Raises:
        LawQuestionError: when neither day is given.
        LawCoverageError: when the law of the day is not known.
    """
    given = call_sent_on if call_sent_on is not None else started_on
    if given is None:
        raise LawQuestionError(
            "valuation_day: call_sent_on=None, started_on=None; expected the day the call is "
            "sent, or without a call the day the procedure starts"
        )
    on = day(given)
    basis, caveat = _VALUED.step(on)[2], _VALUED.caveat(on)
    sent = call_sent_on is not None
    text = (
        Text("anbudsinfordran skickas {after}", "the call for competition is sent on {after}")
        if sent
        else Text(
            "ingen anbudsinfordran krävs; förfarandet påbörjas {after}",
            "no call is required; the procedure starts on {after}",
        )
    )
    return Deadline(
        name="valuation_day",
        title=_VALUED.name,
        trigger=Trigger.SENT if sent else Trigger.STARTED,
        triggered_on=on,
        raw=on,
        last_day=on,
        law_on=on,
        basis=(basis,),
        explanation=Explanation(
            (Step(text, after=on, basis=basis), *([] if caveat is None else [caveat]))
        ),
    )


# ---------------------------------------------------------------------------- kinds of contract
def works_value(*, payments: Sequence[Money], provided: Sequence[Money] = ()) -> Amount:
    """The value of works (byggentreprenad, LOU 5:9).

    Args:
        payments: What is to be paid for the works.
        provided: Goods and services that the buyer provides and that the works need.

    >>> works_value(payments=[Money("40", "SEK")], provided=[Money("2", "SEK")]).amount.label("sv")
    '42 SEK'

    Raises:
        LawQuestionError: when no amount is given.
        MoneyError: when currencies differ.
    """
    return _together(
        "works_value",
        lou("5:9"),
        ("entreprenaden", "the works", payments),
        ("det som myndigheten tillhandahåller", "what the buyer provides", provided),
    )


def lease_value(
    *, monthly: Money, months: int | None = None, residual: Money | None = None
) -> Amount:
    """The value of leasing, hire or hire purchase of goods (leasing, hyra, hyrköp, LOU 5:10).

    Args:
        monthly: What is paid a month.
        months: The term; ``None`` where it is indefinite or cannot be fixed.
        residual: The residual value of the goods, asked for terms above twelve months.

    >>> lease_value(monthly=Money("10000", "SEK"), months=12).amount.label("sv")
    '120 000 SEK'
    >>> lease_value(monthly=Money("10000", "SEK")).amount.label("sv")
    '480 000 SEK'

    Raises:
        LawQuestionError: when the term is below one month, or the residual value is missing.
        MoneyError: when currencies differ.
    """
    if _months("lease_value", months) is None:
        return _by_48_months("lease_value", monthly, lou("5:10", 3))
    assert months is not None  # noqa: S101  # checked above
    if months <= 12:
        return _answer(
            "lease_value",
            monthly * months,
            "{months} à {monthly}: {after}",
            "{months} of {monthly}: {after}",
            lou("5:10", 1),
            months=Span(months=months),
            monthly=monthly,
        )
    if residual is None:
        raise LawQuestionError(
            f"lease_value: months={months}, residual=None; above twelve months the residual value "
            "is part of the value; give it"
        )
    return _answer(
        "lease_value",
        monthly * months + residual,
        "{months} à {monthly} och restvärdet {residual}: {after}",
        "{months} of {monthly} and the residual value {residual}: {after}",
        lou("5:10", 2),
        months=Span(months=months),
        monthly=monthly,
        residual=residual,
    )


def _by_48_months(name: str, monthly: Money, basis: LegalBasis) -> Amount:
    return _answer(
        name,
        monthly * _MONTHS,
        "månadsvärdet {monthly} gånger 48: {after}",
        "the monthly value {monthly} times 48: {after}",
        basis,
        monthly=monthly,
    )


def recurring_value(
    *,
    actual: Sequence[Money] = (),
    adjustment: Money | None = None,
    planned: Sequence[Money] = (),
) -> Amount:
    """The value of contracts that recur or are renewed (regelbundet återkommande, LOU 5:11).

    Args:
        actual: What similar contracts of the last twelve months, or of the last financial year,
            were worth; or
        planned: What the contracts of the twelve months after the first delivery are worth.
        adjustment: Foreseeable changes to ``actual`` over the next twelve months.

    >>> recurring_value(actual=[Money("50000", "SEK")] * 4).amount.label("sv")
    '200 000 SEK'

    Raises:
        LawQuestionError: when both or none of ``actual`` and ``planned`` are given.
        MoneyError: when currencies differ.
    """
    if bool(actual) == bool(planned) or (planned and adjustment is not None):
        raise LawQuestionError(
            "recurring_value: expected either actual (with or without adjustment) or planned; "
            "give one of them"
        )
    if planned:
        return _answer(
            "recurring_value",
            summed("recurring_value", planned),
            "kontrakten under tolv månader efter den första leveransen: {after}",
            "the contracts of the twelve months after the first delivery: {after}",
            lou("5:11"),
        )
    sv = "liknande kontrakt under de föregående tolv månaderna eller det senaste räkenskapsåret"
    en = "similar contracts of the last twelve months or the last financial year"
    more: tuple[Money, ...] = ()
    if adjustment is not None:
        more = (adjustment,)
        sv += ", justerat med {adjustment}"
        en += ", adjusted by {adjustment}"
    return _answer(
        "recurring_value",
        summed("recurring_value", actual, more),
        sv + ": {after}",
        en + ": {after}",
        lou("5:11"),
        adjustment=adjustment,
    )


def financial_services_value(*, fees: Sequence[Money]) -> Amount:
    """The value of insurance, banking and design services (LOU 5:12).

    Args:
        fees: Premiums, fees, commissions, interest and other payments for the service.

    >>> financial_services_value(fees=[Money("70000", "SEK"), Money("5000", "SEK")]).amount.label()
    'SEK 75,000'

    Raises:
        LawQuestionError: when no amount is given.
        MoneyError: when currencies differ.
    """
    return _answer(
        "financial_services_value",
        summed("financial_services_value", fees),
        "premier, arvoden, provisioner, ränta och andra ersättningar: {after}",
        "premiums, fees, commissions, interest and other payments: {after}",
        lou("5:12"),
    )


def service_value(*, monthly: Money, months: int | None = None) -> Amount:
    """The value of a service without a stated total (tjänst utan angivet totalbelopp, LOU 5:13).

    Args:
        monthly: What is paid a month.
        months: The term; ``None`` where it is indefinite.

    >>> service_value(monthly=Money("10000", "SEK"), months=24).amount.label("sv")
    '240 000 SEK'

    Raises:
        LawQuestionError: when the term is below one month.
    """
    if _months("service_value", months) is None or (months or 0) > _MONTHS:
        return _by_48_months("service_value", monthly, lou("5:13", 2))
    return _answer(
        "service_value",
        monthly * (months or 0),
        "{months}, högst 48, à {monthly}: {after}",
        "{months}, at most 48, of {monthly}: {after}",
        lou("5:13", 1),
        months=Span(months=months or 0),
        monthly=monthly,
    )


def framework_value(*, contracts: Sequence[Money]) -> Amount:
    """The highest value of a framework or dynamic purchasing system (ramavtal, DIS, LOU 5:14).

    Args:
        contracts: The highest value of each contract that is planned over its term.

    >>> framework_value(contracts=[Money("100", "SEK")] * 3).amount.label("sv")
    '300 SEK'

    Raises:
        LawQuestionError: when no amount is given.
        MoneyError: when currencies differ.
    """
    return _answer(
        "framework_value",
        summed("framework_value", contracts),
        "alla kontrakt som planeras under löptiden, som mest: {after}",
        "all contracts planned over the term, at their highest: {after}",
        lou("5:14"),
    )
