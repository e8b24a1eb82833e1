"""The tagger: words in pieces and windows, spans with probabilities, folders that vouch for themselves, marks read.

Most of it runs on a network written here by hand, which gives each word the probabilities that a test wants; what
only a taught network can show is asked of the shipped one.
"""

import ast
import json
import pickle
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from texts import ANY_TEXT, NEWS_TEXT
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from arabic_conflict_ner import Label, Tagged, normalize, resources, tokenize
from arabic_conflict_ner.errors import ModelError
from arabic_conflict_ner.mentions.lexicon import Lexicon
from arabic_conflict_ner.mentions.read import read
from arabic_conflict_ner.mentions.words import Text
from arabic_conflict_ner.tagging import folder
from arabic_conflict_ner.tagging.folder import META, NETWORK, TOKENIZER
from arabic_conflict_ner.tagging.pieces import _LONGEST_WORD, _OVERLAP, WINDOW, Cutter, Pieces, spellings, windows
from arabic_conflict_ner.tagging.spans import _LEAST_CUT, _LONGEST, LEAST, Numbers, word_spans
from arabic_conflict_ner.tagging.tagger import Tagger
from arabic_conflict_ner.tagging.tags import COLUMNS, CUTS, TAGS
from arabic_conflict_ner.text.chars import FOLDS
from arabic_conflict_ner.text.tokens import Tokens

PLACE, PERSON = Label.PLACE, Label.PERSON
UNKNOWN = 3
ODD_WORDS = (
    "👍",
    "👨‍👩‍👧",
    "\ud800",
    "حلب\udfff",
    "\x00",
    "\ufffe",
    "\u0301",
    "ﷺ",
    "ﻻ",
    "ا" * 5000,
    "Ракка",
    "漢字",
    "؟",
    "2,500.75",
)


def marks(tagger: Tagger, text: str) -> list[Tagged]:
    return tagger.tag(text, tokenize(normalize(text)))


def read_words(text: str) -> list[str]:
    return spellings(text, tokenize(normalize(text)))


# Windows


SIZES = st.builds(lambda sizes, times: sizes * times, st.lists(st.integers(1, _LONGEST_WORD)), st.integers(1, 40))
"""How many pieces the words of a text have: a few words to a few thousand pieces."""


@given(SIZES)
def test_windows_keep_every_word_once_with_its_neighbours(sizes: list[int]) -> None:
    starts = list(accumulate(sizes, initial=0))
    found = list(windows(starts))
    assert [word for window in found for word in range(window.keep, window.keep_last)] == list(range(len(sizes)))
    for first, last, keep, keep_last in ((w.first, w.last, w.keep, w.keep_last) for w in found):
        assert 0 <= first <= keep < keep_last <= last <= len(sizes)
        assert starts[last] - starts[first] <= WINDOW
        assert first == 0 or _OVERLAP - _LONGEST_WORD < starts[keep] - starts[first] <= _OVERLAP
        assert first == 0 or starts[keep] - starts[first - 1] > _OVERLAP
        assert last == len(sizes) or starts[last] - starts[keep_last] >= _OVERLAP
        assert last == keep_last or starts[last] - starts[keep_last + 1] < _OVERLAP


def test_a_text_that_fits_is_one_window() -> None:
    assert [len(list(windows(range(pieces + 1)))) for pieces in (0, 1, WINDOW, WINDOW + 1)] == [0, 1, 1, 2]


@pytest.mark.parametrize("size", [1, _LONGEST_WORD])
def test_a_single_word_is_one_window(size: int) -> None:
    (window,) = windows([0, size])
    assert (window.first, window.last, window.keep, window.keep_last) == (0, 1, 0, 1)


def test_windows_overlap_by_little() -> None:
    read = sum(window.last - window.first for window in windows(range(100_000)))
    assert read < 100_000 * WINDOW / (WINDOW - 2 * _OVERLAP) + WINDOW


# Pieces


def letters() -> Tokenizer:
    """A tokenizer whose pieces are letters; of tatweel it leaves nothing."""
    tokenizer = Tokenizer(models.WordLevel({"<unk>": UNKNOWN, "ح": 4, "ل": 5, "ب": 6}, unk_token="<unk>"))  # noqa: S106  # no password
    tokenizer.normalizer = normalizers.Replace("ـ", "")
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")
    return tokenizer


