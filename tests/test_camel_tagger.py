"""CAMeL Tools' recognizer as a tagger, its analyser as a check on proclitics, and the votes of several taggers.

Their data cannot be had here: tests marked `camel` run on a model and a database of the same classes and formats that
are written by hand, so that what they give is known.
"""

import doctest
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import ANY_TEXT, NEWS_TEXT

from arabic_conflict_ner import Extractor, Gazetteer, Label, Tagged, Token, Voting, normalize, tokenize
from arabic_conflict_ner.errors import ModelError
from arabic_conflict_ner.integrations import camel_data
from arabic_conflict_ner.integrations.camel import SCORE, CamelTagger, written_onto
from arabic_conflict_ner.integrations.camel_morphology import Morphology

PLACE, PERSON, GROUP, BODY = Label.PLACE, Label.PERSON, Label.ARMED_GROUP, Label.ORGANIZATION
REPORT = "وصل أبو خولة الديري إلى بلدة غريبة"


class Scripted:
    """A recognizer that labels words by a list; words of nothing but marks it passes over, as CAMeL Tools does."""

    def __init__(self, labels: dict[str, str], *, lost: Sequence[str] = ()) -> None:
        self.labels, self.lost = labels, lost
        self.read: list[list[str]] = []
        self.tokenizer = self

    def tokenize(self, word: str) -> list[str]:
        return [] if word == "\N{REPLACEMENT CHARACTER}" else [word]

    def predict(self, sentences: list[list[str]]) -> list[list[str]]:
        self.read = sentences
        return [
            [self.labels.get(word, "O") for word in sentence if self.tokenize(word) and word not in self.lost]
            for sentence in sentences
        ]


def marks(tagger: CamelTagger | Voting, text: str) -> list[tuple[str, Label, float]]:
    return [
        (text[start:end], label, pytest.approx(score))
        for start, end, label, score in tagger.tag(text, tokenize(normalize(text)))
    ]


def test_the_page_keeps_its_word(root: Path) -> None:
    assert doctest.testfile(str(root / "docs" / "camel.md"), module_relative=False).failed == 0


# From labels to spans


@pytest.mark.parametrize(
    ("text", "labels", "expected"),
    [
        ("", {}, []),
        ("هدنة", {}, []),
        ("في الرقة", {"الرقة": "B-LOC"}, [("الرقة", PLACE, SCORE)]),
        ("في دير الزور", {"دير": "B-LOC", "الزور": "I-LOC"}, [("دير الزور", PLACE, SCORE)]),
        ("الرقة حلب", {"الرقة": "B-LOC", "حلب": "B-LOC"}, [("الرقة", PLACE, SCORE), ("حلب", PLACE, SCORE)]),
        ("الرقة حلب", {"الرقة": "I-LOC", "حلب": "I-PERS"}, [("الرقة", PLACE, SCORE), ("حلب", PERSON, SCORE)]),
        ("الرقة. حلب", {"الرقة": "B-LOC", ".": "O", "حلب": "I-LOC"}, [("الرقة", PLACE, SCORE), ("حلب", PLACE, SCORE)]),
        ("دير\nالزور", {"دير": "B-LOC", "الزور": "I-LOC"}, [("دير", PLACE, SCORE), ("الزور", PLACE, SCORE)]),
        ("قسد", {"قسد": "B-ORG"}, [("قسد", GROUP, SCORE / 2), ("قسد", BODY, SCORE / 2)]),
        ("العربية", {"العربية": "B-MISC"}, []),
        ("وبالرَّقـة", {"وبالرقة": "B-LOC"}, [("الرَّقـة", PLACE, SCORE)]),
        ("للجيش السوري", {"للجيش": "B-PERS", "السوري": "I-PERS"}, [("لجيش السوري", PERSON, SCORE)]),
    ],
    ids=ascii,
)
def test_labels_become_spans_of_the_callers_text(
    text: str, labels: dict[str, str], expected: list[tuple[str, Label, float]]
) -> None:
    assert marks(CamelTagger(Scripted(labels)), text) == expected


