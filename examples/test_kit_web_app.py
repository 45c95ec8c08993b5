"""A web application with a database of its own, driven by the test kit until a bug shows.

The application keeps contracts in SQLite through SQLAlchemy and answers over HTTP (WSGI). Its
author extends a contract by counting on from the last end, month by month; that looks right and is
wrong as soon as an end was clamped to a shorter month. ``ContractLifecycle`` finds it, and prints
the fewest steps that show it.

Run: ``python examples/test_kit_web_app.py`` (needs SQLAlchemy: ``pip install sqlalchemy``).
"""

from __future__ import annotations

import io
import json
import urllib.parse
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

import samverkan as sv
from samverkan.testing import ContractLifecycle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


# ------------------------------------------------------------------ the application under test
class Row(DeclarativeBase):
    """What its tables have in common."""


class ContractRow(Row):
    """A contract as the application keeps it: only its current end."""

    __tablename__ = "contract"

    id: Mapped[str] = mapped_column(primary_key=True)
    agreed_end: Mapped[str]
    current_end: Mapped[str]
    extended_by: Mapped[int] = mapped_column(default=0)
    terminated_on: Mapped[str | None] = mapped_column(default=None)


def extended_from_the_last_end(row: ContractRow, months: int) -> str:
    """The planted bug: each extension is counted from the end that the last one gave."""
    return str(sv.shift(row.current_end, sv.months(months)))


def extended_from_what_was_agreed(row: ContractRow, months: int) -> str:
    """As it should be: the sum of the extensions, from the end that was set."""
    row.extended_by += months
    end = sv.Period(None, row.agreed_end).extended(sv.months(row.extended_by)).end
    return str(end)


class Application:
    """A WSGI application (PEP 3333): ``POST`` tells it what happened, ``GET`` shows a contract."""

    def __init__(self, extended: Callable[[ContractRow, int], str]) -> None:
        self.engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
        self.extended = extended
        Row.metadata.create_all(self.engine)

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[[str, list[tuple[str, str]]], Any]
    ) -> Iterable[bytes]:
        """Answer one request."""
        _, what, name = environ["PATH_INFO"].split("/", 2)
        size = int(environ.get("CONTENT_LENGTH") or 0)
        body = json.loads(environ["wsgi.input"].read(size) or b"{}")
        with Session(self.engine) as session, session.begin():
            if environ["REQUEST_METHOD"] == "POST":
                self.post(session, what, name, body)
            row = session.get_one(ContractRow, name)
            ends = [row.current_end, *([row.terminated_on] if row.terminated_on else [])]
            answer = json.dumps({"id": row.id, "end": min(ends)}).encode()
        start_response("200 OK", [("Content-Type", "application/json")])
        return [answer]

    def post(self, session: Session, what: str, name: str, body: dict[str, Any]) -> None:
        """Write down what happened to a contract."""
        if what == "contracts":
            session.add(ContractRow(id=name, agreed_end=body["end"], current_end=body["end"]))
            return
        row = session.get_one(ContractRow, name)
        if what == "extensions":
            row.current_end = self.extended(row, body["months"])
        elif what == "amendments":
            row.agreed_end = row.current_end = body["end"]
            row.extended_by = 0
        elif what == "terminations":
            row.terminated_on = body["end"]

    def ask(self, method: str, path: str, **body: object) -> dict[str, Any]:
        """Send one request, as a web server would."""
        data = json.dumps(body).encode()
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": urllib.parse.unquote(path),
            "CONTENT_LENGTH": str(len(data)),
            "wsgi.input": io.BytesIO(data),
        }
        heard: list[str] = []
        answer = b"".join(self(environ, lambda status, _: heard.append(status)))
        assert heard == ["200 OK"]
        return json.loads(answer)


# ------------------------------------------------------------------ its test
class Buggy(ContractLifecycle):
    """What happens to the library's contract happens to the application's, over HTTP."""

    extended = staticmethod(extended_from_the_last_end)

    def __init__(self) -> None:
        super().__init__()
        self.app = Application(self.extended)

    def signed(self, contract: sv.Contract) -> None:
        """Register the contract."""
        self.app.ask("POST", f"/contracts/{contract.id}", end=str(contract.period.end))

    def decided(self, option: sv.Option, decision: sv.OptionDecision) -> None:
        """Extend it, where the option was exercised."""
        if decision.outcome is sv.OptionOutcome.EXERCISED:
            self.app.ask("POST", "/extensions/A-1", months=option.extend_by.months)

    def amended(self, amendment: sv.Amendment) -> None:
        """Give it another end."""
        self.app.ask("POST", "/amendments/A-1", end=str(amendment.new_end))

    def terminated(self, termination: sv.Termination) -> None:
        """End it early."""
        self.app.ask("POST", "/terminations/A-1", end=str(termination.last_day))

    def shown_end(self) -> str:
        """The end that the application shows."""
        return self.app.ask("GET", "/contracts/A-1")["end"]

    def teardown(self) -> None:
        """Close the database."""
        self.app.engine.dispose()


class Fixed(Buggy):
    """The same test of the application without the bug."""

    extended = staticmethod(extended_from_what_was_agreed)


# The same search every time, so that the example prints the same; your suite needs none of it.
QUIET = settings(
    max_examples=200,
    stateful_step_count=8,
    database=None,
    derandomize=True,
    phases=(Phase.generate, Phase.shrink),
)


def main() -> None:
    """Find the planted bug, then show that the repaired application passes."""
    try:
        run_state_machine_as_test(Buggy, settings=QUIET)
    except AssertionError as error:
        print("found:", str(error).splitlines()[0])
        print(*getattr(error, "__notes__", ()), sep="\n")
    else:
        raise SystemExit("the planted bug was not found")
    run_state_machine_as_test(Fixed, settings=settings(QUIET, max_examples=50))
    print("without the bug: passed")


if __name__ == "__main__":
    main()