@pytest.mark.parametrize(
    ("words", "ids", "starts"),
    [
        ([], [], [0]),
        (["حلب"], [4, 5, 6], [0, 3]),
        (["ح", "لب"], [4, 5, 6], [0, 1, 3]),
        (["ـ"], [UNKNOWN], [0, 1]),
        (["ـ", "ـ", "ح", "ـ", "ب", "ـ", "ـ"], [3, 3, 4, 3, 6, 3, 3], [0, 1, 2, 3, 4, 5, 6, 7]),
        (["👍", "ب"], [UNKNOWN, 6], [0, 1, 2]),
        (["ح" * 5000, "ب"], [4] * _LONGEST_WORD + [6], [0, _LONGEST_WORD, _LONGEST_WORD + 1]),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_every_word_has_a_piece(words: list[str], ids: list[int], starts: list[int]) -> None:
    assert Pieces.of(words, Cutter(letters())) == Pieces(ids, starts)


def assert_whole(words: list[str], tokenizer: Tokenizer) -> None:
    cutter = Cutter(tokenizer)
    pieces = Pieces.of(words, cutter)
    assert Pieces.of(words, cutter) == pieces  # as remembered
    sizes = np.diff(pieces.starts)
    assert len(sizes) == len(words)
    assert (sizes >= 1).all()
    assert (sizes <= _LONGEST_WORD).all()
    assert pieces.starts[-1] == len(pieces.ids)
    together = tokenizer.encode(words, is_pretokenized=True, add_special_tokens=False)
    for number, (first, last) in enumerate(pairwise(pieces.starts)):
        found = [id_ for id_, word in zip(together.ids, together.word_ids, strict=True) if word == number]
        assert pieces.ids[first:last] == found[:_LONGEST_WORD] or (not found and pieces.ids[first:last] == [UNKNOWN])


@pytest.mark.parametrize("word", ODD_WORDS, ids=lambda word: ascii(word)[:20])
def test_an_odd_word_is_cut_like_any(word: str, tokenizer: Tokenizer) -> None:
    assert_whole(read_words(f"في {word} حلب {word}"), tokenizer)


@given(st.data())
def test_a_word_is_cut_alone_as_among_others(tokenizer: Tokenizer, data: st.DataObject) -> None:
    assert_whole(read_words(data.draw(NEWS_TEXT | ANY_TEXT)), tokenizer)


# Spellings


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("قُتِلَ في الرَّقّة", "قتل في الرقة"),
        ("الرقـــة", "الرقة"),
        ("\u202bالشح\u200fيل\u202c\u00ad", "الشحيل"),
        ("کرکوک و پژاک", "كركوك و بزاك"),
        ("علی", "علي"),
        ("ﻗﺴﺪ في ﺣﻠﺐ", "قسد في حلب"),
        ("أحمد إدلب آمد الرقة مصطفى لؤلؤة رئيس", "أحمد إدلب آمد الرقة مصطفى لؤلؤة رئيس"),
        ("ا\u0654حمد ا\u0655دلب ا\u0653مد لو\u0654لو\u0654ة ري\u0654يس", "أحمد إدلب آمد لؤلؤة رئيس"),
        ("أَحمَد", "أحمد"),
        ("اللواء ٣٥", "اللواء 35"),
        ("«قسد».", "« قسد » ."),
        ("", ""),
    ],
    ids=ascii,
)
def test_the_network_reads_the_callers_letters_without_marks(text: str, words: str) -> None:
    assert read_words(text) == words.split()


@pytest.mark.parametrize(
    ("shapes", "word"), [("ﺍﻟﺮﻗﺔ", "الرقة"), ("ﺃﺣﻤﺪ", "أحمد"), ("ﻣﺼﻄﻔﻰ", "مصطفى"), ("ﻷحمد", "لأحمد")]
)
def test_shapes_of_hamza_and_ta_marbuta_are_read_as_the_letters_they_are(shapes: str, word: str) -> None:
    assert read_words(shapes) == [word]


@given(NEWS_TEXT | ANY_TEXT)
def test_every_token_is_a_word_with_something_in_it(text: str) -> None:
    words = read_words(text)
    assert len(words) == len(tokenize(normalize(text)))
    assert all(words)


