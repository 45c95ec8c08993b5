"""Countries: law, calendars and rule books, each in a folder that the core never imports."""

from __future__ import annotations

__all__: list[str] = []