def test_the_recognizer_reads_sentences_without_marks() -> None:
    recognizer = Scripted({})
    CamelTagger(recognizer).tag(text := "سقطت الشَّحِيـل. هدنة\nفي «حلب»", tokenize(normalize(text)))
    assert recognizer.read == [["سقطت", "الشحيل", "."], ["هدنة"], ["في", "«", "حلب", "»"]]


def test_very_long_words_are_shown_shortened() -> None:
    recognizer = Scripted({"ا" * 100: "B-LOC"})
    assert marks(CamelTagger(recognizer), "ا" * 5000) == [("ا" * 5000, PLACE, SCORE)]


@given(NEWS_TEXT | ANY_TEXT)
def test_spans_begin_with_a_token_or_behind_letters_of_it_and_end_with_one(text: str) -> None:
    tokens = tokenize(normalize(text))

    class Everything(Scripted):
        def predict(self, sentences: list[list[str]]) -> list[list[str]]:
            return [["B-LOC" for word in sentence if self.tokenize(word)] for sentence in sentences]

    for start, end, _label, score in CamelTagger(Everything({})).tag(text, tokens):
        assert any(token.start <= start < token.end == end for token in tokens)
        assert score == SCORE


# Labels that are missing


@pytest.mark.parametrize("mark", [chr(0xD800), "\ufffd"], ids=ascii)
def test_a_word_that_is_passed_over_shifts_no_label(mark: str) -> None:
    tagger = CamelTagger(Scripted({"الرقة": "B-LOC", "هجين": "B-LOC"}))
    text = f"في {mark} الرقة {mark} قرب هجين"
    assert marks(tagger, text) == [("الرقة", PLACE, SCORE), ("هجين", PLACE, SCORE)]


def test_a_name_does_not_reach_across_a_word_that_is_passed_over() -> None:
    tagger = CamelTagger(Scripted({"دير": "B-LOC", "الزور": "I-LOC"}))
    assert [name for name, *_ in marks(tagger, "دير \ufffd الزور")] == ["دير", "الزور"]


def test_labels_that_are_missing_for_no_reason_are_an_error() -> None:
    tagger = CamelTagger(Scripted({}, lost=["قرب"]), name="mine")
    told = r"mine gives 2 labels for 4 words, 3 of which have pieces: 'في \ufffd قرب الرقة'; see camel_tools#105"
    with pytest.raises(ModelError, match=told.replace("\\ufffd", "\ufffd")):
        marks(tagger, "في \ufffd قرب الرقة")


def test_too_many_labels_are_an_error() -> None:
    class Talkative(Scripted):
        def predict(self, sentences: list[list[str]]) -> list[list[str]]:
            return [["O"] * (len(sentence) + 1) for sentence in sentences]

    with pytest.raises(ModelError, match="gives 2 labels for 1 words, 1 of which have pieces"):
        marks(CamelTagger(Talkative({})), "هدنة")


# Options


def test_labels_can_be_read_otherwise() -> None:
    tagger = CamelTagger(Scripted({"قسد": "B-ORG"}), labels={"ORG": ["ARMED_GROUP"]}, score=0.9)
    assert marks(tagger, "قسد") == [("قسد", GROUP, 0.9)]
    assert tagger.labels == {GROUP}


def test_every_possible_chain_makes_a_span_and_shares_the_score() -> None:
    tagger = CamelTagger(Scripted({"وبرا": "B-LOC"}), chains=lambda word: ("", "و", "وب") if word == "وبرا" else ())
    assert marks(tagger, "وبرا") == [("وبرا", PLACE, SCORE / 3), ("برا", PLACE, SCORE / 3), ("را", PLACE, SCORE / 3)]


def test_nothing_is_left_of_a_word_that_is_a_chain() -> None:
    assert marks(CamelTagger(Scripted({"وب": "B-LOC"}), chains=lambda _: ("وب",)), "وب") == []