# From numbers to spans


def row(cuts: tuple[float, ...] = (1.0,), **tags: float) -> Numbers:
    """What the network gives for a word of these probabilities (B_PLACE=0.9); the rest is outside."""
    shares = {tag.replace("_", "-", 1): share for tag, share in tags.items()}
    shares["O"] = 1 - sum(shares.values())
    every = [*(shares.get(tag, 0.0) for tag in TAGS), *cuts, *[0.0] * (CUTS - len(cuts))]
    return np.log(np.maximum(np.array(every, np.float32), 1e-30))


def spans(*rows: Numbers) -> list[tuple[Any, ...]]:
    found = sorted(word_spans(np.stack(rows)), key=lambda span: (span.first, span.last, span.label, span.cut))
    return [(*span[:4], pytest.approx(span.probability, abs=1e-5)) for span in found]


def test_a_name_of_one_word_at_the_end_of_a_text() -> None:
    assert spans(row(), row(B_PLACE=0.9)) == [(1, 2, PLACE, 0, 0.9)]


def test_a_name_ends_where_the_next_word_does_not_go_on() -> None:
    assert spans(row(B_PLACE=0.9), row(I_PLACE=0.6), row(I_PLACE=0.25), row()) == [
        (0, 1, PLACE, 0, 0.9 * 0.4),
        (0, 2, PLACE, 0, 0.9 * 0.6 * 0.75),
        (0, 3, PLACE, 0, 0.9 * 0.6 * 0.25),
    ]


def test_each_label_counts_for_itself() -> None:
    assert spans(row(B_PLACE=0.3, B_PERSON=0.6), row(I_PERSON=0.5, B_PLACE=0.4)) == [
        (0, 1, PERSON, 0, 0.6 * 0.5),
        (0, 1, PLACE, 0, 0.3),
        (0, 2, PERSON, 0, 0.6 * 0.5),
        (1, 2, PLACE, 0, 0.4),
    ]


def test_each_cut_that_is_not_improbable_makes_a_span() -> None:
    assert spans(row((0.5, 0.3, 0.15, 0.05), B_PLACE=0.8), row((0.0, 1.0))) == [
        (0, 1, PLACE, 0, 0.8 * 0.5),
        (0, 1, PLACE, 1, 0.8 * 0.3),
        (0, 1, PLACE, 2, 0.8 * 0.15),
    ]


def test_the_cut_is_that_of_the_first_word() -> None:
    assert spans(row((0.0, 1.0), B_PLACE=0.9), row((0.0, 0.0, 1.0), I_PLACE=1.0)) == [(0, 2, PLACE, 1, 0.9)]


def test_improbable_spans_are_left_out() -> None:
    assert spans(row(B_PLACE=LEAST - 0.001)) == []
    assert spans(row(B_PLACE=LEAST + 0.001)) == [(0, 1, PLACE, 0, 0.021)]
    assert spans(row(B_PLACE=0.9), row(I_PLACE=0.99)) == [(0, 2, PLACE, 0, 0.9 * 0.99)]
    assert spans(row(B_PLACE=0.5), row(I_PLACE=0.03)) == [(0, 1, PLACE, 0, 0.5 * 0.97)]


def test_what_nothing_begins_goes_nowhere() -> None:
    assert spans(row(), row(I_PLACE=0.9), row(I_PLACE=0.9)) == []
    assert spans(row(B_PERSON=0.9), row(I_PLACE=0.9)) == [(0, 1, PERSON, 0, 0.9)]


def test_a_name_has_an_end() -> None:
    found = spans(row(B_PLACE=0.9), *[row(I_PLACE=0.9)] * 40)
    assert {last for _first, last, *_rest in found} == set(range(1, _LONGEST + 1))


def test_no_words_no_spans() -> None:
    assert list(word_spans(np.zeros((0, COLUMNS), np.float32))) == []


