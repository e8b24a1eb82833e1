"""Several processes find what one finds, in the same order, however they are started, and never fight for cores."""

import json
import multiprocessing
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_many import FailsOn5

from arabic_conflict_ner import Extraction, Extractor, Gazetteer, Tagger, extract_many
from arabic_conflict_ner.many import on_one_thread

METHODS = [method for method in ("fork", "spawn") if method in multiprocessing.get_all_start_methods()]
LIMIT = 240  # seconds: processes that wait for each other are to fail a test, not to hold up all


@pytest.fixture(params=METHODS)
def started(request: pytest.FixtureRequest) -> Iterator[str]:
    """Processes are started this way."""
    before = multiprocessing.get_start_method()
    multiprocessing.set_start_method(request.param, force=True)
    yield request.param
    multiprocessing.set_start_method(before, force=True)


@pytest.fixture
def texts(articles: list[dict]) -> list:
    """A long text before short ones, which are read sooner; some with a day, and some that cannot be read."""
    reports = [article["text"] for article in articles]
    lines = [line for report in reports for line in report.split("\n")]
    return ["\n".join(reports), *lines, None, "", (lines[0], "2015-06-01"), (lines[0], "no day"), b"\xd9", *lines[:9]]


def test_two_processes_find_what_one_finds(started: str, texts: list, root: Path) -> None:
    own = Gazetteer.from_csv(root / "examples" / "my_villages.csv")
    extractor = Extractor(gazetteer=Gazetteer.builtin() | own, tagger=None)
    one = list(extract_many(texts, extractor=extractor))
    assert sum(map(len, one)) > 200
    assert sum(extraction.error is not None for extraction in one) == 3
    assert list(extract_many(texts, extractor=extractor, n_process=2, batch_size=3)) == one


def test_a_tagger_of_ones_own_goes_along(started: str) -> None:
    extractor = Extractor(gazetteer=Gazetteer.from_entries([]), tagger=FailsOn5())
    found = list(extract_many(["4", "5", "6"], extractor=extractor, n_process=2, batch_size=1))
    assert found[1] == Extraction(text="5", error="ZeroDivisionError: division by zero")
    assert [extraction.tagger for extraction in found] == ["fails", None, "fails"]


# The tagger tells what its session was set to: where the script is run, and where a process that it starts imports it.
SCRIPT = """
import json, multiprocessing, os, sys
from arabic_conflict_ner import Extractor, Tagger, extract_many

tag = Tagger.tag

def told(self, text, tokens):
    if text == "threads?":
        options = self._network._session.get_session_options()
        raise RuntimeError(f"{options.intra_op_num_threads} and {options.inter_op_num_threads}, process {os.getpid()}")
    return tag(self, text, tokens)

Tagger.tag = told

if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv[1])
    texts = [json.loads(line)["text"] for line in open(sys.argv[2], encoding="utf-8")][:4]
    extractor = Extractor(tagger=Tagger.load(threads=2))
    asked = ["threads?"] * 4
    one, two = (list(extract_many(texts + asked, extractor=extractor, n_process=n, batch_size=1)) for n in (1, 2))
    here = [extraction.error for extraction in one[-4:]]
    there = [extraction.error for extraction in two[-4:]]
    print(json.dumps([one[:-4] == two[:-4], sum(map(len, one)), os.getpid(), here, there]))
"""


@pytest.mark.parametrize("method", METHODS)
def test_the_tagger_uses_one_thread_in_each_of_several_processes(
    method: str, root: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, "utf-8")
    command = [sys.executable, script, method, root / "examples" / "articles.jsonl"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=LIMIT, check=True)
    alike, entities, pid, here, there = json.loads(done.stdout)
    assert alike
    assert entities > 30
    assert here == [f"RuntimeError: 2 and 1, process {pid}"] * 4
    assert len(there) == 4
    for told in there:
        assert told.startswith("RuntimeError: 1 and 1, process ")
        assert not told.endswith(f" {pid}")


def test_an_extractor_is_left_as_it_is_for_its_owner() -> None:
    extractor = Extractor(tagger=Tagger.load(threads=2), min_score=0.7)
    alone = on_one_thread(extractor)
    assert (alone.tagger, alone.min_score) == (Tagger.load(), 0.7)
    assert extractor.tagger is Tagger.load(threads=2)
    assert on_one_thread(alone) is alone


def test_what_is_built_in_is_not_sent_along() -> None:
    """Eight megabytes, and a second to write and read them, for every process."""
    assert len(pickle.dumps(Extractor(tagger=None))) < 1000


def test_a_pickled_extractor_decides_with_the_weights_it_had() -> None:
    text = "وصل القيادي أبو خولة الديري إلى بلدة غريبة الشرقية"
    for tagger in (None, Tagger.load()):
        extractor = Extractor(tagger=tagger)
        assert pickle.loads(pickle.dumps(extractor)).extract(text) == extractor.extract(text)  # noqa: S301  # our own
