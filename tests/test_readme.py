"""The README keeps its word (its Python runs as doctests): its commands, its options, and what CI makes of them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from typer.testing import CliRunner

from arabic_conflict_ner import Label
from arabic_conflict_ner.cli import app

README = (ROOT / "README.md").read_text("utf-8")
COMMAND = "arabic-conflict-ner "


def blocks() -> list[str]:
    return re.findall(r"```sh\n(.*?)```", README, re.DOTALL)


def test_the_first_command_reads_a_report(monkeypatch: pytest.MonkeyPatch) -> None:
    first = blocks()[0].strip()
    assert "pip install" in first
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(app, first.rpartition(COMMAND)[2].split())
    assert result.exit_code == 0
    for label in (Label.PLACE, Label.ARMED_GROUP, Label.PERSON, Label.FACILITY):
        assert f" {label} " in result.stdout


def test_every_option_of_the_readme_exists() -> None:
    lines = [line for block in blocks() for line in block.splitlines() if line.startswith((COMMAND, "    --"))]
    options = set(re.findall(r"--[a-z-]+", "\n".join(lines)))
    help = CliRunner().invoke(app, ["extract", "--help"], env={"COLUMNS": "200"}).stdout
    assert options
    assert {option for option in options if option not in help} == set()


def test_the_test_command_installs_and_runs_pytest() -> None:
    command = README.partition("<!-- test command -->")[2].partition("```sh\n")[2].partition("```")[0].strip()
    assert command.splitlines() == [command]
    assert "pip install" in command
    assert command.endswith("-m pytest")


def test_ci_runs_the_test_command_of_the_readme(tmp_path: Path) -> None:
    ci = ROOT / ".ci" / "run"
    assert os.access(ci, os.X_OK)
    line = next(line for line in ci.read_text("utf-8").splitlines() if line.startswith("command="))
    done = subprocess.run(
        ["/usr/bin/env", "bash", "-c", f'{line}; printf %s "$command"'],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.endswith("-m pytest")
    assert done.stdout in README


@pytest.mark.parametrize("name", ["LICENSE", "NOTICE", "CHANGELOG.md", "gazetteers/sources.toml", ".gitattributes"])
def test_is_there(name: str) -> None:
    assert (ROOT / name).read_text("utf-8").strip()


def test_the_code_is_mit() -> None:
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License")


def test_this_python_is_one_that_the_project_takes() -> None:
    needed = re.search(r"Python ≥ (\d+)\.(\d+)", README)
    assert needed is not None
    assert sys.version_info >= (int(needed[1]), int(needed[2]))
