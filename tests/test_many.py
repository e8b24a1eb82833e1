"""extract_many(): lazy, in order, in one process or several; one bad document is one error record."""

import subprocess
import sys
from collections.abc import Iterator
from itertools import count, islice

import pytest

from arabic_conflict_ner import Extraction, Extractor, Gazetteer, Label, Token, extract, extract_many

TEXTS = [f"اشتباكات قرب حاجز الجعابي في مدينة الرقة {number}" for number in range(7)]
BAD = [TEXTS[0], None, b"\xd9", TEXTS[1], 5]


def counted(consumed: list[int]) -> Iterator[str]:
    for number in count():
        consumed.append(number)
        yield TEXTS[number % len(TEXTS)]


class FailsOn5:
    """A tagger with a bug."""

    name = "fails"

    def tag(self, text: str, tokens: list[Token]) -> list:
        return [] if "5" not in text else [1 / 0]


@pytest.mark.parametrize("n_process", [1, 2])
@pytest.mark.parametrize("batch_size", [1, 3, 64])
def test_results_come_in_order_whatever_the_batches(n_process: int, batch_size: int) -> None:
    found = list(extract_many(TEXTS, n_process=n_process, batch_size=batch_size))
    assert found == [extract(text) for text in TEXTS]


@pytest.mark.parametrize("n_process", [1, 2])
def test_a_bad_document_is_an_error_record_and_costs_no_other(n_process: int) -> None:
    found = list(extract_many(BAD, n_process=n_process, batch_size=2))
    assert [extraction.error is None for extraction in found] == [True, False, False, True, False]
    assert (found[0], found[3]) == (extract(TEXTS[0]), extract(TEXTS[1]))
    assert found[1] == Extraction(
        text="", error='TypeError: extract() takes str, not NoneType; leave missing documents out or pass ""'
    )
    assert [extraction.entities for extraction in found if extraction.error] == [(), (), ()]


@pytest.mark.parametrize("n_process", [1, 2])
def test_a_document_that_breaks_a_tagger_keeps_its_text(n_process: int) -> None:
    extractor = Extractor(gazetteer=Gazetteer.from_entries([]), tagger=FailsOn5())
    found = list(extract_many(TEXTS, extractor=extractor, n_process=n_process))
    assert [extraction.error for extraction in found if extraction.error] == ["ZeroDivisionError: division by zero"]
    assert found[5].text == TEXTS[5]


def test_one_process_reads_no_further_than_asked() -> None:
    consumed: list[int] = []
    results = extract_many(counted(consumed), batch_size=64)
    assert consumed == []
    assert [extraction.text for extraction in islice(results, 3)] == TEXTS[:3]
    assert len(consumed) == 3


def test_several_processes_read_a_few_batches_ahead() -> None:
    consumed: list[int] = []
    results = extract_many(counted(consumed), batch_size=2, n_process=2)
    assert consumed == []
    assert [extraction.text for extraction in islice(results, 3)] == TEXTS[:3]
    assert len(consumed) <= 2 * 2 * 2 + 2 * 2
    results.close()


def test_nothing_in_nothing_out() -> None:
    assert list(extract_many([])) == []
    assert list(extract_many([], n_process=2)) == []


def test_labels_and_extractor_are_passed_on() -> None:
    mine = Extractor(gazetteer=Gazetteer.from_entries([]))
    assert [len(extraction.places) for extraction in extract_many(TEXTS[:1], labels="FACILITY")] == [0]
    assert list(extract_many(TEXTS, extractor=mine, labels=[Label.FACILITY], n_process=2)) == [
        mine.extract(text, labels=[Label.FACILITY]) for text in TEXTS
    ]


@pytest.mark.parametrize("option", ["batch_size", "n_process"])
@pytest.mark.parametrize("value", [0, -1])
def test_bad_numbers_are_refused_at_once(option: str, value: int) -> None:
    with pytest.raises(ValueError, match=f"{option} is {value}; allowed: 1 and more"):
        extract_many(TEXTS, **{option: value})


def test_an_unknown_label_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match=r"TOWN.*allowed: PLACE"):
        extract_many(TEXTS, labels=["TOWN"])


@pytest.mark.parametrize("wrong", [TEXTS[0], TEXTS[0].encode()], ids=["str", "bytes"])
def test_one_text_is_not_many(wrong: object) -> None:
    with pytest.raises(TypeError, match=r"for one text use extract\(\)"):
        extract_many(wrong)


def test_an_error_of_the_texts_themselves_is_not_swallowed() -> None:
    def texts() -> Iterator[str]:
        yield TEXTS[0]
        raise OSError("the disk is gone")

    results = extract_many(texts())
    assert next(results).error is None
    with pytest.raises(OSError, match="the disk is gone"):
        next(results)


def test_progress_is_told_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(list(extract_many(TEXTS, progress=True))) == 7
    told = capsys.readouterr()
    assert "7/7" in told.err
    assert told.out == ""


def test_progress_of_texts_that_nobody_has_counted_is_told_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(list(extract_many(iter(TEXTS), progress=True))) == 7
    assert "7 texts" in capsys.readouterr().err


def test_progress_without_tqdm_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    with pytest.raises(ImportError, match=r"pip install 'arabic_conflict_ner\[notebook\]'"):
        extract_many(TEXTS, progress=True)


SPAWN = """
import multiprocessing
from arabic_conflict_ner import Extractor, Gazetteer, extract_many
if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    names = [{"id": "x", "label": "PLACE", "names": [{"text": "رسم الطويحين"}]}]
    extractor = Extractor(gazetteer=Gazetteer.from_entries(names))
    texts = ["قصف على قرية رسم الطويحين"] * 3
    results = extract_many(texts, extractor=extractor, n_process=2, batch_size=1)
    print([[entity.text for entity in found] for found in results])
"""


def test_processes_that_are_started_afresh_find_the_same(tmp_path, environment: dict[str, str]) -> None:
    script = tmp_path / "script.py"
    script.write_text(SPAWN, "utf-8")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.strip() == str([["رسم الطويحين"]] * 3)