@pytest.mark.parametrize("score", [-0.1, 1.1])
def test_a_score_is_0_to_1(score: float) -> None:
    with pytest.raises(ValueError, match=f"score is {score}; allowed: 0 to 1"):
        CamelTagger(Scripted({}), score=score)


def test_labels_of_ours_have_to_be_known() -> None:
    with pytest.raises(ValueError, match="TOWN"):
        CamelTagger(Scripted({}), labels={"LOC": ["TOWN"]})


def test_it_takes_part_in_the_decision() -> None:
    tagger = CamelTagger(Scripted({"أبو": "B-PERS", "خولة": "I-PERS", "الديري": "I-PERS", "غريبة": "B-LOC"}))
    found = Extractor(gazetteer=Gazetteer.from_entries([]), tagger=tagger).extract(REPORT)
    assert [(entity.text, entity.label) for entity in found] == [("أبو خولة الديري", PERSON), ("غريبة", PLACE)]
    assert [entity.evidence.tagger for entity in found] == [SCORE, SCORE]
    assert found.tagger == "camel"


# Several taggers


class Fixed:
    """A tagger that gives what it was given."""

    name = "fixed"

    def __init__(self, *found: tuple[int, int, Label, float], labels: set[Label] | None = None) -> None:
        self.found = [Tagged(*span) for span in found]
        if labels is not None:
            self.labels = labels

    def tag(self, text: str, tokens: list[Token]) -> list[Tagged]:
        return self.found


ONE = Fixed((0, 4, PLACE, 0.9), (5, 9, PERSON, 0.3))
OTHER = Fixed((0, 4, PLACE, 0.6), (0, 3, PLACE, 0.8), (0, 4, PERSON, 0.7), labels={PLACE, GROUP})


@pytest.mark.parametrize(
    ("taggers", "at_least", "expected"),
    [
        ((ONE,), 1, ONE.found),
        ((ONE, OTHER), 1, [(0, 4, PLACE, 0.9), (0, 3, PLACE, 0.8), (5, 9, PERSON, 0.3)]),
        ((ONE, OTHER), 2, [(0, 4, PLACE, 0.6), (5, 9, PERSON, 0.3)]),
        ((ONE, OTHER, ONE), 2, [(0, 4, PLACE, 0.9), (5, 9, PERSON, 0.3)]),
        ((ONE, OTHER, ONE), 3, [(0, 4, PLACE, 0.6), (5, 9, PERSON, 0.3)]),
        ((OTHER, Fixed()), 2, []),
        ((Fixed(), Fixed()), 1, []),
    ],
)
def test_the_score_is_the_kth_highest_of_those_who_know_the_label(
    taggers: tuple[Fixed, ...], at_least: int, expected: list[tuple[int, int, Label, float]]
) -> None:
    assert Voting(*taggers, at_least=at_least).tag("", []) == expected


def test_a_span_that_a_tagger_gives_twice_counts_once_with_the_higher_score() -> None:
    twice = Fixed((0, 4, PLACE, 0.2), (0, 4, PLACE, 0.5))
    assert Voting(twice, at_least=1).tag("", []) == [(0, 4, PLACE, 0.5)]
    assert Voting(twice, Fixed(), at_least=2).tag("", []) == []


SPANS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(4, 6), st.sampled_from([PLACE, PERSON]), st.floats(0.01, 1)), max_size=5
)


@given(st.lists(SPANS, min_size=1, max_size=4))
def test_the_more_have_to_agree_the_less_is_found(found: list[list[tuple[int, int, Label, float]]]) -> None:
    taggers = [Fixed(*spans) for spans in found]
    by_number = [{t[:3]: t.score for t in Voting(*taggers, at_least=k + 1).tag("", [])} for k in range(len(taggers))]
    assert set(by_number[0]) == {span[:3] for spans in found for span in spans}
    for more, fewer in pairwise(by_number):
        assert all(score <= more[span] for span, score in fewer.items())


