"""Codes about trust and control."""

from __future__ import annotations

from samverkan.codelists.code import Code

__all__ = ["Quadrant"]


class Quadrant(Code):
    """Where a relation stands between trust and control (läge mellan tillit och kontroll)."""

    VERIFIED_TRUST = "verified-trust", "bekräftad tillit", "verified trust"
    BLIND_TRUST = "blind-trust", "blind tillit", "blind trust"
    OVER_CONTROL = "over-control", "överkontroll", "over-control"
    NEITHER = "neither", "varken tillit eller kontroll", "neither trust nor control"
