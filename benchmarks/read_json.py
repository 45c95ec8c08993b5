"""How fast a register in the own JSON is read, beside pydantic v2 on the same document.

    python benchmarks/read_json.py [--contracts 100000] [--repeat 3]

pydantic checks shapes, days, numbers and codes; ours also checks that each contract's facts agree,
that ids are unique and that every reference resolves. Both must find the same contracts. The last
line says how many times as long ours takes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import io
import random
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Literal

import pydantic

from samverkan.contracts import Contract, Option
from samverkan.exchange import read_json, write_json
from samverkan.parties import Party
from samverkan.periods import Period, add_months, day, months
from samverkan.portfolio import Portfolio
from samverkan.procurements import Procurement
from samverkan.values import Money


class Model(pydantic.BaseModel):
    """What every pydantic model here does: unknown keys are errors, values do not change."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)


class PartyModel(Model):
    """A party."""

    id: str
    name: str | None = None
    roles: frozenset[Literal["buyer", "supplier"]] = frozenset()


class ProcurementModel(Model):
    """A procurement."""

    id: str
    buyer: str | None = None
    published_on: dt.date | None = None
    tenders_due_on: dt.date | None = None


class PeriodModel(Model):
    """A period."""

    start: dt.date | None
    end: dt.date | None = None


class MoneyModel(Model):
    """An amount."""

    amount: Decimal
    currency: str


class OptionModel(Model):
    """An option."""

    id: str
    extend_by: str | None = None
    notice: str | None = None


class ContractModel(Model):
    """A contract."""

    id: str
    title: str | None = None
    kind: Literal["contract", "framework", "call-off"] = "contract"
    buyer: str | None = None
    suppliers: tuple[str, ...] = ()
    procurement: str | None = None
    signed_on: dt.date | None = None
    period: PeriodModel | None = None
    options: tuple[OptionModel, ...] = ()
    value: MoneyModel | None = None
    risk_class: Literal["A", "B", "C"] | None = None


class PortfolioModel(Model):
    """The document."""

    samverkan: Literal["1"]
    parties: tuple[PartyModel, ...] = ()
    procurements: tuple[ProcurementModel, ...] = ()
    contracts: tuple[ContractModel, ...] = ()


def register(count: int) -> Portfolio:
    """An invented register: a tenth as many parties and procurements as contracts."""
    drawn = random.Random(2026)
    buyers = [
        Party(id=f"buyer-{n}", name=f"Kommun {n}", roles={"buyer"})
        for n in range(max(1, count // 300))
    ]
    suppliers = [
        Party(id=f"supplier-{n}", name=f"Bolag {n} AB", roles={"supplier"})
        for n in range(max(2, count // 11))
    ]
    first = day("2020-01-01").toordinal()
    procurements = [
        Procurement(
            id=f"U-{n}",
            buyer=drawn.choice(buyers).id,
            published_on=dt.date.fromordinal(first + n % 1500),
            tenders_due_on=dt.date.fromordinal(first + n % 1500 + 35),
        )
        for n in range(max(1, count // 10))
    ]

    def contract(n: int) -> Contract:
        source = drawn.choice(procurements)
        start = dt.date.fromordinal(first + 100 + drawn.randrange(2500))
        return Contract(
            id=f"A-{n}",
            title=f"Avtal om tjänst nummer {n}",
            buyer=source.buyer,
            suppliers=(drawn.choice(suppliers).id,),
            procurement=source.id,
            signed_on=dt.date.fromordinal(start.toordinal() - 14),
            period=Period(start, add_months(start, 24)),
            options=(Option(id="1", extend_by=months(12), notice=months(6)),) * (n % 2),
            value=Money(str(drawn.randrange(100_000, 9_000_000)), "SEK"),
            risk_class=drawn.choice("ABC"),
        )

    return Portfolio(
        parties=(*buyers, *suppliers),
        procurements=tuple(procurements),
        contracts=tuple(contract(n) for n in range(count)),
    )


def shortest(read: Callable[[], object], repeat: int) -> tuple[float, object]:
    """The shortest of several runs, in seconds of the processor, and what the last one gave."""
    times: list[float] = []
    found: object = None
    for _ in range(repeat):
        found = None
        gc.collect()
        began = time.process_time()
        found = read()
        times.append(time.process_time() - began)
    return min(times), found


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--contracts", type=int, default=100_000)
    asked.add_argument("--repeat", type=int, default=3)
    args = asked.parse_args()

    stream = io.BytesIO()
    write_json(register(args.contracts), stream)
    data = stream.getvalue()
    print(f"{args.contracts} contracts, {len(data) / 1e6:.1f} MB")

    theirs, model = shortest(lambda: PortfolioModel.model_validate_json(data), args.repeat)
    assert isinstance(model, PortfolioModel)
    expected = [(one.id, one.signed_on) for one in model.contracts]
    del model  # what stays alive would slow the garbage collector under the other reader
    ours, portfolio = shortest(lambda: read_json(data), args.repeat)
    assert isinstance(portfolio, Portfolio)
    assert expected == [(one.id, one.signed_on) for one in portfolio.contracts]
    for name, seconds in (("pydantic", theirs), ("samverkan", ours)):
        each = seconds / args.contracts * 1e6
        speed = len(data) / seconds / 1e6
        print(f"{name:10} {seconds:6.2f} s {each:6.1f} µs a contract {speed:6.1f} MB/s")
    print(f"ratio={ours / theirs:.2f}")


if __name__ == "__main__":
    main()
