"""Write ``src/samverkan/cli/storkoping.json``: the register of an invented municipality.

Some sixty contracts with the class mix of SKR's example (10, 30 and 60 %), a few without a class,
frameworks with call-offs, options taken and not, amendments, an early end and a private performer;
the dialogue before, during and after; and what was followed up since 2025, most of it in time,
some late, some never, and two contracts that nobody looked at for a year.
Run: ``python tools/make_register.py``. The same register every time; every number has a valid
check digit and belongs to nobody.
"""

from __future__ import annotations

import random
from pathlib import Path

import attrs
from stdnum.luhn import calc_check_digit

import samverkan as sv
from samverkan.exchange import write_json
from samverkan.periods import Day, day_from_ordinal, shift

TARGET = Path(__file__).parents[1] / "src/samverkan/cli/storkoping.json"
DRAW = random.Random(20260901)  # noqa: S311  # a sample, the same every time
KOMMUN = "SE-2120999996"

# What is bought: title, category, CPV code, months, value in thousand kronor, risk class.
BOUGHT = (
    ("Skolmåltider", "services", "55524000", 48, 38_000, "A"),
    ("Särskilt boende i enskild drift", "services", "85311000", 60, 212_000, "A"),
    ("Ombyggnad av Norrskolan", "works", "45214200", 30, 96_000, "A"),
    ("Verksamhetssystem för socialtjänsten", "services", "72000000", 48, 14_500, "A"),
    ("Skolskjuts", "services", "60130000", 48, 41_000, "A"),
    ("Avfallshämtning", "services", "90511000", 72, 54_000, "A"),
    ("Livsmedel", "goods", "15000000", 36, 27_000, "B"),
    ("Lokalvård", "services", "90910000", 48, 18_400, "B"),
    ("Snöröjning", "services", "90620000", 48, 9_600, "B"),
    ("Beläggningsarbeten", "works", "45233141", 24, 22_000, "B"),
    ("Elkraft", "goods", "09310000", 36, 31_000, "B"),
    ("Bevakning", "services", "79710000", 36, 6_200, "B"),
    ("Bemanning inom vård", "services", "79620000", 24, 12_800, "B"),
    ("Datorer och tillbehör", "goods", "30200000", 36, 16_700, "B"),
    ("Byggservice", "works", "50700000", 48, 24_000, "B"),
    ("Arkitekttjänster", "services", "71000000", 48, 7_900, "B"),
    ("Skötsel av grönytor", "services", "77310000", 36, 5_400, "B"),
    ("Försäkringar", "services", "66510000", 36, 8_800, "B"),
    ("Tvätt och textilservice", "services", "98310000", 48, 4_600, "B"),
    ("Hemtjänst i enskild drift", "services", "85310000", 48, 33_000, "C"),
    ("Möbler", "goods", "39100000", 36, 6_900, "B"),
    ("Telefonitjänster", "services", "64212000", 36, 3_800, "B"),
    ("Lekplatsutrustning", "goods", "37535200", 24, 1_900, "C"),
    ("Trycksaker", "goods", "22000000", 24, 900, "C"),
    ("Programvaror för skolan", "goods", "48000000", 24, 2_300, "C"),
    ("Kompetensutveckling", "services", "80000000", 24, 1_200, "C"),
    ("Specialfordon", "goods", "34144000", 18, 3_100, "C"),
)
# What is bought again from the same trade, in the same order.
AGAIN = (
    "Måltider till förskolor",
    "Korttidsboende i enskild drift",
    "Tillbyggnad av Söderskolan",
    "Verksamhetssystem för förskola och skola",
    "Färdtjänst",
    "Slamtömning",
    "Mejerivaror och bröd",
    "Fönsterputsning",
    "Halkbekämpning av gång- och cykelvägar",
    "Vägmarkering",
    "Elkraft till gatubelysning",
    "Larm och utryckning",
    "Bemanning av sjuksköterskor",
    "Elevdatorer",
    "Golv- och målningsarbeten",
    "Landskapsarkitekttjänster",
    "Trädvård",
    "Olycksfallsförsäkring för barn och elever",
    "Arbetskläder med tvätt",
    "Hemtjänst i enskild drift, östra området",
    "Skolmöbler",
    "Bredband och mobiltelefoni",
    "Utegym",
)
FIRMS = (
    "Norrbygden Måltid AB", "Storköpings Omsorg AB", "Byggfirman AB", "Lindens Data AB",
    "Slättens Buss AB", "Kretslopp Öst AB", "Gröna Skafferiet AB", "Renlund Service AB",
    "Vinterväg AB", "Asfaltslaget AB", "Mälarkraft Handel AB", "Nattljus Bevakning AB",
    "Vårdpoolen Mitt AB", "Kontorsteknik Sju AB", "Fastighetshänder AB", "Ritstugan AB",
    "Parklaget AB", "Tryggbolaget AB", "Textilringen AB", "Hemhjälpen Nära AB", "Rum och Bord AB",
    "Samtal i Norr AB", "Lekplatsbolaget AB", "Bokstavsverket AB", "Läromedia AB",
    "Kunskapsbron AB", "Fordonsbyggarna AB",
)  # fmt: skip


