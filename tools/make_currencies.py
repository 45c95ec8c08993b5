"""Write ``src/samverkan/codelists/currencies.py`` from the public-domain package ``iso4217``.

Run after installing ``iso4217``: ``python tools/make_currencies.py``. Codes that the package no
longer lists are kept as withdrawn, since old contracts carry them.
"""

from __future__ import annotations

import ast
import importlib.metadata
from pathlib import Path

import iso4217

TARGET = Path(__file__).parents[1] / "src/samverkan/codelists/currencies.py"

# In use when contracts of this century were signed; withdrawn since (ISO 4217 table A.3).
WITHDRAWN = {
    "AZM", "BGN", "BYR", "CSD", "CUC", "CYP", "DEM", "EEK", "FIM", "FRF", "GHC", "GRD", "HRK",
    "IEP", "ITL", "LTL", "LUF", "LVL", "MRO", "MTL", "MZM", "NLG", "PTE", "ROL", "SDD", "SIT",
    "SKK", "SLL", "SRG", "STD", "TMM", "TRL", "VEB", "VEF", "ZMK", "ZWD", "ANG", "ATS", "BEF",
    "ESP",
}  # fmt: skip


def earlier() -> dict[str, int | None]:
    """The currencies of the table as it stands, so that none is lost when one is withdrawn."""
    if not TARGET.exists():
        return {}
    for node in ast.parse(TARGET.read_text()).body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "CURRENCIES":
            assert isinstance(node.value, ast.Call)
            return dict(ast.literal_eval(node.value.args[0]))
    return {}


def main() -> None:
    """Write the table."""
    now = {c.code: c.exponent for c in iso4217.Currency}
    withdrawn = sorted((WITHDRAWN | set(earlier())) - set(now))
    rows = "\n".join(f'        "{code}": {exponent},' for code, exponent in sorted(now.items()))
    old = "\n".join(f'        "{code}",' for code in withdrawn)
    TARGET.write_text(f'''"""ISO 4217 currencies and their decimals; ``tools/make_currencies.py``.

Source: package iso4217 {importlib.metadata.version("iso4217")} (public domain). Withdrawn codes
stay valid for old contracts.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["CURRENCIES", "WITHDRAWN_CURRENCIES"]

CURRENCIES: Mapping[str, int | None] = MappingProxyType(
    {{
{rows}
    }}
)
"""Code to number of decimals; ``None`` where the standard gives none (gold, test codes)."""

WITHDRAWN_CURRENCIES: frozenset[str] = frozenset(
    {{
{old}
    }}
)
"""Codes that were in use when contracts of this century were signed, and no longer are."""
''')


if __name__ == "__main__":
    main()
