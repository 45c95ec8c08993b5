"""A register as a municipality might have it: every party invented, every number valid."""

from __future__ import annotations

from collections.abc import Sequence

from samverkan.calendars import WorkingCalendar, national_calendar
from samverkan.codelists import ContractKind
from samverkan.contracts import Amendment, Contract, Option, OptionDecision, Termination
from samverkan.errors import JurisdictionError, PortfolioError, near
from samverkan.jurisdictions import jurisdiction, jurisdictions
from samverkan.parties import Party
from samverkan.periods import Day, Period, add_months, day, day_from_ordinal, months, shift
from samverkan.portfolio import Portfolio
from samverkan.procurements import Procurement
from samverkan.testing.check_digits import national
from samverkan.testing.samples._facts import Draw, Story
from samverkan.testing.samples._names import BOUGHT, COUNTRIES, Bought, Country
from samverkan.values import Identifier, Money

__all__ = ["sample_portfolio"]

_FIRST_FIRM = 10
_LIMITS = {"direct": 700, "above": 2_390, "works": 59_880, "social": 8_109}
"""Thousands of kronor: direct procurement, thresholds of 2024-25 for goods, works, social."""


def _mix(contracts: int) -> list[str]:
    """The classes of so many contracts, 10, 30 and 60 of a hundred."""
    low = contracts * 10 // 100
    middle = contracts * 40 // 100
    return ["A" if n < low else "B" if n < middle else "C" for n in range(contracts)]


def _regime(bought: Bought, thousands: int) -> str:
    if bought.cpv.startswith("85"):
        return "annex-2" if thousands >= _LIMITS["social"] else "below"
    if thousands < _LIMITS["direct"]:
        return "direct"
    limit = _LIMITS["works" if bought.category == "works" else "above"]
    return "above" if thousands >= limit else "below"


