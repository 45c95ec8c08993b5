"""``python -m samverkan`` is the command ``samverkan``."""

from __future__ import annotations

from samverkan.cli import run

if __name__ == "__main__":
    run()