@pytest.mark.parametrize("at_least", [0, 3])
def test_no_more_can_agree_than_there_are(at_least: int) -> None:
    with pytest.raises(ValueError, match=f"at_least is {at_least} of 2 taggers; allowed: 1 to their number"):
        Voting(ONE, OTHER, at_least=at_least)


def test_no_taggers_are_no_tagger() -> None:
    with pytest.raises(ValueError, match="at_least is 1 of 0 taggers"):
        Voting()


def test_they_say_who_they_are_and_what_they_know() -> None:
    assert Voting(ONE, OTHER, at_least=2).name == "2 of (fixed, fixed)"
    assert Voting(OTHER).labels == {PLACE, GROUP}
    assert Voting(ONE, OTHER).labels == set(Label)


def test_votings_take_part_in_the_decision() -> None:
    sure, blind = Scripted({"غريبة": "B-LOC"}), Scripted({})
    empty = Gazetteer.from_entries([])
    for at_least, expected in ((1, ["غريبة"]), (2, [])):
        voting = Voting(CamelTagger(sure), CamelTagger(blind), at_least=at_least)
        found = Extractor(gazetteer=empty, tagger=voting).extract("وصل إلى بلدة غريبة")
        assert [entity.text for entity in found] == expected


# Proclitics


class Readings:
    """An analyser that knows a few words."""

    def __init__(self, **words: list[dict[str, str]]) -> None:
        self.words = words

    def analyze(self, word: str) -> list[dict[str, str]]:
        return self.words.get(word, [])


def reading(prc2: str = "0", prc1: str = "0", pos: str = "noun_prop", **others: str) -> dict[str, str]:
    return {"prc3": "0", "prc2": prc2, "prc1": prc1, "pos": pos} | others


@pytest.mark.parametrize(
    ("word", "readings", "expected"),
    [
        ("وبدمشق", [reading("wa_conj", "bi_prep")], ("وب",)),
        ("وادي", [reading(), reading("wa_conj")], ("", "و")),
        ("وادي", [reading("wa_conj"), reading(), reading("wa_conj", pos="noun")], ("", "و")),
        ("لدمشق", [reading(prc1="li_prep"), reading(prc1="la_emph")], ("ل",)),
        ("فلدمشق", [reading("fa_conj", "li_prep")], ("فل",)),
        ("بيان", [reading(), reading(prc1="bi_prep", pos="verb")], ("",)),
        ("أبدمشق", [reading(prc1="bi_prep", prc3=">a_ques"), reading()], ("",)),
        ("دمشق", [reading("wa_conj"), reading("na", "na")], ("",)),
        ("وتراديف", [], ("و",)),
        ("وتراديف", [reading("xx_new")], ("و",)),
    ],
)
def test_the_chains_are_those_of_the_nominal_readings(
    word: str, readings: list[dict[str, str]], expected: tuple[str, ...]
) -> None:
    assert Morphology(Readings(**{word: readings})).chains(word) == expected


def test_of_a_word_that_the_analyser_does_not_know_the_rules_say_it() -> None:
    assert Morphology(Readings()).chains("وتراديف") == written_onto("وتراديف") == ("و",)


# Where CAMeL Tools, or its data, is not installed


def test_without_camel_tools_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("camel_tools", "camel_tools.data"):
        monkeypatch.setitem(sys.modules, name, None)
    for load in (CamelTagger.load, Morphology.load):
        with pytest.raises(ImportError, match=r"the CPU build of torch first, then pip install '.*\[camel\]'"):
            load()


