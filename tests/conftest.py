"""What all tests share: the markers that skip, hypothesis settings, and the paths of the checkout."""

import importlib.util
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent
GOLD = ROOT.parent / "shared" / "gold"

# The time of one example says nothing on a machine that others use too.
settings.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("thorough", settings.get_profile("ours"), max_examples=5000)  # --hypothesis-profile
settings.load_profile("ours")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs something that is not part of the project, and say what."""
    missing = {}
    if not GOLD.is_dir():
        missing["shared"] = f"needs the gold texts in {GOLD}, which are not part of the project"
    if importlib.util.find_spec("camel_tools") is None:
        missing["camel"] = "needs camel_tools: pip install 'arabic_conflict_ner[camel]'"
    lacking = [name for name in ("onnx", "torch", "transformers") if importlib.util.find_spec(name) is None]
    if lacking:
        missing["training"] = f"needs {', '.join(lacking)}: pip install 'arabic_conflict_ner[training]'"
    if importlib.util.find_spec("pyspark") is None or shutil.which("java") is None:
        missing["spark"] = "needs pyspark and java: pip install 'arabic_conflict_ner[spark]', and Java 17 or 21"
    if importlib.util.find_spec("dask") is None:
        missing["dask"] = "needs dask: pip install 'arabic_conflict_ner[dask]'"
    if importlib.util.find_spec("playwright") is None or shutil.which("chromium") is None:
        missing["browser"] = (
            "needs playwright and chromium: pip install 'arabic_conflict_ner[browser]', and Debian's chromium"
        )
    for item in items:
        for marker, reason in missing.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def gold() -> Path:
    """The folder of the gold texts; tests that ask for it are marked `shared`."""
    return GOLD


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """The environment of a fresh interpreter that finds the package of this checkout."""
    return os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


@pytest.fixture(scope="session")
def articles() -> list[dict]:
    """The reports of examples/articles.jsonl."""
    lines = (ROOT / "examples" / "articles.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a gazetteer file: a str in an encoding, or bytes as they are."""

    def write(content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / "names.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write
