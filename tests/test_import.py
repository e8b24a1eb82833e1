"""Importing the library is quick, quiet and offline; the public names are the ones it says; rooms import downwards."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

import arabic_conflict_ner

PACKAGE = ROOT / "arabic_conflict_ner"
HEAVY = (
    *("spacy", "camel_tools", "onnxruntime", "tokenizers", "torch", "numpy", "pandas", "typer", "rich", "sklearn"),
    "tqdm",
)

NO_SOCKETS = """
import socket, sys
def refuse(*arguments, **options):
    raise RuntimeError("a socket was opened")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
class NoSocket(socket.socket):
    def __new__(cls, *arguments, **options):
        refuse()
socket.socket = NoSocket
"""


def fresh(code: str, environment: dict[str, str]) -> str:
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


# CPU time of the interpreter itself: other work on the machine does not count. The best of several runs is taken.
TIMED = "import time; {}; print(time.process_time())"


def test_importing_takes_less_than_0_3_seconds(environment: dict[str, str]) -> None:
    def best(statement: str) -> float:
        return min(float(fresh(TIMED.format(statement), environment)) for _ in range(5))

    assert best("import arabic_conflict_ner") - best("pass") < 0.3


def test_importing_opens_no_socket_and_imports_nothing_heavy(environment: dict[str, str]) -> None:
    code = f"{NO_SOCKETS}import arabic_conflict_ner\nprint(*sorted({HEAVY!r} & sys.modules.keys()))"
    assert fresh(code.replace(f"{HEAVY!r}", f"set({HEAVY!r})"), environment).split() == []


@pytest.mark.parametrize(("tagger", "loaded"), [("None", ""), ("'default'", "onnxruntime tokenizers")])
def test_reading_a_report_opens_no_socket_and_imports_what_it_uses(
    tagger: str, loaded: str, environment: dict[str, str]
) -> None:
    code = f"""{NO_SOCKETS}
from arabic_conflict_ner import Extractor
print(*[entity.text for entity in Extractor(tagger={tagger}).extract("قصف على مدينة الرقة")])
heavy = ("spacy", "camel_tools", "onnxruntime", "tokenizers", "torch", "transformers")
print(*sorted(set(heavy) & sys.modules.keys()))"""
    assert fresh(code, environment).splitlines() == ["الرقة", loaded]


def test_sockets_are_really_refused(environment: dict[str, str]) -> None:
    for call in ("socket.create_connection(('localhost', 1))", "socket.socket()", "socket.getaddrinfo('localhost', 1)"):
        done = subprocess.run(
            [sys.executable, "-c", NO_SOCKETS + call], env=environment, capture_output=True, text=True, check=False
        )
        assert "a socket was opened" in done.stderr


def test_importing_prints_nothing_and_needs_no_environment(environment: dict[str, str]) -> None:
    assert fresh("import arabic_conflict_ner", environment) == ""
    sources = [path.read_text("utf-8") for path in PACKAGE.rglob("*.py")]
    assert not any("environ" in source or "getenv" in source for source in sources)


# Public names


def test_all_is_sorted_and_complete() -> None:
    public = arabic_conflict_ner.__all__
    assert public == sorted(public)
    tree = ast.parse((PACKAGE / "__init__.py").read_text("utf-8"))
    imported = {alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert set(public) == imported | {"__version__"}


@pytest.mark.parametrize("name", arabic_conflict_ner.__all__)
def test_public_name_can_be_imported_and_is_documented(name: str) -> None:
    thing = getattr(arabic_conflict_ner, name)
    assert thing.__doc__


def test_nothing_public_is_left_out_of_all() -> None:
    names = {name for name in vars(arabic_conflict_ner) if not name.startswith("_")}
    modules = {name for name in names if isinstance(getattr(arabic_conflict_ner, name), type(ast))}
    assert names - modules == set(arabic_conflict_ner.__all__) - {"__version__"}


def test_every_module_can_be_imported() -> None:
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if "training" not in parts:
            importlib.import_module(".".join(part for part in parts if part != "__init__"))


def test_the_package_is_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()


# Rooms: an import goes down this list, never up

ROOMS = (
    *(
        "errors",
        "labels",
        "resources",
        "text",
        "gazetteer",
        "tagging",
        "results",
        "redact",
        "render",
        "mentions",
        "linking",
        "entities",
        "extractor",
    ),
    *("many", "documents", "evaluation", "export", "integrations", "suggesting"),
    *("cli_gazetteer", "cli_spacy", "cli", "training"),
)


def room(module: str) -> str:
    return module.removeprefix("arabic_conflict_ner.").partition(".")[0]


# A result opens a room above it when one of these methods is called: result.render(path), result.to_df() …
DOORS = {"results.py": ("to_", "render", "redacted", "_repr_html_", "__str__")}


def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    doors = DOORS.get(path.name, ())
    opened = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith(doors)]
    for node in (*opened, *(node for node in tree.body if isinstance(node, ast.If) and doors)):
        node.body = []
    return {
        room(node.module)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("arabic_conflict_ner.")
    }


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down_the_list_of_rooms(path: Path) -> None:
    if path.name == "__init__.py" and path.parent == PACKAGE:
        return
    own = ROOMS.index(path.relative_to(PACKAGE).with_suffix("").parts[0])
    assert {other for other in imports(path) if ROOMS.index(other) > own} == set()
