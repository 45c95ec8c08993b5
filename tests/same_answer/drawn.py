"""A register drawn from a seed, dense in what checks and measures look at."""

from __future__ import annotations

import datetime as dt
import itertools
import random

import samverkan as sv
from samverkan.codelists import (
    AmendmentGround,
    Category,
    DesignChoiceKind,
    Procedure,
    Regime,
    SendingMeans,
    TenderStatus,
)

FIRST = dt.date(2017, 3, 1)
BUYERS = ("SE-1", "SE-2", "NO-3")
SUPPLIERS = ("SE-10", "SE-11", "SE-12", "SE-13", "NO-14")


class Drawn:
    """What a generator of random numbers gives."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def maybe(self, value, share=0.7):
        return value if self.random.random() < share else None

    def one(self, *values):
        return self.random.choice(values)

    def day(self, years=9):
        return FIRST + dt.timedelta(self.random.randrange(365 * years))

    def money(self, *amounts, currencies=("SEK", "SEK", "SEK", "SEK", "EUR")):
        return sv.Money(str(self.one(*amounts)), self.one(*currencies))


def procurement(draw, number):
    days = sorted(draw.day() for _ in range(4))
    lots = tuple(
        sv.Lot(
            id=str(n),
            category=draw.maybe(draw.one(*Category)),
            cpv=draw.one((), (f"{draw.one(15, 45, 72, 79)}000000",), ("45210000", "45300000")),
        )
        for n in range(draw.one(0, 0, 1, 2))
    )
    return sv.Procurement(
        id=f"U-{number}",
        buyer=draw.maybe(draw.one(*BUYERS), 0.9),
        regime=draw.maybe(draw.one(Regime.ABOVE, Regime.ABOVE, *Regime), 0.9),
        procedure=draw.maybe(draw.one(*Procedure)),
        category=draw.maybe(draw.one(*Category), 0.9),
        cpv=draw.one((), (f"{draw.one(15, 45, 72, 79)}000000",)),
        lots=lots,
        published_on=draw.maybe(days[0]),
        tenders_due_on=draw.maybe(
            draw.one(days[1], days[0] + dt.timedelta(draw.one(14, 15))), 0.6
        ),
        awarded_on=draw.maybe(days[2]),
        concluded_on=draw.maybe(days[3], 0.3),
        cancelled_on=draw.maybe(days[3], 0.1),
        notified_on=draw.maybe(days[2]),
        notified_by=draw.maybe(draw.one(*SendingMeans), 0.5),
    )


def amendment(draw, number, start):
    return sv.Amendment(
        id=str(number),
        occurred_on=start + dt.timedelta(draw.one(0, 100, 100, 200, 900)),
        ground=draw.maybe(draw.one(AmendmentGround.DE_MINIMIS, *AmendmentGround), 0.5),
        value_change=draw.maybe(
            draw.money(-200000, 400000, 500000, 600000, 700000, "499999.99"), 0.85
        ),
        new_end=draw.maybe(start + dt.timedelta(draw.random.randrange(2000)), 0.2),
        replaces=draw.maybe(str(number - 1), 0.2) if number else None,
    )


def contract(draw, number, procurements, frameworks):
    start = draw.day()
    end = start + dt.timedelta(draw.one(90, 729, 730, 1094, 1460, 1461, 2200))
    kind = draw.one("contract", "framework", "call-off", "call-off")
    source = draw.maybe(draw.one(*procurements), 0.8)
    lots = () if source is None else tuple(lot.id for lot in source.lots)
    signed = draw.maybe(start + dt.timedelta(draw.one(-60, -10, 0, 20)), 0.8)
    options = tuple(
        sv.Option(
            id=str(n),
            extend_by=draw.maybe(sv.months(draw.one(1, 12))),
            decisions=tuple(
                sv.OptionDecision(
                    outcome=draw.one("exercised", "declined"),
                    decided_on=end - dt.timedelta(draw.one(30, 400)),
                )
                for _ in range(draw.one(0, 0, 1))
            ),
        )
        for n in range(draw.one(0, 0, 1, 2))
    )
    buyer = draw.maybe(draw.one(*BUYERS), 0.8)
    return sv.Contract(
        id=f"A-{number}",
        kind=kind,
        buyer=buyer,
        suppliers=tuple(draw.random.sample(SUPPLIERS, draw.one(0, 1, 1, 1, 2))),
        private_performer=draw.maybe(draw.one(True, False), 0.4),
        procurement=None if source is None else source.id,
        lots=draw.one((), lots, lots[:1]),
        parent=draw.one(*frameworks) if kind == "call-off" and frameworks else None,
        signed_on=signed,
        period=draw.maybe(
            draw.one(sv.Period(start, end), sv.Period(start, end), sv.Period(start, None)), 0.9
        ),
        options=options,
        amendments=tuple(amendment(draw, n, start) for n in range(draw.one(0, 0, 1, 3))),
        termination=draw.maybe(
            sv.Termination(
                last_day=start + dt.timedelta(draw.one(60, 300)), decided_on=draw.maybe(start)
            ),
            0.1,
        ),
        value=draw.maybe(draw.money(1000000, 5000000, "7999999.99", 8000000, 10000000), 0.9),
        ceiling=draw.maybe(draw.money(10000000, 8000000, 20000000, "0.30"))
        if kind == "framework"
        else None,
        risk_class=draw.maybe(draw.one("A", "A", "B", "C", sv.RiskRating(3, 2))),
        milestones=tuple(
            sv.Milestone(
                id=str(n),
                kind=draw.maybe(draw.one("delivery", "preProcurement")),
                status=draw.maybe(draw.one("met", "scheduled", "notMet", "partiallyMet")),
                due_on=draw.maybe(draw.day()),
                met_on=draw.maybe(draw.day(), 0.5),
            )
            for n in range(draw.one(0, 0, 2))
        ),
    )


def tender(draw, number, procurements):
    source = draw.one(*procurements)
    lot = draw.maybe(draw.one(*source.lots).id, 0.7) if source.lots else None
    return sv.Tender(
        id=f"T-{number}",
        procurement=source.id,
        lot=lot,
        tenderers=tuple(draw.random.sample(SUPPLIERS, draw.one(1, 1, 1, 2))),
        amount=draw.maybe(
            draw.money(100000, 101000, 102000, 105000, 115000, 300000, currencies=("SEK",)), 0.9
        ),
        submitted_on=draw.maybe(draw.day()),
        status=draw.maybe(
            draw.one(*["valid"] * 6, *TenderStatus),
            0.9,
        ),
        replaces=draw.maybe(f"T-{number - 1}", 0.05) if number else None,
    )


def market(seed, size=80):
    """Small competitions among few, so many that some stand out: what red flags compare."""
    draw = Drawn(seed)
    buyers = tuple(f"SE-{n}" for n in range(1, 9))
    parties = tuple(f"SE-{n}" for n in range(20, 32))
    skill = {party: draw.one(0.02, 0.9, 1, 1, 1.1, 3) for party in parties}
    strict = {buyer: draw.one(0, 0.05, 0.1, 0.1, 0.9) for buyer in buyers}
    procurements, contracts, tenders = [], [], []
    for n in range(size):
        lots = tuple(
            sv.Lot(id=str(i), cpv=(f"{draw.random.randrange(10, 99)}000000",))
            for i in range(draw.one(0, 0, 0, 1, 2))
        )
        asked = sv.Procurement(
            id=f"U-{n}",
            buyer=draw.maybe(draw.one(*buyers), 0.95),
            cpv=draw.one((), (f"{draw.random.randrange(10, 99)}000000",)),
            procedure=draw.maybe(draw.one(*Procedure), 0.9),
            lots=lots,
            cancelled_on=draw.maybe(draw.day(), 0.1),
            tenders_due_on=draw.maybe(draw.day(), 0.5),
        )
        procurements.append(asked)
        for lot in (*(lot.id for lot in lots), None)[: max(len(lots), 1)]:
            field = draw.random.sample(parties, draw.one(1, 2, 3, 3, 4, 5))
            prices = {one: 100_000 * skill[one] + draw.random.randrange(9) * 1000 for one in field}
            for party in field:
                out = draw.random.random() < strict.get(asked.buyer, 0.1)
                status = "disqualified" if out else draw.one(
                    *["valid"] * 7, "pending", "invited", "withdrawn", None
                )  # fmt: skip
                several = draw.maybe(draw.one(*parties), 0.06)
                for _ in range(draw.one(1, 1, 1, 1, 2)):
                    tenders.append(
                        sv.Tender(
                            id=f"T-{len(tenders)}", procurement=asked.id, lot=lot,
                            tenderers=tuple(dict.fromkeys((party, several or party))),
                            status=status, submitted_on=draw.maybe(draw.day(), 0.5),
                            amount=draw.maybe(
                                sv.Money(int(prices[party]), draw.one(*["SEK"] * 30, "EUR")), 0.97
                            ),
                        )
                    )  # fmt: skip
            best = min(field, key=prices.__getitem__)
            for _ in range(draw.one(0, 1, 1, 1, 1, 1, 1, 1, 2)):
                contracts.append(
                    sv.Contract(
                        id=f"A-{len(contracts)}", procurement=asked.id,
                        suppliers=draw.one(*[(best,)] * 12, (), (best, "SE-90")),
                        lots=() if lot is None else draw.one((lot,), (lot,), ()),
                        parent=draw.maybe(draw.one(*contracts).id, 0.15) if contracts else None,
                        kind="framework",
                    )
                )  # fmt: skip
    return sv.Portfolio(
        parties=tuple(sv.Party(id=one) for one in (*buyers, *parties, "SE-90")),
        procurements=tuple(procurements),
        contracts=tuple(contracts),
        tenders=tuple(tenders),
        design_choices=tuple(
            sv.DesignChoice(id=f"V-{n}", procurement=f"U-{n}", kind=kind)
            for n, kind in zip(range(0, size, 7), itertools.cycle(DesignChoiceKind), strict=False)
        ),
    )


def changing(seed, size=60):
    """Contracts above the thresholds that change often, of which the law mostly decides."""
    draw = Drawn(seed)
    amounts = (-400000, 300000, 500000, "2499999.99", 2500000, "2500000.01", 3000000)
    contracts, procurements = [], []
    for n in range(size):
        called = draw.day(years=7)
        procurements.append(
            sv.Procurement(
                id=f"U-{n}", buyer="SE-1", regime=draw.maybe(Regime.ABOVE, 0.95),
                category=draw.maybe(draw.one(*Category), 0.95),
                published_on=draw.maybe(called, 0.9),
            )
        )  # fmt: skip
        changes = tuple(
            sv.Amendment(
                id=str(i),
                occurred_on=called + dt.timedelta(draw.one(100, 200, 200, 400)),
                ground=draw.maybe(draw.one(*AmendmentGround), 0.8),
                value_change=draw.maybe(draw.money(*amounts, currencies=["SEK"] * 30 + ["EUR"])),
                replaces=draw.maybe(str(i - 1), 0.1) if i else None,
            )
            for i in range(draw.one(1, 2, 3, 4))
        )
        contracts.append(
            sv.Contract(
                id=f"A-{n}", procurement=f"U-{n}", amendments=changes,
                kind=draw.one("contract", "contract", "framework"),
                value=draw.maybe(sv.Money(draw.one(0, *[5000000] * 6, 40000000), "SEK"), 0.9),
            )
        )  # fmt: skip
    return sv.Portfolio(
        parties=(sv.Party(id="SE-1", buyer_kind="la"),),
        procurements=tuple(procurements),
        contracts=tuple(contracts),
    )


def dialogue(draw, number, contracts):
    forms = ("development-dialogue", "internal-needs", "one-to-one", "workshop")
    known = [form for form in forms if form in {one.value for one in sv.DialogueForm}]
    form = draw.one(*known)
    scopes = ("internal",) if form == "internal-needs" else ("internal", "external")
    return sv.Dialogue(
        id=f"D-{number}",
        form=form,
        occurred_on=draw.day(),
        contract=draw.maybe(draw.one(*contracts).id, 0.9),
        participants=tuple(draw.random.sample((*BUYERS, *SUPPLIERS), draw.one(0, 2, 2, 3))),
        topics=frozenset(draw.random.sample(("integrity", "development"), draw.one(0, 1, 2))),
        stated_scope=draw.maybe(draw.one(*scopes), 0.3),
        replaces=draw.maybe(f"D-{number - 1}", 0.05) if number else None,
    )


def checkpoint(draw, number, contracts):
    return sv.Checkpoint(
        id=f"C-{number}",
        occurred_on=draw.day(),
        contract=draw.one(*contracts).id,
        aim="control",
        kind=draw.maybe(draw.one("supplier-status", "kickoff"), 0.5),
        observer=draw.maybe(draw.one(*BUYERS)),
        observed=draw.maybe(draw.one(*SUPPLIERS)),
    )


def look_up(draw, number, contracts):
    return sv.EligibilityCheck(
        id=f"K-{number}",
        party=draw.one(*SUPPLIERS[:3]),
        checked_on=draw.day(),
        contract=draw.maybe(draw.one(*contracts).id, 0.8),
        grounds=draw.one((), ("tax-pay",), ("bankruptcy",), ("socsec-pay", "corruption")),
        replaces=draw.maybe(f"K-{number - 1}", 0.1) if number else None,
    )


def portfolio(seed, size=40):
    """Some contracts with all that checks and measures ask about."""
    draw = Drawn(seed)
    parties = (
        sv.Party(id="SE-1", buyer_kind="la"),
        sv.Party(id="SE-2", buyer_kind=draw.maybe("cga")),
        sv.Party(id="NO-3"),
        *(sv.Party(id=one) for one in SUPPLIERS),
    )
    procurements = tuple(procurement(draw, n) for n in range(max(size // 2, 1)))
    contracts: list[sv.Contract] = []
    for number in range(size):
        frameworks = [one.id for one in contracts if one.kind.value == "framework"]
        contracts.append(contract(draw, number, procurements, frameworks))
    choices = tuple(
        sv.DesignChoice(
            id=f"V-{n}", procurement=draw.one(*procurements).id,
            kind=draw.one("fixed-price", "quality-criteria"),
            decided_on=draw.day(),
        )
        for n in range(size // 10)
    )  # fmt: skip
    return sv.Portfolio(
        parties=parties,
        procurements=procurements,
        contracts=tuple(contracts),
        tenders=tuple(tender(draw, n, procurements) for n in range(size * 2)),
        dialogues=tuple(dialogue(draw, n, contracts) for n in range(size * 2)),
        checkpoints=tuple(checkpoint(draw, n, contracts) for n in range(size // 4)),
        design_choices=choices,
        eligibility_checks=tuple(look_up(draw, n, contracts) for n in range(size // 4)),
    )