def bare(code: str, data: Path, environment: dict[str, str]) -> str:
    """What code prints in a process of its own that finds the data of CAMeL Tools in a folder, and no network."""
    offline = "import socket\ndef refuse(*_, **__): raise OSError('no network')\nsocket.socket.connect = refuse\n"
    offline += "socket.getaddrinfo = refuse\n"
    settings = environment | {"CAMELTOOLS_DATA": str(data), "HF_HUB_OFFLINE": "1"}
    command = [sys.executable, "-c", offline + code]
    done = subprocess.run(command, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


LOAD = """
from arabic_conflict_ner.integrations.{module} import {name}
try:
    {name}.load({argument})
except ValueError as error:
    print(type(error).__name__, error)"""
LOADING = {
    "CamelTagger": ("camel", "camel_data -i ner-arabert"),
    "Morphology": ("camel_morphology", "camel_data -i morphology-db-msa-r13"),
}


@pytest.mark.camel
@pytest.mark.parametrize("name", LOADING)
@pytest.mark.parametrize("is_catalogue_there", [False, True])
def test_without_data_the_command_is_named(
    name: str, is_catalogue_there: bool, tmp_path: Path, environment: dict[str, str]
) -> None:
    if is_catalogue_there:
        (tmp_path / "catalogue.json").write_text(catalogue(), "utf-8")
    module, command = LOADING[name]
    told = bare(LOAD.format(module=module, name=name, argument=""), tmp_path, environment)
    assert told.startswith("ModelError ")
    assert told.endswith(f"install it with: {command}")


@pytest.mark.camel
@pytest.mark.parametrize("name", LOADING)
def test_the_command_is_that_of_the_data_asked_for(name: str, tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "catalogue.json").write_text(catalogue(), "utf-8")
    argument = {"CamelTagger": "'other'", "Morphology": "'calima-egy-r13'"}[name]
    told = bare(LOAD.format(module=LOADING[name][0], name=name, argument=argument), tmp_path, environment)
    package = {"CamelTagger": "ner-other", "Morphology": "morphology-db-egy-r13"}[name]
    assert told.endswith(f"install it with: camel_data -i {package}")


# The classes of CAMeL Tools, on a model and a database by hand


DATA = {
    "NamedEntityRecognition": {"arabert": "ner/arabert", "other": "ner/other"},
    "MorphologyDB": {
        "calima-msa-r13": "morphology_db/calima-msa-r13",
        "calima-egy-r13": "morphology_db/calima-egy-r13",
    },
}


def catalogue() -> str:
    """The catalogue of CAMeL Tools, as far as this needs it, in its own format."""
    names = {"arabert": "ner-arabert", "other": "ner-other"}
    names |= {f"calima-{which}": f"morphology-db-{which}" for which in ("msa-r13", "egy-r13")}
    components = {
        component: {"default": next(iter(sets)), "datasets": {name: {"path": path} for name, path in sets.items()}}
        for component, sets in DATA.items()
    }
    packages = {
        names[name]: {"package_type": "http", "private": False, "destination": path}
        for sets in DATA.values()
        for name, path in sets.items()
    }
    return json.dumps({"version": "0", "components": components, "packages": packages})


VOCABULARY = {
    **dict.fromkeys(("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "في", "قرب", "إلى", "بلدة", "وصل", "قال", "."), "O"),
    **dict.fromkeys(("الرقة", "غريبة", "دير", "وب", "شمال"), "B-LOC"),
    **dict.fromkeys(("الزور", "##الرقة", "##ي"), "I-LOC"),
    **{"أبو": "B-PERS", "خولة": "I-PERS", "الديري": "I-PERS", "قسد": "B-ORG"},
}


def write_model(folder: Path) -> None:
    """A model as transformers saves it that gives each piece the label of VOCABULARY, whatever stands around it."""
    import torch
    from camel_tools.ner import NERecognizer
    from transformers import BertConfig, BertForTokenClassification

    labels = NERecognizer.labels()
    sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 1, "intermediate_size": 16}
    config = BertConfig(vocab_size=len(VOCABULARY), id2label=dict(enumerate(labels)), label2id={}, **sizes)
    config.label2id = {label: number for number, label in enumerate(labels)}
    model = BertForTokenClassification(config)
    with torch.no_grad():
        for name, weights in model.named_parameters():
            weights.fill_(1.0 if name.endswith("LayerNorm.weight") else 0.0)
        for number, label in enumerate(VOCABULARY.values()):
            model.bert.embeddings.word_embeddings.weight[number, labels.index(label)] = 10.0
        model.classifier.weight[:, : len(labels)] = torch.eye(len(labels))
    model.save_pretrained(folder)
    (folder / "vocab.txt").write_text("\n".join(VOCABULARY) + "\n", "utf-8")
    settings = {"do_lower_case": False, "tokenizer_class": "BertTokenizer"}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), "utf-8")


