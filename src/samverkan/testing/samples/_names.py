"""What a municipality buys, and the invented names of who sells it."""

from __future__ import annotations

import attrs

__all__ = ["BOUGHT", "COUNTRIES", "Bought", "Country"]


@attrs.frozen
class Bought:
    """Something that is bought: title, category, CPV code, months, thousands, class."""

    title: str
    category: str
    cpv: str
    months: int
    thousands: int
    risk_class: str
    is_framework: bool = False


BOUGHT = (
    Bought("Skolmåltider", "services", "55524000", 48, 38_000, "A"),
    Bought("Särskilt boende i enskild drift", "services", "85311000", 60, 212_000, "A"),
    Bought("Ombyggnad av skola", "works", "45214200", 30, 96_000, "A"),
    Bought("Verksamhetssystem", "services", "72000000", 48, 14_500, "A"),
    Bought("Skolskjuts", "services", "60130000", 48, 41_000, "A"),
    Bought("Avfallshämtning", "services", "90511000", 72, 54_000, "A"),
    Bought("Livsmedel", "goods", "15000000", 36, 27_000, "B", True),
    Bought("Lokalvård", "services", "90910000", 48, 18_400, "B"),
    Bought("Snöröjning", "services", "90620000", 48, 9_600, "B"),
    Bought("Beläggningsarbeten", "works", "45233141", 24, 22_000, "B"),
    Bought("Elkraft", "goods", "09310000", 36, 31_000, "B"),
    Bought("Bevakning", "services", "79710000", 36, 6_200, "B"),
    Bought("Bemanning inom vård", "services", "79620000", 24, 12_800, "B", True),
    Bought("Datorer och tillbehör", "goods", "30200000", 36, 16_700, "B", True),
    Bought("Byggservice", "works", "50700000", 48, 24_000, "B", True),
    Bought("Hemtjänst i enskild drift", "services", "85310000", 48, 33_000, "B"),
    Bought("Arkitekttjänster", "services", "71000000", 48, 7_900, "C", True),
    Bought("Skötsel av grönytor", "services", "77310000", 36, 5_400, "C"),
    Bought("Försäkringar", "services", "66510000", 36, 8_800, "C"),
    Bought("Tvätt och textilservice", "services", "98310000", 48, 4_600, "C"),
    Bought("Möbler", "goods", "39100000", 36, 6_900, "C", True),
    Bought("Telefonitjänster", "services", "64212000", 36, 3_800, "C"),
    Bought("Lekplatsutrustning", "goods", "37535200", 24, 1_900, "C"),
    Bought("Trycksaker", "goods", "22000000", 24, 900, "C"),
    Bought("Programvaror för skolan", "goods", "48000000", 24, 2_300, "C"),
    Bought("Kompetensutveckling", "services", "80000000", 24, 1_200, "C"),
    Bought("Specialfordon", "goods", "34144000", 18, 3_100, "C"),
    Bought("Arbetskläder", "goods", "18110000", 36, 650, "C"),
    Bought("Provtagning av vatten", "services", "71900000", 24, 480, "C"),
    Bought("Blommor och växter", "goods", "03121000", 24, 210, "C"),
)
"""Lengths and values are invented, of the size that advertised municipal contracts have."""


@attrs.frozen
class Country:
    """What invented organisations of a country are called.

    Attributes:
        currency: ISO 4217 code.
        scheme: Of the national register, as org-id.guide calls it.
        places: First parts of the names of municipalities.
        municipality: What follows them.
        firms: First parts of the names of firms.
        trades: Second parts.
        company: What follows them.
    """

    currency: str
    scheme: str
    places: tuple[str, ...]
    municipality: str
    firms: tuple[str, ...]
    trades: tuple[str, ...]
    company: str


COUNTRIES = {
    "SE": Country(
        "SEK",
        "SE-ORGNR",
        ("Storköpings", "Norrlunda", "Sjöåkra", "Österviks", "Granfors"),
        "kommun",
        ("Norrbygden", "Lindens", "Slättens", "Mälarkrafts", "Vinterväg", "Ritstugans",
         "Kunskapsbrons", "Textilringens", "Kretslopps", "Parklagets", "Nattljus", "Samtalets"),
        ("Måltid", "Omsorg", "Bygg", "Data", "Buss", "Miljö", "Service", "Entreprenad", "Vård",
         "Kontor", "Fastighet", "Handel"),
        "AB",
    ),
    "NO": Country(
        "NOK",
        "NO-BRC",
        ("Storvåg", "Nordlia", "Sjøåker", "Østervik"),
        "kommune",
        ("Nordbygda", "Linden", "Slettas", "Vintervei", "Tegnestuas", "Kunnskapsbrua",
         "Parklagets"),
        ("Måltid", "Omsorg", "Bygg", "Data", "Buss", "Miljø", "Service", "Helse", "Kontor"),
        "AS",
    ),
    "FI": Country(
        "EUR",
        "FI-PRO",
        ("Isolahti", "Pohjola", "Järvipelto", "Itäsatama"),
        "kunta",
        ("Pohjan", "Lehmus", "Tasangon", "Talvitien", "Piirustus", "Tietosillan", "Puisto"),
        ("Ateria", "Hoiva", "Rakennus", "Data", "Bussi", "Ympäristö", "Palvelu", "Toimisto"),
        "Oy",
    ),
}  # fmt: skip
"""Countries with invented names; the check digits of their numbers are the national registers'."""