@given(st.integers(1, 25), st.floats(0, 5), st.integers(0, 2**32 - 1))
def test_spans_are_those_of_a_plain_count(words: int, spread: float, seed: int) -> None:
    numbers = np.random.default_rng(seed).normal(0, spread, (words, COLUMNS)).astype(np.float32)
    numbers[:, 0] += 1.5
    found = list(word_spans(numbers))
    wanted = {key: (share, cut) for key, (share, cut) in plainly(numbers) if key[3] < CUTS - 1}
    close = {
        key for key, (share, cut) in wanted.items() if abs(share * cut - LEAST) < 1e-6 or abs(cut - _LEAST_CUT) < 1e-6
    }
    assert {tuple(span[:4]) for span in found} - close == {
        key for key, (share, cut) in wanted.items() if share * cut > LEAST and cut > _LEAST_CUT
    } - close
    assert all(
        span.probability == pytest.approx(np.prod(wanted[span[:4]]), rel=1e-4) for span in found if span[:4] in wanted
    )
    for first in range(words):
        assert sum(span.probability for span in found if span.first == first) < 1.001


def plainly(numbers: Numbers) -> Iterator[tuple[tuple[int, int, Label, int], tuple[float, float]]]:
    """Every span with its probability and that of its cut, read off the definition with no thought of speed."""
    tags, cuts = (np.exp(part) / np.exp(part).sum(1, keepdims=True) for part in np.hsplit(numbers, [len(TAGS)]))
    for label in Label:
        begin, inside = (tags[:, TAGS.index(f"{letter}-{label}")].tolist() for letter in "BI")
        for first in range(len(tags)):
            for last in range(first + 1, min(first + _LONGEST, len(tags)) + 1):
                stops = 1 - inside[last] if last < len(tags) else 1
                share = float(begin[first] * np.prod(inside[first + 1 : last]) * stops)
                for cut in range(CUTS):
                    yield (first, last, label, cut), (share, float(cuts[first, cut]))


# A network by hand


WORDS = {
    "<unk>": row((0.5, 0.3, 0.2), B_PLACE=0.4, I_PLACE=0.3),
    "في": row(),
    "الرقة": row(B_PLACE=0.9),
    "بالرقة": row((0.05, 0.95), B_PLACE=0.9),
    "وبالرقة": row((0.05, 0.0, 0.95), B_PLACE=0.9),
    "دير": row(B_PLACE=0.9),
    "الزور": row(I_PLACE=0.8),
    "أبو": row(B_PERSON=0.3, B_PLACE=0.6),
    "ب": row((0.0, 1.0), B_PLACE=0.9),
}


def message(number: int, content: bytes | str | int) -> bytes:
    """A field of a protocol buffer, of which ONNX is made."""
    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    data = content.encode() if isinstance(content, str) else content
    return varint(number << 3 | 2) + varint(len(data)) + data


def varint(value: int) -> bytes:
    return bytes([value & 127 | 128]) + varint(value >> 7) if value > 127 else bytes([value])


def declared(name: str, kind: int, dimensions: int) -> bytes:
    shape = b"".join(message(1, message(2, f"{name}{n}")) for n in range(dimensions))
    return message(1, name) + message(2, message(1, message(1, kind) + message(2, shape)))


def table(numbers: Numbers) -> bytes:
    """An ONNX model that gives each word the mean of the rows of its pieces, whatever stands around it."""
    rows = b"".join(message(1, size) for size in numbers.shape) + message(2, 1) + message(8, "table")
    gather = message(1, "table") + message(1, "ids") + message(2, "pieces") + message(4, "Gather")
    mean = message(1, "means") + message(1, "pieces") + message(2, "numbers") + message(4, "MatMul")
    inputs = message(11, declared("ids", 7, 2)) + message(11, declared("means", 1, 3))
    graph = message(1, gather) + message(1, mean) + message(2, "g") + message(5, rows + message(9, numbers.tobytes()))
    return model(graph + inputs + message(12, declared("numbers", 1, 3)))


def model(graph: bytes) -> bytes:
    return message(1, 8) + message(7, graph) + message(8, message(2, 17))


def of_another_kind() -> bytes:
    """A sound ONNX model that is no tagger: it gives back what it gets."""
    node = message(1, "x") + message(2, "y") + message(4, "Identity")
    return model(
        message(1, node) + message(2, "g") + message(11, declared("x", 1, 1)) + message(12, declared("y", 1, 1))
    )


def tokenizer_of_words() -> Tokenizer:
    vocabulary = {word: number for number, word in enumerate(("<s>", "<pad>", "</s>", *WORDS))}
    return Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))  # noqa: S106  # no password