class _Register:
    """The register while it is made."""

    def __init__(self, seed: int, code: str, as_of: Day) -> None:
        self.draw = Draw(seed)
        self.code = code
        self.country: Country = COUNTRIES[code]
        self.as_of = as_of
        self.calendar: WorkingCalendar = (
            jurisdiction(code).calendar if code in jurisdictions() else national_calendar(code)
        )
        self.story = Story(self.draw, self.calendar, as_of)
        self.parties: list[Party] = []
        self.procurements: list[Procurement] = []
        self.contracts: list[Contract] = []
        self.firms: list[str] = []

    def party(self, serial: int, name: str, *roles: str) -> str:
        """Take in an organisation; its id."""
        number = national(self.code, serial)
        scheme = self.country.scheme
        found = Party(
            id=f"{self.code}-{number}",
            name=name,
            roles=frozenset(roles),
            identifiers=(Identifier(scheme, number),),
            buyer_kind="la" if "buyer" in roles else None,
        )
        self.parties.append(found)
        return found.id

    def near(self, on: Day, days: int) -> Day:
        """A working day so many days off."""
        return self.story.working(day_from_ordinal(on.toordinal() + days))

    def make(self, contracts: int) -> Portfolio:
        """The whole of it."""
        place = self.draw.pick(self.country.places)
        buyer = self.party(0, f"{place} {self.country.municipality}", "buyer")
        names = self.firm_names()
        for serial in range(max(3, contracts // 3)):
            again, which = divmod(serial, len(names))
            name = f"{names[which]}{f' {again + 1}' if again else ''} {self.country.company}"
            self.firms.append(self.party(_FIRST_FIRM + serial, name, "supplier"))
        for number, risk_class in enumerate(self.draw.shuffled(_mix(contracts)), 1):
            frameworks = [c for c in self.contracts if c.kind is ContractKind.FRAMEWORK]
            if risk_class == "C" and frameworks and self.draw.chance(0.25):
                self.call_off(number, self.draw.pick(frameworks))
            else:
                self.procured(number, risk_class, buyer)
        return Portfolio(
            parties=self.parties,
            procurements=self.procurements,
            contracts=self.contracts,
            **{home: tuple(facts) for home, facts in self.story.found.items()},  # type: ignore[arg-type]  # each field gets facts of its own kind
        )

    def firm_names(self) -> list[str]:
        """Names of firms in an order of their own; no two are the same."""
        return self.draw.shuffled(
            [f"{first} {trade}" for first in self.country.firms for trade in self.country.trades]
        )

    def _suppliers(self, count: int) -> list[str]:
        start = self.draw.below(len(self.firms))
        return [self.firms[(start + n * 7) % len(self.firms)] for n in range(count)]

    def procured(self, number: int, risk_class: str, buyer: str) -> None:
        """A contract with its procurement, tenderers and story."""
        bought = self.draw.pick([one for one in BOUGHT if one.risk_class == risk_class])
        thousands = max(50, bought.thousands * (40 + self.draw.below(120)) // 100)
        start = add_months(self.as_of, 6 - self.draw.below(66)).replace(day=1)
        if self.draw.chance(0.15):  # some begin at a month's end, where date arithmetic errs
            start = day_from_ordinal(add_months(start, 1).toordinal() - 1)
        signed = self.near(start, -12 - self.draw.below(40))
        awarded = self.near(signed, -14 - self.draw.below(14))
        regime = _regime(bought, thousands)
        published = None if regime == "direct" else self.near(awarded, -70 - self.draw.below(70))
        tenderers = list(
            dict.fromkeys(self._suppliers(1 if published is None else 2 + number % 4))
        )
        procurement = Procurement(
            id=f"U-{awarded.year}-{number:03d}",
            title=bought.title,
            buyer=buyer,
            regime=regime,
            procedure="oth-single" if published is None else "open",
            category=bought.category,
            cpv=(bought.cpv,),
            value=Money(thousands * 1000, self.country.currency),
            started_on=published or self.near(awarded, -20),
            published_on=published,
            tenders_due_on=None if published is None else self.near(published, 40),
            awarded_on=awarded,
            notified_on=awarded,
            concluded_on=signed,
        )
        self.procurements.append(procurement)
        contract = self._contract(number, bought, procurement, tenderers, start, risk_class)
        self.contracts.append(contract)
        self.story.before(procurement, buyer, tenderers)
        self.story.during(procurement, tenderers)
        subcontractors = [
            firm for firm in self._suppliers(2 if self.draw.chance(0.2) else 0)
            if firm not in contract.suppliers
        ]  # fmt: skip
        followed = contract.follow_up_class
        self.story.after(contract, followed.value if followed else "B", subcontractors)

    def _contract(
        self,
        number: int,
        bought: Bought,
        procurement: Procurement,
        tenderers: Sequence[str],
        start: Day,
        risk_class: str,
    ) -> Contract:
        period = Period.lasting(start, months(bought.months))
        value = procurement.value
        winners = tenderers[: 3 if bought.is_framework else 1]
        return Contract(
            id=f"A-{start.year}-{number:03d}",
            title=bought.title,
            kind="framework" if bought.is_framework else "contract",
            buyer=procurement.buyer,
            suppliers=tuple(winners),
            private_performer=True if "enskild drift" in bought.title else None,
            procurement=procurement.id,
            awarded_on=procurement.awarded_on,
            signed_on=procurement.concluded_on,
            period=period,
            notice=months(6) if self.draw.chance(0.2) else None,
            options=self._options(period, bought.months),
            price_revisions=tuple(
                shift(start, months(12 * n)) for n in range(1, bought.months // 12)
            )
            if self.draw.chance(0.3)
            else (),
            amendments=self._amendments(start, value),
            termination=self._termination(period),
            value=value,
            ceiling=value if bought.is_framework else None,
            risk_class=None if self.draw.chance(0.02) else risk_class,
        )

    def _options(self, period: Period, length: int) -> tuple[Option, ...]:
        """One extension or two, or none; what could be decided by now mostly is."""
        assert period.end is not None
        if length < 24 or self.draw.chance(0.25):
            return ()
        notice = None if self.draw.chance(0.2) else months(6 if length >= 48 else 3)
        found: list[Option] = []
        end = period.end
        for number in range(1 + self.draw.below(2)):
            asked = shift(end, -months(7))
            decisions: tuple[OptionDecision, ...] = ()
            if asked <= self.as_of and len(found) == number and self.draw.chance(0.85):
                outcome = "exercised" if self.draw.chance(0.8) else "declined"
                on = self.near(asked, 0)
                decisions = (OptionDecision(outcome=outcome, decided_on=on),)
            found.append(
                Option(
                    id=str(number + 1), extend_by=months(12), notice=notice, decisions=decisions
                )
            )
            end = add_months(end, 12)
        return tuple(found)

    def _amendments(self, start: Day, value: Money | None) -> tuple[Amendment, ...]:
        on = self.near(add_months(start, 8), 0)
        if value is None or on > self.as_of or not self.draw.chance(0.18):
            return ()
        share = 2 + self.draw.below(8)
        change = Money(value.amount * share // 100, value.currency)
        return (Amendment(id="1", occurred_on=on, ground="mod-minv", value_change=change),)

    def _termination(self, period: Period) -> Termination | None:
        assert period.start is not None
        last = add_months(period.start, 10)
        if last > self.as_of or not self.draw.chance(0.02):
            return None
        return Termination(last_day=last, reason="breach", decided_on=add_months(last, -2))

    def call_off(self, number: int, framework: Contract) -> None:
        """A call-off from a framework agreement, within its period."""
        period = framework.period
        assert period is not None
        assert period.start is not None
        start = self.near(add_months(period.start, 1 + self.draw.below(12)), 0)
        length = 6 + 6 * self.draw.below(3)
        value = Money(1000 * (80 + self.draw.below(900)), self.country.currency)
        contract = Contract(
            id=f"A-{start.year}-{number:03d}",
            title=f"{framework.title}, avrop",
            kind="call-off",
            buyer=framework.buyer,
            suppliers=framework.suppliers[:1],
            procurement=framework.procurement,
            parent=framework.id,
            signed_on=self.near(start, -10),
            period=Period.lasting(start, months(length)),
            value=value,
            risk_class="C",
        )
        self.contracts.append(contract)
        self.story.after(contract, "C", ())


def sample_portfolio(
    contracts: int = 700,
    *,
    seed: int = 0,
    country: str = "SE",
    as_of: str | Day = "2026-09-01",
) -> Portfolio:
    """The register of an invented municipality (exempelregister), the same on every machine.

    Classes A, B and C as 10, 30 and 60 of a hundred (SKR 2024), lengths of a year and a half to
    six, options taken, declined and open, framework agreements with call-offs, tenders, dialogue
    before, during and after, follow-ups done, late and missed, subcontractors, deviations with
    what was done about them. Needs neither Hypothesis nor pytest.

    Args:
        contracts: How many; a municipality often has 700 or more (SKR 2024).
        seed: Another register for another number.
        country: ``"SE"``, ``"NO"`` or ``"FI"``: names, currency, numbers with the check digits of
            the national register, working days. Regimes go by the Swedish amounts everywhere.
        as_of: The last day on which anything has happened; contracts may start up to six months
            later.

    >>> register = sample_portfolio(contracts=100, seed=7)
    >>> len(register.contracts), register.contradictions()
    (100, ())

    Raises:
        JurisdictionError: for a country without invented names.
        PortfolioError: for fewer than one contract, or more than 20,000.
    """
    if country not in COUNTRIES:
        raise JurisdictionError(
            f"sample portfolio: no invented names for country={country!r}; "
            f"{near(country, COUNTRIES)}"
        )
    if not 1 <= contracts <= 20_000:
        raise PortfolioError([f"sample: contracts={contracts}; expected 1 to 20,000"])
    return _Register(seed, country, day(as_of)).make(contracts)
