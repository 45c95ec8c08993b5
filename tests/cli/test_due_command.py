"""``samverkan due``, ``load``, ``diff`` and calendars: the weekly loop from the terminal."""

from __future__ import annotations

import json
import re

import attrs
import pytest

import samverkan as sv
from samverkan.checkpoints import Checkpoint, Waiver
from samverkan.cli import main
from samverkan.exchange import write_json
from samverkan.exchange.ical import read_ical

CONTRACT = sv.Contract(
    id="A-1",
    buyer="SE-2120999996",
    suppliers=("SE-5599999991",),
    signed_on="2026-08-17",
    period=sv.Period("2026-09-01", "2029-08-31"),
    risk_class="A",
)
PARTIES = (sv.Party(id="SE-2120999996"), sv.Party(id="SE-5599999991"))
KICKOFF = "A-1/se.followup.kickoff_meeting/signed/0"


@pytest.fixture
def written(tmp_path):
    """Writes a register and gives its path."""

    def write(name="register.json", contract=CONTRACT, **more):
        path = tmp_path / name
        write_json(sv.Portfolio(parties=PARTIES, contracts=(contract,), **more), path)
        return str(path)

    return write


def answer(capsys, *arguments):
    code = main([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_due_shows_what_is_late_and_what_comes(written, capsys):
    code, found = answer(capsys, "due", written(), "--as-of", "2026-09-07")
    states = {row["id"]: row["status"] for row in found["items"]}
    assert code == 0
    assert states[KICKOFF] == "overdue"
    assert states["A-1/se.followup.award_notice/signed/0"] == "due"
    assert found["late"] == list(states.values()).count("overdue")


def test_what_is_done_or_waived_is_due_no_more(written, capsys):
    done = Checkpoint(id="C-1", occurred_on="2026-08-28", contract="A-1", follow_up=KICKOFF)
    waived = Waiver(
        id="W-1",
        follow_up="A-1/se.followup.subcontractor_register/start/0",
        reason="inga",
        decided_on="2026-08-20",
    )
    path = written(checkpoints=(done,), waivers=(waived,))
    _, found = answer(capsys, "due", path, "--as-of", "2026-09-07")
    assert not {row["id"] for row in found["items"]} & {KICKOFF, waived.follow_up}


def test_strict_is_about_what_is_really_overdue(written, capsys):
    window = ("--as-of", "2026-09-01", "--to", "2026-12-31", "--strict")
    code, found = answer(capsys, "plan", written(), *window)
    assert code == 1
    _, every = answer(capsys, "plan", written(), "--from", "2026-08-01", *window[:4])
    late = [row["id"] for row in every["items"] if row["status"].startswith("overdue")]
    assert KICKOFF in late
    checks = tuple(
        Checkpoint(id=f"C-{n}", occurred_on="2026-08-28", contract="A-1", follow_up=name)
        for n, name in enumerate(late)
    )
    code, found = answer(capsys, "plan", written(checkpoints=checks), *window)
    assert code == 0
    assert not {row["status"] for row in found["items"]} & {"overdue", "overdue-at-creation"}


def test_the_table_tells_the_status_in_swedish(written, capsys):
    assert main(["due", written(), "--as-of", "2026-09-07", "--lang", "sv"]) == 0
    out = capsys.readouterr().out
    assert "2026-08-31 mån  för 7 dagar sedan · försenade: " in out


def test_load_has_a_bar_a_week_and_counts_every_item(written, capsys):
    path = written()
    window = ("--as-of", "2026-09-01", "--to", "2027-08-31")
    _, plan = answer(capsys, "plan", path, *window)
    _, rows = answer(capsys, "load", path, *window)
    assert sum(row["count"] for row in rows["rows"]) == len(plan["items"])
    _, some = answer(capsys, "load", path, *window, "--role", "controller")
    assert {row["role"] for row in some["rows"]} == {"controller"}
    assert main(["load", path, *window, "--lang", "sv"]) == 0
    out = capsys.readouterr().out
    assert "█" in out
    assert "2026-W" in out


def test_diff_tells_what_another_register_moves(written, capsys):
    later = sv.Amendment(id="1", occurred_on="2026-09-15", new_end="2030-08-31")
    longer = attrs.evolve(CONTRACT, amendments=(later,))
    paths = written(), written("longer.json", longer)
    _, found = answer(capsys, "diff", *paths, "--as-of", "2026-10-01")
    moved = {row["id"]: row for row in found["moved"]}
    row = moved["A-1/se.followup.final_evaluation/end/0"]
    assert (row["from"], row["to"]) == ("2029-10-01", "2030-09-30")
    main(["diff", *paths, "--as-of", "2026-10-01", "--lang", "sv"])
    assert "flyttas" in capsys.readouterr().out


def test_a_calendar_written_again_updates_in_place(written, tmp_path):
    old, new = tmp_path / "old.ics", tmp_path / "new.ics"
    window = ("--from", "2026-09-01", "--to", "2031-01-01", "--as-of", "2026-09-01")
    assert main(["plan", written(), *window, "--ics", str(old)]) == 0
    again = tmp_path / "again.ics"
    main(["plan", written(), *window, "--ics", str(again), "--previous", str(old)])
    assert again.read_bytes() == old.read_bytes()
    later = sv.Amendment(id="1", occurred_on="2026-08-20", new_end="2030-08-31")
    longer = attrs.evolve(CONTRACT, amendments=(later,))
    path = written("longer.json", longer)
    assert main(["plan", path, *window, "--ics", str(new), "--previous", str(old)]) == 0
    before = {entry.uid: entry for entry in read_ical(old.read_bytes())}
    after = {entry.uid: entry for entry in read_ical(new.read_bytes())}
    assert set(before) <= set(after)
    moved = [uid for uid in before if after[uid].on != before[uid].on]
    assert moved
    assert all(after[uid].sequence == before[uid].sequence + 1 for uid in moved)


def in_a_terminal(monkeypatch, capsys, wide, *arguments):
    """The lines that a terminal of so many letters shows."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", str(wide))
    assert main([*arguments]) == 0
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", capsys.readouterr().out).splitlines()


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("wide", [40, 80, 120])
def test_bars_fit_the_terminal_and_every_week_has_a_line(monkeypatch, capsys, written, wide, lang):
    window = ("--as-of", "2026-09-01", "--to", "2026-12-31", "--lang", lang)
    lines = in_a_terminal(monkeypatch, capsys, wide, "load", written(), *window)
    weeks = [line.split("│")[1].strip() for line in lines if line.startswith("│")]
    assert weeks == [f"2026-W{number}" for number in range(38, 50)]
    assert max(map(len, lines[1:])) <= wide
    assert any("0" in line and "█" not in line for line in lines if line.startswith("│"))


@pytest.mark.parametrize(("lang", "word"), [("sv", "försenade: "), ("en", "overdue: ")])
@pytest.mark.parametrize("wide", [80, 120])
def test_due_breaks_no_status_and_shows_the_reason(monkeypatch, capsys, written, wide, lang, word):
    asked = ("due", written(), "--as-of", "2026-09-07", "--lang", lang)
    lines = in_a_terminal(monkeypatch, capsys, wide, *asked)
    assert any(word in line for line in lines if line.startswith("2026"))
    assert max(map(len, lines)) <= wide
    assert "[G]" in "".join(lines)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("load", "--role", "contrat-manager"), "did you mean 'contract-manager'"),
        (
            ("load", "--from", "2027-02-01", "--to", "2027-01-01"),
            "--to=2027-01-01 lies before --from=2027-02-01",
        ),
        (
            ("plan", "--from", "2027-02-01", "--to", "2027-01-01"),
            "--to=2027-01-01 lies before --from=2027-02-01",
        ),
        (("plan", "--previous", "old.ics"), "--ics"),
        (("plan", "--todo", "--lang", "sv"), "ge --ics FIL"),
        (("due", "--days", "-1"), ">= 0"),
    ],
)
def test_what_cannot_be_is_refused_by_name(written, capsys, arguments, told):
    assert main([arguments[0], written(), *arguments[1:]]) == 2
    assert told in " ".join(capsys.readouterr().err.split())


def test_to_dos_are_completed_once_the_work_is_done(written, tmp_path):
    old, new = tmp_path / "old.ics", tmp_path / "new.ics"
    main(["plan", written(), "--as-of", "2026-08-24", "--todo", "--ics", str(old)])
    done = Checkpoint(id="C-1", occurred_on="2026-08-28", contract="A-1", follow_up=KICKOFF)
    after = ("--as-of", "2026-09-07", "--todo", "--ics", str(new), "--previous", str(old))
    assert main(["plan", written(checkpoints=(done,)), *after]) == 0
    (entry,) = (one for one in read_ical(new.read_bytes()) if one.item_id == KICKOFF)
    assert (str(entry.done_on), entry.is_todo, entry.sequence) == ("2026-08-28", True, 1)


def test_a_difference_of_some_days_counts_what_moves_into_them(written, capsys, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(
        '[book]\nid = "own"\n[[rule]]\nid = "se.followup.follow_up_meeting"\n'
        'every = { A = "2 months", B = "12 months", C = "24 months" }\n',
        encoding="utf-8",
    )
    asked = ("diff", written(), "--other-rules", str(own), "--as-of", "2026-10-01")
    _, found = answer(capsys, *asked, "--from", "2027-01-01", "--to", "2027-12-31")
    assert found["counts"]["class"] == {"A": 3}  # six meetings a year for three
    assert sum(found["counts"]["month"].values()) == 3
    assert set(found["counts"]["month"]) <= {f"2027-{month:02d}" for month in range(1, 13)}
