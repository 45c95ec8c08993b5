"""The pages of the checks, written from the checks themselves before Sphinx reads."""

from __future__ import annotations

from samverkan.checks import checks, page, table
from samverkan.jurisdictions import jurisdiction
from samverkan.tables import column_checks

INDEX = """# Checks

One check is one small function from a portfolio and a day to findings.
`samverkan check REGISTER`
runs them, `samverkan check --list` lists them, and
`samverkan.check(portfolio, as_of, only=…, skip=…, jurisdiction=…)` gives them to a program.
Without a jurisdiction only the generic ones run, and the result says so.

A finding is a breach of a rule, a warning, or a question to ask. A red flag (`flags.…`) is always
a question: it is never a verdict, is never about a person, and never decides whether a party
may take part. What a check cannot decide, because a fact or the law of the day is not known, is
told as undecided. Nothing here is legal advice.

Quartiles are reckoned by method R-8 (Hyndman and Fan 1996), exactly.

## Every country

{generic}
## Sweden

{swedish}
## Over columns

`samverkan.tables.check` asks {asked} of the {count} checks of columns. The others are about what
registers seldom hold as large tables (talks word for word, needs, obligations, reasons to exclude)
or about a plan, and have no form for columns: {formless}. Run them on objects, with
`samverkan.check(tables.to_portfolio(facts), …)`.

```{{toctree}}
:hidden:
:glob:

*
```
"""


def check_pages() -> dict[str, str]:
    """The text of each page by its name, the index among them."""
    generic = checks()
    sweden = jurisdiction("SE")
    every = checks(sweden)
    pages = {f"{one.id}.md": page(one) for one in every}
    swedish = [one for one in every if one not in generic]
    asked = {one.id for one in column_checks(sweden)}
    formless = [f"[`{one.id}`]({one.id}.md)" for one in every if one.id not in asked]
    pages["index.md"] = INDEX.format(
        generic=table(generic),
        swedish=table(swedish),
        asked=len(asked),
        count=len(every),
        formless=", ".join(formless),
    )
    return pages
