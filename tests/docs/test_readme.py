"""What the README shows of the command line is what the command prints."""

from __future__ import annotations

import re
from pathlib import Path

from samverkan.cli import main

README = Path(__file__).parents[2] / "README.md"


def test_the_demo_prints_what_the_readme_shows(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("FORCE_COLOR", "1")
    (shown,) = re.findall(r"```text\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert main(["demo"]) == 0
    assert shown in re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)


def test_every_command_that_the_readme_names_takes_the_options_it_is_given(capsys):
    text = README.read_text(encoding="utf-8")
    for name, rest in re.findall(r"^\$ samverkan (\w+)(.*)$", text, re.MULTILINE):
        assert main([name, "--help"]) == 0
        told = capsys.readouterr().out
        assert set(re.findall(r"(?<=\s)--?[a-z-]+", rest)) <= set(re.findall(r"--?[a-z-]+", told))