def number(stem: str) -> str:
    """An organisationsnummer with its check digit."""
    return stem + calc_check_digit(stem)


def firm(place: int) -> str:
    """The party id of a firm."""
    return "SE-" + number(f"55999{place:04d}")


def near(on: Day, days: int) -> Day:
    """A working day some days off."""
    calendar = sv.jurisdiction("SE").calendar
    return calendar.roll(day_from_ordinal(on.toordinal() + days), sv.Roll.FORWARD)


def regime(category: str, cpv: str, value: int) -> str:
    """Which rules it was bought under; the thresholds of 2024-25 in thousand kronor."""
    if cpv.startswith("85"):
        return "annex-2" if value >= 8_109 else "below"
    if value < 700:
        return "direct"
    return "above" if value >= (59_880 if category == "works" else 2_390) else "below"


def options(months: int, place: int) -> tuple[sv.Option, ...]:
    """One extension or two, or none; every fourth says nothing of notice."""
    if months < 24 or place % 5 == 4:
        return ()
    notice = None if place % 4 == 3 else sv.months(6 if months >= 48 else 3)
    found = [sv.Option(id=str(n + 1), extend_by=sv.months(12), notice=notice) for n in range(2)]
    return tuple(found[: 1 + place % 2])


def make() -> sv.Portfolio:
    """The whole register."""
    parties = [
        sv.Party(
            id=KOMMUN,
            name="Storköpings kommun",
            roles={"buyer"},
            identifiers=(sv.Identifier("SE-ORGNR", KOMMUN[3:]),),
            buyer_kind="la",
        )
    ]
    parties += [
        sv.Party(
            id=firm(place),
            name=name,
            roles={"supplier"}
            | ({"performer"} if "Omsorg" in name or "Hemhjälpen" in name else set()),
            identifiers=(sv.Identifier("SE-ORGNR", firm(place)[3:]),),
        )
        for place, name in enumerate(FIRMS)
    ]
    procurements: list[sv.Procurement] = []
    contracts: list[sv.Contract] = []
    for place in range(len(BOUGHT) + len(AGAIN)):
        title, category, cpv, months, thousands, risk = BOUGHT[place % len(BOUGHT)]
        again = place // len(BOUGHT)
        value = thousands * (1 if not again else DRAW.randrange(6, 15)) // (1 if not again else 40)
        risk = risk if not again else ("B" if place % 4 == 0 else "C")
        start = sv.day("2023-03-01").toordinal() + DRAW.randrange(44) * 30
        start = day_from_ordinal(start).replace(day=1)
        signed = near(start, -DRAW.randrange(12, 40))
        awarded = near(signed, -DRAW.randrange(14, 24))
        rules = regime(category, cpv, value)
        published = None if rules == "direct" else near(awarded, -DRAW.randrange(70, 130))
        name = AGAIN[place - len(BOUGHT)] if again else title
        supplier = firm(place % len(BOUGHT))
        procurement = sv.Procurement(
            id=f"U-{awarded.year}-{place + 1:02d}",
            title=name,
            buyer=KOMMUN,
            regime=rules,
            procedure="open" if rules != "direct" else "oth-single",
            category=category,
            cpv=(cpv,),
            value=sv.Money(value * 1000, "SEK"),
            started_on=published or near(awarded, -20),
            published_on=published,
            tenders_due_on=None if published is None else near(published, 42),
            awarded_on=awarded,
            notified_on=awarded,
            concluded_on=signed,
        )
        procurements.append(procurement)
        kind = (
            "framework"
            if title
            in {
                "Byggservice",
                "Arkitekttjänster",
                "Bemanning inom vård",
                "Datorer och tillbehör",
                "Möbler",
            }
            else "contract"
        )
        taken = options(months, place)
        end = sv.Period.lasting(start, sv.months(months)).end
        assert end is not None
        if taken and shift(end, -sv.months(7)) < sv.day("2026-09-01"):
            decided = sv.OptionDecision(
                outcome="exercised", decided_on=near(shift(end, -sv.months(7)), 0)
            )
            taken = (
                sv.Option(
                    id="1",
                    extend_by=taken[0].extend_by,
                    notice=taken[0].notice,
                    decisions=(decided,),
                ),
                *taken[1:],
            )
        contracts.append(
            sv.Contract(
                id=f"A-{signed.year}-{place + 1:02d}",
                title=name,
                kind=kind,
                buyer=KOMMUN,
                suppliers=(supplier,),
                private_performer=True if "enskild drift" in title else None,
                procurement=procurement.id,
                awarded_on=awarded,
                signed_on=signed,
                period=sv.Period(start, end),
                notice=sv.months(6) if place % 6 == 1 else None,
                options=taken,
                price_revisions=tuple(
                    shift(start, sv.months(12 * n)) for n in range(1, months // 12)
                )
                if place % 4 == 0
                else (),
                amendments=(
                    sv.Amendment(
                        id="1",
                        occurred_on=near(shift(start, sv.months(8)), 0),
                        ground="mod-minv" if place % 9 else "add-wss",
                        value_change=sv.Money(
                            value * 1000 * (4 if place % 9 else 20) // 100, "SEK"
                        ),
                    ),
                )
                if place % 7 == 2 or place == 9
                else (),
                termination=sv.Termination(
                    last_day="2026-12-31", reason="agreement", decided_on="2026-08-14"
                )
                if place == 22
                else None,
                value=sv.Money(value * 1000, "SEK"),
                ceiling=sv.Money(value * 1000, "SEK") if kind == "framework" else None,
                risk_class=None
                if place % 13 == 12
                else sv.RiskRating(3, 2)
                if place == 3
                else risk,
                dates=(sv.KeyDate("incident", "2026-10-06", "sen leverans"),)
                if place == 4
                else (),
            )
        )
    frameworks = [c for c in contracts if c.kind is sv.ContractKind.FRAMEWORK]
    for n, framework in enumerate(frameworks * 2):
        period = framework.period
        assert period is not None
        assert period.start is not None
        start = near(shift(period.start, sv.months(6 + 5 * n % 14)), 0)
        contracts.append(
            sv.Contract(
                id=f"{framework.id}-avrop-{1 + n // len(frameworks)}",
                title=f"{framework.title}, avrop {1 + n // len(frameworks)}",
                kind="call-off",
                buyer=KOMMUN,
                suppliers=framework.suppliers,
                procurement=framework.procurement,
                parent=framework.id,
                signed_on=near(start, -10),
                period=sv.Period.lasting(start, sv.months(12 + 2 * (n % 5))),
                value=sv.Money(250_000 + 130_000 * n, "SEK"),
                risk_class="C",
            )
        )
    return sv.Portfolio(parties=parties, procurements=procurements, contracts=contracts[:61])


# ------------------------------------------------------------------------------ what was done
AS_OF = sv.day("2026-11-23")
SINCE = sv.day("2025-01-01")
LATER = random.Random(20261123)  # noqa: S311  # a sample, the same every time
TALKS = {
    sv.FollowUpKind.KICKOFF: ("kickoff", {"roles", "delivery", "cooperation"}),
    sv.FollowUpKind.OPERATIONAL_MEETING: ("operational-meeting", {"delivery"}),
    sv.FollowUpKind.TACTICAL_MEETING: ("tactical-meeting", {"delivery", "quality"}),
    sv.FollowUpKind.STRATEGIC_MEETING: ("development-dialogue", {"development", "integrity"}),
}
SEEN = {
    sv.FollowUpKind.SUPPLIER_STATUS: ("register-check", "register"),
    sv.FollowUpKind.PRICE_INVOICE_CONTROL: ("sample", "sample"),
    sv.FollowUpKind.DELIVERY_CONTROL: ("visit-announced", "inspection"),
    sv.FollowUpKind.LABOUR_TERMS: ("document-review", "document"),
    sv.FollowUpKind.USER_SURVEY: ("survey", "survey"),
}
QUIET = ("A-2025-01", "A-2024-47")
"""Two contracts that nobody has talked about or checked for a year."""
FAULTS = (
    (
        "A-2024-05",
        "sena turer",
        "2026-05-11",
        (("notice", "2026-05-13"), ("closed", "2026-06-22")),
    ),
    ("A-2024-15", "ej anmäld underentreprenör", "2026-09-14", (("notice", "2026-09-16"),)),
    ("A-2024-07", "fel pris på fakturor", "2026-11-02", ()),
)


def talks_before(portfolio: sv.Portfolio) -> list[sv.Dialogue]:
    """The dialogue before and during the procurements."""
    found: list[sv.Dialogue] = []
    for procurement in portfolio.procurements:
        published, started = procurement.published_on, procurement.started_on
        if published is None or started is None or procurement.tenders_due_on is None:
            continue
        number = procurement.id
        inside = sv.Dialogue(
            id=f"{number}-behov",
            form="internal-needs",
            occurred_on=near(published, -50),
            procurement=number,
            participants=(KOMMUN,),
            topics={"needs"},
        )
        answers = sv.Dialogue(
            id=f"{number}-fragor",
            form="question-and-answer",
            occurred_on=near(published, 14),
            procurement=number,
            participants=(KOMMUN,),
            audience="all-tenderers",
            channel="written",
            is_documented=True,
        )
        found += [inside, answers]
        if procurement.regime is sv.Regime.ABOVE:
            winner = next(c for c in portfolio.contracts if c.procurement == number).suppliers
            found.append(
                sv.Dialogue(
                    id=f"{number}-mote",
                    form="information-meeting",
                    occurred_on=near(published, -30),
                    procurement=number,
                    participants=(KOMMUN, *winner, firm(LATER.randrange(len(FIRMS)))),
                    audience="open",
                    topics={"needs", "market"},
                    is_documented=True,
                )
            )
    return found


def recorded(portfolio: sv.Portfolio) -> sv.Portfolio:
    """The register with what was talked about, checked and found until the day of the sample."""
    sweden = sv.jurisdiction("SE")
    faults = tuple(
        sv.Deviation(
            id=f"avvikelse-{number}",
            contract=contract,
            what=what,
            occurred_on=on,
            party=portfolio.contract(contract).suppliers[0],
            steps=tuple(sv.RemedyStep(remedy, day) for remedy, day in steps),
        )
        for number, (contract, what, on, steps) in enumerate(FAULTS, 1)
    )
    portfolio = attrs.evolve(portfolio, deviations=faults)
    plan = sv.plan(portfolio, rules=sweden.follow_up_rules, calendar=sweden.calendar, as_of=AS_OF)
    talks = talks_before(portfolio)
    checks: list[sv.Checkpoint] = []
    for item in plan.between(SINCE, AS_OF):
        due, subject = item.due_on, item.subject
        if due is None or not isinstance(subject, sv.Contract) or LATER.random() < 0.04:
            continue
        if subject.id in QUIET and due > sv.day("2025-11-01"):
            continue
        on = near(due, LATER.choice((-6, -3, -1, 0, 0, 0, 0, 1, 4, 20)))
        if on >= AS_OF or (subject.signed_on is not None and on < subject.signed_on):
            continue
        supplier = subject.suppliers[0]
        if item.kind in TALKS:
            form, topics = TALKS[item.kind]
            talks.append(
                sv.Dialogue(
                    id=f"dialog-{len(talks) + 1}",
                    form=form,
                    occurred_on=on,
                    contract=subject.id,
                    participants=(KOMMUN, supplier),
                    functions={"contract-manager", "supplier-contact"},
                    topics=topics,
                    is_documented=LATER.random() < 0.9,
                )
            )
            if form == "tactical-meeting" and LATER.random() < 0.7 and near(on, 14) < AS_OF:
                talks.append(
                    sv.Dialogue(
                        id=f"dialog-{len(talks) + 1}",
                        form="development-dialogue",
                        occurred_on=near(on, 14),
                        contract=subject.id,
                        participants=(KOMMUN, supplier),
                        topics={"development", "sustainability"},
                        is_documented=True,
                    )
                )
            continue
        method, evidence = SEEN.get(item.kind, (None, None))
        outcome = LATER.choices(("met", "partiallyMet", "notMet"), (975, 20, 5))[0]
        checks.append(
            sv.Checkpoint(
                id=f"kontroll-{len(checks) + 1}",
                occurred_on=on,
                contract=subject.id,
                aim=item.aim,
                kind=item.kind,
                method=method,
                evidence=evidence,
                outcome=outcome if item.aim is not sv.Aim.TRUST else "notAssessed",
                observer=KOMMUN,
                observed=supplier,
            )
        )
    return attrs.evolve(portfolio, dialogues=tuple(talks), checkpoints=tuple(checks))


def main() -> None:
    """Write the register."""
    write_json(recorded(make()), TARGET)


if __name__ == "__main__":
    main()
