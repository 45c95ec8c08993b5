"""Portfolios in and out: the project's own JSON, and OCDS."""

from __future__ import annotations

from samverkan.exchange.json import read_json, write_json

__all__ = ["read_json", "write_json"]