FEATURES = ("diac", "lex", "gloss", "pos", "prc3", "prc2", "prc1", "prc0")


def write_database(path: Path) -> None:
    """A database that knows دمشق, وادي and برا, in the format of CAMeL Tools."""
    plain = "prc3:0 prc2:0 prc1:0 prc0:0"

    def stem(word: str, category: str = "N") -> str:
        return f"{word}\t{category}\tdiac:{word} lex:{word}_1 gloss:- pos:noun_prop {plain}"

    def chain(word: str, category: str, conjunction: str, preposition: str) -> str:
        return f"{word}\t{category}\tdiac:{word} prc2:{conjunction} prc1:{preposition}"

    path.write_text(
        "\n".join(
            [
                *("###DEFINES###", *(f"DEFINE {feature} {feature}:*open*" for feature in FEATURES)),
                *("###DEFAULTS###", *(f"DEFAULT pos:{pos} {plain}" for pos in ("digit", "punc", "latin", "noun_prop"))),
                *("###ORDER###", f"ORDER {' '.join(FEATURES)}", "###TOKENIZATIONS###", "###STEMBACKOFF###"),
                *("###PREFIXES###", "\tP0\tdiac:", chain("و", "P2", "wa_conj", "0"), chain("ب", "P1", "0", "bi_prep")),
                *(chain("وب", "P3", "wa_conj", "bi_prep"), "###SUFFIXES###", "\tS0\tdiac:"),
                *("###STEMS###", stem("دمشق"), stem("وادي"), stem("ادي"), stem("برا"), stem("را")),
                *("###TABLE AB###", "P0 N", "P1 N", "P2 N", "P3 N", "###TABLE BC###", "N S0"),
                *("###TABLE AC###", "P0 S0", "P1 S0", "P2 S0", "P3 S0"),
            ]
        )
        + "\n",
        "utf-8",
    )


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of data that CAMeL Tools takes for its own; it is asked where that lies when it is first imported."""
    folder = tmp_path_factory.mktemp("camel")
    (folder / "catalogue.json").write_text(catalogue(), "utf-8")
    for path in ("ner/arabert", "morphology_db/calima-msa-r13"):
        (folder / "data" / path).mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "CAMELTOOLS_DATA", str(folder))
        write_model(folder / "data" / "ner" / "arabert")
        write_database(folder / "data" / "morphology_db" / "calima-msa-r13" / "morphology.db")
        yield folder


@pytest.fixture(scope="session")
def camel(data: Path) -> CamelTagger:
    return CamelTagger.load()


@pytest.mark.camel
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("في الرقة", [("الرقة", PLACE, SCORE)]),
        ("وصل إلى دير  الزور.", [("دير  الزور", PLACE, SCORE)]),
        ("وبـالرَّقة", [("الرَّقة", PLACE, SCORE)]),
        ("قال قسد في", [("قسد", GROUP, SCORE / 2), ("قسد", BODY, SCORE / 2)]),
        ("👍 \ud800 \ufffd في الرقة \x00", [("الرقة", PLACE, SCORE)]),
    ],
    ids=ascii,
)
def test_the_recognizer_of_camel_tools_is_a_tagger(
    camel: CamelTagger, text: str, expected: list[tuple[str, Label, float]]
) -> None:
    assert marks(camel, text) == expected


@pytest.mark.camel
def test_camel_tools_gives_fewer_labels_than_words_and_no_label_is_shifted(camel: CamelTagger) -> None:
    words = ["في", "\N{REPLACEMENT CHARACTER}", "الرقة"]
    assert camel.recognizer.predict([words]) == [["O", "B-LOC"]]
    assert marks(camel, " ".join(words)) == [("الرقة", PLACE, SCORE)]


@pytest.mark.camel
def test_sentences_longer_than_the_window_keep_their_labels(camel: CamelTagger) -> None:
    text = "وصل إلى بلدة غريبة " * 150
    assert [name for name, *_ in marks(camel, text)] == ["غريبة"] * 150


@pytest.mark.camel
def test_words_longer_than_the_window_break_nothing(camel: CamelTagger) -> None:
    text = f"{'漢' * 1000} في الرقة {'ي' * 1000}"
    assert ("الرقة", PLACE, SCORE) in marks(camel, text)


@pytest.mark.camel
@given(st.data())
def test_any_text_is_read(camel: CamelTagger, data: st.DataObject) -> None:
    text = data.draw(NEWS_TEXT | ANY_TEXT)
    tokens = tokenize(normalize(text))
    for start, end, *_ in camel.tag(text, tokens):
        assert any(token.start <= start < token.end for token in tokens)
        assert end in {token.end for token in tokens}


@pytest.mark.camel
def test_it_takes_part_in_the_decision_beside_the_one_that_ships(camel: CamelTagger) -> None:
    extractor = Extractor(gazetteer=Gazetteer.from_entries([]), tagger=camel)
    assert [(e.text, e.label) for e in extractor.extract(REPORT)] == [("أبو خولة الديري", PERSON), ("غريبة", PLACE)]
    assert extractor.extract(REPORT).tagger == "camel arabert"


@pytest.mark.camel
def test_it_can_be_pickled(camel: CamelTagger) -> None:
    again = pickle.loads(pickle.dumps(camel))  # noqa: S301  # ours
    assert marks(again, REPORT) == marks(camel, REPORT)


@pytest.mark.camel
def test_a_model_of_ones_own_is_loaded_from_its_folder(data: Path, tmp_path: Path) -> None:
    tagger = CamelTagger.load(data / "data" / "ner" / "arabert")
    assert marks(tagger, "في الرقة") == [("الرقة", PLACE, SCORE)]
    with pytest.raises(ModelError, match=r"config.json is not there: no folder of a model"):
        CamelTagger.load(tmp_path)


@pytest.mark.camel
def test_unknown_data_is_refused_with_what_is_known(data: Path) -> None:
    with pytest.raises(ValueError, match="no NamedEntityRecognition called 'nowhere'; allowed: arabert other"):
        CamelTagger.load("nowhere")
    with pytest.raises(ValueError, match="no MorphologyDB called 'x'; allowed: calima-egy-r13 calima-msa-r13"):
        Morphology.load("x")


@pytest.mark.camel
def test_the_analyser_of_camel_tools_checks_what_is_written_onto_words(data: Path) -> None:
    morphology = Morphology.load()
    assert [morphology.chains(word) for word in ("دمشق", "وبدمشق", "وادي", "وبرا")] == [
        *(("",), ("وب",), ("", "و")),
        ("و", "وب"),
    ]
    assert morphology.chains("وتراديف") == ("و",)
    path = camel_data.folder(camel_data.MORPHOLOGY, None) / "morphology.db"
    assert Morphology.load(path).chains("بدمشق") == ("ب",)


@pytest.mark.camel
def test_the_recognizer_with_the_analyser(data: Path) -> None:
    recognizer = CamelTagger.load().recognizer
    for chains, expected in ((written_onto, ["الرقة"]), (Morphology(Readings()).chains, ["الرقة"])):
        assert [name for name, *_ in marks(CamelTagger(recognizer, chains=chains), "وبالرقة")] == expected
    both = CamelTagger(Scripted({"وبرا": "B-LOC"}), chains=Morphology.load().chains)
    assert marks(both, "وبرا") == [("برا", PLACE, SCORE / 2), ("را", PLACE, SCORE / 2)]
