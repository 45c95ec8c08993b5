"""Names of countries as registers write them, in English and their own languages."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["country_code", "folded"]

_NAMES = """
AM Armenia|Հայաստան
AR Argentina
AT Austria|Österreich
AU Australia
BE Belgium|Belgique|België|Belgien
BG Bulgaria|България
BR Brazil|Brasil
CA Canada
CH Switzerland|Schweiz|Suisse|Svizzera
CL Chile
CO Colombia
CY Cyprus|Κύπρος
CZ Czechia|Czech Republic|Česko|Česká republika
DE Germany|Deutschland
DK Denmark|Danmark
DO Dominican Republic|República Dominicana
EC Ecuador
EE Estonia|Eesti
ES Spain|España
FI Finland|Suomi
FR France
GB United Kingdom|Great Britain|England|Scotland|Wales|Northern Ireland|UK
GR Greece|Ελλάδα
GT Guatemala
HN Honduras
HR Croatia|Hrvatska
HU Hungary|Magyarország
IE Ireland|Éire
IS Iceland|Ísland
IT Italy|Italia
KE Kenya
KG Kyrgyzstan
LI Liechtenstein
LT Lithuania|Lietuva
LU Luxembourg|Luxemburg
LV Latvia|Latvija
MD Moldova|Republic of Moldova|Republica Moldova
MT Malta
MX Mexico|México
NG Nigeria
NL Netherlands|The Netherlands|Nederland
NO Norway|Norge|Noreg
NP Nepal
PE Peru|Perú
PH Philippines
PL Poland|Polska
PT Portugal
PY Paraguay
RO Romania|România
SE Sweden|Sverige
SI Slovenia|Slovenija
SK Slovakia|Slovensko
UA Ukraine|Україна
UG Uganda
US United States|United States of America|USA
UY Uruguay
XK Kosovo
ZA South Africa
ZM Zambia
"""


@functools.lru_cache(1 << 14)
def folded(text: str) -> str:
    """A name as it is compared: letters and digits without accents, case and blanks.

    >>> folded("Hectárea Producciones, S.A.") == folded("HECTAREA PRODUCCIONES SA")
    True
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


_CODES: Mapping[str, str] = MappingProxyType(
    {
        folded(name): line[:2]
        for line in _NAMES.strip().splitlines()
        for name in (line[:2], *line[3:].split("|"))
    }
)


def country_code(name: str) -> str | None:
    """The ISO 3166 code of a country by its name or code; ``None`` for one that is not listed.

    >>> country_code(" Sverige"), country_code("se"), country_code("Atlantis")
    ('SE', 'SE', None)
    """
    return _CODES.get(folded(name))
