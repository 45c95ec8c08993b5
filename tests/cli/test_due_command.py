"""``samverkan due``, ``load``, ``diff`` and calendars: the weekly loop from the terminal."""

from __future__ import annotations

import json

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