def write(path: Path, **files: bytes) -> Path:
    """The folder of a tagger, its network and tokenizer those of WORDS unless given."""
    whole = np.stack([row(), row(), row(), *WORDS.values()])
    network = files.get("network", table(whole))
    tokenizer = files.get("tokenizer", tokenizer_of_words().to_str().encode())
    folder.write(path, {NETWORK: network, TOKENIZER: tokenizer}, {"name": path.name, "note": "by hand"})
    return path


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of models that takes the place of the shipped one: it has "tiny" and "alike"."""
    path = tmp_path_factory.mktemp("model")
    write(path / "alike")
    write(path / "tiny")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resources, "models", lambda: path)
        yield path


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Tagger:
    return Tagger.load(write(tmp_path_factory.mktemp("own") / "tiny"))


# Tagging


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n", []),
        ("في", []),
        ("في الرقة", [(3, 8, PLACE, 0.9)]),
        ("في بالرقة", [(4, 9, PLACE, 0.9 * 0.95)]),
        ("وبالرقة", [(2, 7, PLACE, 0.9 * 0.95)]),
        ("وَبِـالرَّقة", [(5, 12, PLACE, 0.9 * 0.95)]),
        ("في دير  الزور", [(3, 13, PLACE, 0.9 * 0.8), (3, 6, PLACE, 0.9 * 0.2)]),
        ("أبو", [(0, 3, PLACE, 0.6), (0, 3, PERSON, 0.3)]),
        ("ب", []),
    ],
    ids=ascii,
)
def test_marks_are_spans_of_the_callers_text(
    tiny: Tagger, text: str, expected: list[tuple[int, int, Label, float]]
) -> None:
    assert [(*tagged[:3], pytest.approx(tagged.score, abs=1e-5)) for tagged in marks(tiny, text)] == expected


@given(NEWS_TEXT | ANY_TEXT)
def test_marks_begin_with_a_token_or_behind_letters_of_it_and_end_with_one(tiny: Tagger, text: str) -> None:
    tokens = tokenize(normalize(text))
    found = tiny.tag(text, tokens)
    for start, end, label, score in found:
        assert 0 <= start < end <= len(text)
        assert end in {token.end for token in tokens}
        (before,) = {text[token.start : start] for token in tokens if token.start <= start < token.end}
        assert sum(FOLDS.get(char) != "" for char in before) < CUTS
        assert FOLDS.get(text[start]) != ""
        assert label in list(Label)
        assert 0 < score <= 1
    assert found == sorted(found, key=lambda tagged: (tagged.start, -tagged.score))


@pytest.mark.parametrize("text", ["\ud800", "قرب \ud800 الرقة", "الرقة\udfff", "👍", "\x00", "ﷺ في الرقة"], ids=ascii)
def test_any_text_is_read(tiny: Tagger, text: str) -> None:
    assert ("الرقة" in text) == ("الرقة" in {text[tagged.start : tagged.end] for tagged in marks(tiny, text)})


def test_a_megabyte_is_read_to_its_end_and_at_every_border_of_its_windows(tiny: Tagger) -> None:
    paragraph = "في دير الزور وبالرقة في أبو الزور الزور بالرقة في في في دير في.\n"
    once = [(t.start, t.end, t.label, round(t.score, 4)) for t in marks(tiny, paragraph)]
    times = 1_000_000 // len(paragraph.encode())
    found = marks(tiny, paragraph * times)
    assert len(found) == times * len(once) > 50_000
    for number in range(times):
        part = found[number * len(once) : (number + 1) * len(once)]
        start = number * len(paragraph)
        assert [(t.start - start, t.end - start, t.label, round(t.score, 4)) for t in part] == once


# Loading


def test_a_tagger_is_loaded_by_name_once(shelf: Path) -> None:
    tagger = Tagger.load("tiny")
    assert Tagger.load("tiny") is Tagger.load("tiny", threads=1) is tagger
    assert Tagger.load("alike") is not tagger
    assert Tagger.load("tiny", threads=2) is not tagger
    assert (tagger.name, tagger.folder, tagger.threads, Tagger.load("tiny", threads=2).threads) == (
        "tiny",
        shelf / "tiny",
        1,
        2,
    )


def test_a_tagger_of_ones_own_is_loaded_by_its_folder(shelf: Path) -> None:
    tagger = Tagger.load(shelf / "tiny")
    assert tagger.name == "tiny"
    assert tagger.meta.model_extra == {"note": "by hand"}
    assert tagger is not Tagger.load("tiny")


@pytest.mark.parametrize("name", ["", "large", "Tiny", "../tiny", "tiny/", "/"])
def test_an_unknown_name_is_refused_with_those_allowed(shelf: Path, name: str) -> None:
    with pytest.raises(ValueError, match=r"no tagger is called .*; allowed: alike tiny, or the Path of a folder"):
        Tagger.load(name)


@pytest.mark.parametrize("threads", [0, -1])
def test_threads_below_1_are_refused(shelf: Path, threads: int) -> None:
    for name in ("tiny", shelf / "tiny"):
        with pytest.raises(ValueError, match=f"threads is {threads}; allowed: 1 and more"):
            Tagger.load(name, threads=threads)


def test_sixteen_threads_load_and_tag_at_once(shelf: Path) -> None:
    write(shelf / "contested")
    texts = [f"في دير الزور {'في ' * number}وبالرقة" for number in range(200)]
    together = threading.Barrier(16)

    def work(_number: int) -> tuple[Tagger, list[list[Tagged]]]:
        together.wait()
        tagger = Tagger.load("contested")
        return tagger, [marks(tagger, text) for text in texts]

    with ThreadPoolExecutor(16) as pool:
        done = list(pool.map(work, range(16)))
    shutil.rmtree(shelf / "contested")
    assert len({id(tagger) for tagger, _found in done}) == 1
    assert all(found == done[0][1] for _tagger, found in done)
    assert all(done[0][1])


def test_a_shipped_tagger_comes_out_of_a_pickle_as_itself(shelf: Path) -> None:
    for tagger in (Tagger.load("tiny"), Tagger.load("tiny", threads=2)):
        assert pickle.loads(pickle.dumps(tagger)) is tagger  # noqa: S301  # our own bytes


def test_a_tagger_of_ones_own_comes_out_of_a_pickle_as_its_folder_has_it(tiny: Tagger) -> None:
    written = pickle.dumps(tiny)
    assert len(written) < 1000
    again = pickle.loads(written)  # noqa: S301  # our own bytes
    assert (again.name, again.folder, again.threads) == (tiny.name, tiny.folder, tiny.threads)
    assert marks(again, "في دير الزور") == marks(tiny, "في دير الزور") != []


# Folders that cannot be used


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def change(path: Path, **fields: object) -> None:
    """Change fields of meta.json; ... leaves one out."""
    meta = json.loads((path / META).read_text("utf-8")) | fields
    (path / META).write_text(json.dumps({key: value for key, value in meta.items() if value is not ...}), "utf-8")


CURE = "reinstall arabic_conflict_ner, or make the folder anew with arabic_conflict_ner.training.export"
DAMAGES: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "no folder": (shutil.rmtree, META, "cannot be read (FileNotFoundError)"),
    "a file for a folder": (
        lambda path: (shutil.rmtree(path), path.touch()),
        META,
        "cannot be read (NotADirectoryError)",
    ),
    "no meta.json": (lambda path: (path / META).unlink(), META, "cannot be read (FileNotFoundError)"),
    "no network": (lambda path: (path / NETWORK).unlink(), NETWORK, "cannot be read (FileNotFoundError)"),
    "no tokenizer": (lambda path: (path / TOKENIZER).unlink(), TOKENIZER, "cannot be read (FileNotFoundError)"),
    "a byte of the network": (lambda path: flip(path / NETWORK), NETWORK, "the file is damaged"),
    "a byte of the tokenizer": (lambda path: flip(path / TOKENIZER), TOKENIZER, "the file is damaged"),
    "half a network": (
        lambda path: (path / NETWORK).write_bytes((path / NETWORK).read_bytes()[:500]),
        *(NETWORK, "the file is damaged"),
    ),
    "an empty network": (lambda path: (path / NETWORK).write_bytes(b""), NETWORK, "the file is damaged"),
    "a file not vouched for": (lambda path: change(path, sha256={}), TOKENIZER, "meta.json says None"),
    "no JSON": (lambda path: (path / META).write_text("{", "utf-8"), META, "the file: Invalid JSON"),
    "no UTF-8": (lambda path: (path / META).write_bytes(b'{"name": "\xff"}'), META, "the file: "),
    "a list": (lambda path: (path / META).write_text("[]", "utf-8"), META, "the file: "),
    **{
        f"no {field}": (lambda path, field=field: change(path, **{field: ...}), META, f"{field}: Field required")
        for field in ("format", "name", "tags", "cuts", "sha256")
    },
    "hashes of another form": (lambda path: change(path, sha256={NETWORK: 1}), META, f"sha256.{NETWORK}: "),
    "a former format": (lambda path: change(path, format=1), META, "format is 1, this version reads 2"),
    "fewer tags": (
        lambda path: change(path, tags=TAGS[:-1]),
        META,
        f"the tags are not those of this version ({TAGS[0]} ",
    ),
    "other cuts": (lambda path: change(path, cuts=9), META, "not those of this version"),
    "garbage for a network": (lambda path: write(path, network=b"garbage"), NETWORK, "of another kind"),
    "nothing for a network": (lambda path: write(path, network=b""), NETWORK, "of another kind"),
    "a network of another kind": (lambda path: write(path, network=of_another_kind()), NETWORK, "of another kind"),
    "a network with fewer columns": (
        lambda path: write(path, network=table(np.zeros((len(WORDS) + 3, COLUMNS - 1), np.float32))),
        *(NETWORK, "of another kind"),
    ),
    "garbage for a tokenizer": (lambda path: write(path, tokenizer=b"garbage"), TOKENIZER, "of another kind"),
    "bytes for a tokenizer": (lambda path: write(path, tokenizer=b"\xff"), TOKENIZER, "of another kind"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_folder_that_cannot_be_used_is_refused_with_file_and_cure(tmp_path: Path, damage: str) -> None:
    path = write(tmp_path / "mine")
    do, name, reason = DAMAGES[damage]
    do(path)
    with pytest.raises(ModelError) as caught:
        Tagger.load(path)
    told = str(caught.value)
    assert told.startswith(str(path / name))
    assert reason in told
    assert CURE in told


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = write(tmp_path / "mine")
    assert sorted(file.name for file in path.iterdir()) == sorted((META, NETWORK, TOKENIZER))
    assert marks(Tagger.load(path), "الرقة")
    write(path)
    assert marks(Tagger.load(path), "الرقة")


# No pickle


def imported(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {
        name.partition(".")[0]
        for name in names | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    }


@pytest.mark.parametrize("path", sorted((ROOT / "arabic_conflict_ner").rglob("*.py")), ids=lambda path: path.stem)
def test_no_module_reads_pickles(path: Path) -> None:
    assert imported(path).isdisjoint({"pickle", "cloudpickle", "dill", "joblib", "shelve", "marshal"})
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    for call in calls:
        if ast.unparse(call.func) in ("torch.load", "np.load"):
            assert ("weights_only", "True") in [(word.arg, ast.unparse(word.value)) for word in call.keywords]


def test_a_shipped_folder_holds_four_files(root: Path) -> None:
    folders = sorted((root / "arabic_conflict_ner" / "model").iterdir())
    assert "default" in [path.name for path in folders]
    for path in folders:
        assert sorted(file.name for file in path.iterdir()) == sorted((META, NETWORK, TOKENIZER, "README.md"))


# What the decision reads of it


def read_marks(text: str, *spans: tuple[int, int, float]) -> list[tuple[str, str, float | None]]:
    words = Text(Tokens(normalize(text)), Lexicon.builtin())
    candidates = read(words, [], [Tagged(start, end, PLACE, score) for start, end, score in spans])
    original = candidates.tokens.normalized.to_original
    return [(text[slice(*original(c.begin, c.end))], c.chain, c.tagged) for c in candidates]


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("في الرقة اليوم", (3, 8), ("الرقة", "")),
        ("في الرقة اليوم", (3, 14), ("الرقة اليوم", "")),
        ("في وبالرقة", (5, 10), ("الرقة", "وب")),
        ("في وَبِـالرَّقة أمس", (8, 15), ("الرَّقة", "وب")),
        ("في وَبِـالرَّقة أمس", (7, 15), ("الرَّقة", "وب")),
        ("من محافظةكركوك أمس", (9, 14), ("كركوك", "محافظه")),
        ("«قسد».", (1, 4), ("قسد", "")),
    ],
    ids=ascii,
)
def test_a_mark_becomes_a_candidate(text: str, span: tuple[int, int], expected: tuple[str, str]) -> None:
    assert read_marks(text, (*span, 0.7)) == [(*expected, 0.7)]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("في الرقة اليوم", (3, 7)),
        ("في الرقة اليوم", (3, 9)),
        ("في الرقة اليوم", (2, 8)),
        ("في الرقة اليوم", (2, 2)),
        ("في الرقة اليوم", (5, 5)),
        ("في الرقة اليوم", (2, 3)),
        ("معارك في حلب\nحماة تحت القصف", (9, 17)),
        ("ومستشفىالأمراضالسارية", (16, 21)),
    ],
    ids=ascii,
)
def test_a_mark_that_is_no_words_is_left_out(text: str, span: tuple[int, int]) -> None:
    assert read_marks(text, (*span, 0.7)) == []


def test_the_higher_of_two_probabilities_counts() -> None:
    assert read_marks("في الرقة", (3, 8, 0.4), (3, 8, 0.6), (3, 8, 0.5)) == [("الرقة", "", 0.6)]
    assert read_marks("في الرقة", (3, 8, 0.0)) == [("الرقة", "", 0.0)]


# The shipped tagger


@pytest.fixture(scope="module")
def shipped() -> Tagger:
    return Tagger.load(ROOT / "arabic_conflict_ner" / "model" / "default")


@pytest.fixture(scope="module")
def tokenizer(shipped: Tagger) -> Tokenizer:
    return Tokenizer.from_file(str(shipped.folder / TOKENIZER))


SURE = 0.9
LOST = 0.01  # the share of sure marks that what stands around a text may cost


def likely(tagger: Tagger, text: str, least: float) -> set[tuple[int, int, Label]]:
    return {(tagged.start, tagged.end, tagged.label) for tagged in marks(tagger, text) if tagged.score > least}


def test_an_article_keeps_its_sure_marks_wherever_it_stands_in_a_long_text(
    shipped: Tagger, articles: list[dict]
) -> None:
    sure = 0
    lost: list[tuple[int, str]] = []
    for turn in range(30):
        text = articles[turn % len(articles)]["text"]
        others = " ".join(other["text"] for other in articles if other["text"] != text).split()
        before = " ".join(others[: 40 + 7 * turn]) + "\n"
        inside = likely(shipped, f"{before}{text}\n{' '.join(others[40 + 7 * turn :][:60])}", 0.5)
        alone = likely(shipped, text, SURE)
        sure += len(alone)
        at = len(before)
        lost += [(turn, text[start:end]) for start, end, label in alone if (start + at, end + at, label) not in inside]
    assert sure > 300
    assert len(lost) <= LOST * sure, lost


def test_a_repeated_article_is_marked_alike_in_every_window(shipped: Tagger, articles: list[dict]) -> None:
    """Every turn of it is cut by the borders of the windows at other words."""
    turns = 12
    paragraph = articles[0]["text"] + "\n"
    scores: dict[tuple[int, int, Label], list[float]] = {}
    for tagged in marks(shipped, paragraph * turns):
        start = tagged.start % len(paragraph)
        scores.setdefault((start, tagged.end - tagged.start, tagged.label), []).append(tagged.score)
    sure = [found for found in scores.values() if sum(found) > SURE * turns]
    lost = sum(turns - sum(score > 0.5 for score in found) for found in sure)
    assert len(sure) > 3
    assert lost <= LOST * turns * len(sure)


def test_threads_share_the_shipped_tagger(shipped: Tagger, articles: list[dict]) -> None:
    texts = [article["text"] for article in articles]
    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(lambda text: marks(shipped, text), texts)) == [marks(shipped, text) for text in texts]


def test_the_shipped_tagger_reads_odd_words(shipped: Tagger) -> None:
    for word in ODD_WORDS:
        assert isinstance(marks(shipped, f"وصلت القوات إلى {word} أمس"), list)
