"""The wheel, built directly and from the sdist, works where nothing of the checkout is."""

import json
import re
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest
from conftest import ROOT

import arabic_conflict_ner

pytestmark = pytest.mark.slow

REPORT = "سيطر الجيش السوري على حقل العمر النفطي بريف ديرالزور"
FOUND = ["الجيش السوري", "حقل العمر النفطي", "ديرالزور"]


def run(*command: object, cwd: Path) -> str:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that was built from the sdist."""
    folder = tmp_path_factory.mktemp("built")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (path,) = built.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of a fresh environment: this one's libraries, and the wheel for the package."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=folder)
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip())
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return python


def members(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def checkout(folder: str, *suffixes: str) -> set[str]:
    return {
        str(path.relative_to(ROOT)) for path in (ROOT / folder).rglob("*") if path.suffix in suffixes and path.is_file()
    }


def test_the_wheel_holds_the_package_and_the_gazetteers(wheel: Path) -> None:
    expected = checkout("arabic_conflict_ner", ".py", ".json", ".typed", ".css", ".js", ".svg", ".onnx", ".md")
    expected |= {f"arabic_conflict_ner/{name}" for name in checkout("gazetteers", ".csv", ".toml", ".md")}
    assert members(wheel) == expected | {"arabic_conflict_ner/gazetteers/names.bin"}


def test_the_wheel_built_from_the_checkout_holds_the_same(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path, ROOT, cwd=tmp_path)
    (direct,) = tmp_path.glob("*.whl")
    assert members(direct) == members(wheel)


def test_the_sdist_holds_what_is_needed_and_no_texts_of_newspapers(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE", "gazetteers/sources.toml", "tests/conftest.py"} <= names
    assert not any(name.startswith(("shared", ".git/", ".venv")) or name.endswith(".whl") for name in names)


def test_the_metadata(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith("/METADATA"))
        metadata = message_from_bytes(archive.read(name))
        assert any(name.endswith("licenses/LICENSE") for name in archive.namelist())
    assert (metadata["Name"], metadata["Version"]) == ("arabic_conflict_ner", arabic_conflict_ner.__version__)
    assert metadata["Requires-Python"] == ">=3.11"
    extras = "all browser camel dask dev notebook polars spark training xlsx"
    assert sorted(metadata.get_all("Provides-Extra")) == extras.split()
    core = {re.match(r"[\w-]+", line)[0] for line in metadata.get_all("Requires-Dist") if "extra ==" not in line}
    assert {"pydantic", "regex", "numpy", "onnxruntime", "spacy", "tokenizers", "typer", "rich"} <= core


def test_the_main_job_runs_from_another_folder(python: Path, tmp_path: Path) -> None:
    code = f"""
import arabic_conflict_ner, json
from arabic_conflict_ner import extract, resources
print(json.dumps([arabic_conflict_ner.__file__, str(resources.gazetteers()), [e.text for e in extract({REPORT!r})]]))
"""
    file, gazetteers, found = json.loads(run(python, "-I", "-c", code, cwd=tmp_path))
    assert Path(file).is_relative_to(python.parent.parent)
    assert Path(gazetteers) == Path(file).parent / "gazetteers"
    assert found == FOUND


def test_the_names_need_not_be_read_from_the_csv_files(python: Path, tmp_path: Path) -> None:
    code = """
from arabic_conflict_ner import Extractor, resources
from arabic_conflict_ner.gazetteer import builtin
builtin.read = None
print(*[e.text for e in Extractor(tagger=None).extract("معارك في الرقة")], resources.gazetteers())
"""
    found, folder = run(python, "-X", "utf8", "-I", "-c", code, cwd=tmp_path).split()
    assert found == "الرقة"
    assert Path(folder).is_relative_to(python.parent.parent)


def test_the_command_is_installed(python: Path, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(REPORT, "utf-8")
    printed = run(python.parent / "arabic-conflict-ner", "extract", "report.txt", "--format", "jsonl", cwd=tmp_path)
    assert [entity["text"] for entity in json.loads(printed)["entities"]] == FOUND


def test_an_editable_checkout_reads_the_gazetteers_at_its_top(environment: dict[str, str], tmp_path: Path) -> None:
    code = "from arabic_conflict_ner import resources; print(resources.gazetteers())"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert Path(done.stdout.strip()) == ROOT / "gazetteers"
