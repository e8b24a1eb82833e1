"""Inside spaCy: the component, its tokenizer, what is written onto a Doc, what is saved, and training files."""

import doctest
import importlib.metadata
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from test_tagging import write as write_tagger
from texts import ANY_TEXT, NEWS_TEXT
from typer.testing import CliRunner

from arabic_conflict_ner import Entity, Extraction, Extractor, Gazetteer, GazetteerError, Label, extract_many, normalize
from arabic_conflict_ner.cli import app
from arabic_conflict_ner.errors import ArabicConflictNerError
from arabic_conflict_ner.evaluation.goldfile import GoldText
from arabic_conflict_ner.evaluation.span import Span
from arabic_conflict_ner.integrations.cuts import chain_of, cuts
from arabic_conflict_ner.integrations.docbin import gold_to_docbin, to_docbin
from arabic_conflict_ner.integrations.spacy import FACTORY, ConflictNer, blank_arabic
from arabic_conflict_ner.integrations.spacy_doc import KEY, write
from arabic_conflict_ner.integrations.spacy_tokenizer import TOKENIZER
from arabic_conflict_ner.text.tokens import Tokens

REPORT = "انسحبت «قسد» من بلدة الشَّحِيـل وبديرالزور، واعتقل للجيش السوري عنصر قرب حاجز الجعابي\nوبالرقة/حلب"
BEHIND = "قصف على مدينة هجين وبالرقة"
MINE = "خربة السروات"
RULES = {"tagger": None}


def pipeline(nlp: Language | None = None, **config: object) -> Language:
    nlp = nlp or blank_arabic()
    nlp.add_pipe(FACTORY, config=RULES | config)
    return nlp


def words(text: str) -> list[str]:
    return [token.text for token in blank_arabic().make_doc(text)]


def marked(doc: Doc) -> list[tuple[int, int, str]]:
    return [(span.start_char, span.end_char, span.label_) for span in doc.ents]


def wanted(extraction: Extraction) -> list[tuple[int, int, str]]:
    return [(entity.start, entity.end, entity.label.value) for entity in extraction]


def fresh(code: str, environment: dict[str, str]) -> str:
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def rules() -> Extractor:
    return Extractor(tagger=None)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return pipeline()


def test_the_page_keeps_its_word(root: Path) -> None:
    flags = doctest.NORMALIZE_WHITESPACE
    assert doctest.testfile(str(root / "docs" / "spacy.md"), module_relative=False, optionflags=flags).failed == 0


# spaCy finds us


def test_spacy_finds_the_component_and_the_tokenizer_without_an_import_of_ours(environment: dict[str, str]) -> None:
    code = f"""
import spacy
nlp = spacy.blank("ar", config={{"nlp": {{"tokenizer": {{"@tokenizers": "{TOKENIZER}"}}}}}})
nlp.add_pipe("{FACTORY}", config={{"tagger": None}})
print(*[ent.text for ent in nlp("{BEHIND}").ents])"""
    assert fresh(code, environment) == "هجين الرقة"


@pytest.mark.parametrize(("group", "name"), [("spacy_factories", FACTORY), ("spacy_tokenizers", TOKENIZER)])
def test_entry_points_lead_to_what_spacy_calls(group: str, name: str) -> None:
    (point,) = importlib.metadata.entry_points(group=group, name=name)
    assert callable(point.load())


# The tokenizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("ب", ["ب"]),
        (" ", [" "]),
        ("عناصر «قسد».", ["عناصر", "«", "قسد", "»", "."]),
        ('لـ"قسد"', ["ل", "ـ", '"', "قسد", '"']),
        ("وبالرقة", ["وب", "الرقة"]),
        ("وَبِالرَّقة", ["وَبِ", "الرَّقة"]),
        ("للجيش السوري", ["ل", "لجيش", "السوري"]),
        ("بغداد وبغداد", ["بغداد", "و", "بغداد"]),
        ("لبنان وادي بردى", ["لبنان", "وادي", "بردى"]),
        ("محافظةكركوك", ["محافظة", "كركوك"]),
        ("وبقرية كتيبة وزارة بيان واحد ولد كان", ["و", "ب", "قرية", "كتيبة", "وزارة", "بيان", "واحد", "ولد", "كان"]),
        ("ومحمد", ["و", "محمد"]),
        ("كبير والي ولكن", ["كبير", "والي", "ولكن"]),
        ("لبوكو حرام", ["ل", "بوكو", "حرام"]),
        ("تل-أبيض/حلب", ["تل", "-", "أبيض", "/", "حلب"]),
        ("الشحيـــل\u200f في", ["الشحيـــل", "\u200f", "في"]),
        ("في  حلب \n\nهجين ", ["في", " ", "حلب", "\n\n", "هجين"]),
        ("2,500 من 5.5", ["2,500", "من", "5.5"]),
        ("قسدﷺ", ["قسد", "ﷺ"]),
    ],
    ids=ascii,
)
def test_words_marks_and_what_is_written_onto_names_are_tokens(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(NEWS_TEXT | ANY_TEXT)
def test_the_tokenizer_loses_nothing(nlp: Language, text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        with pytest.raises(UnicodeEncodeError):
            nlp.make_doc(text)
    else:
        doc = nlp.make_doc(text)
        assert doc.text == text
        assert all(token.text for token in doc)


@given(NEWS_TEXT)
def test_cuts_lie_inside_words_behind_a_chain_or_a_glued_word(text: str) -> None:
    tokens = Tokens(normalize(text))
    inside = {o for begin, end in zip(tokens.begins, tokens.ends, strict=True) for o in range(begin + 1, end)}
    assert cuts(tokens) <= inside


@pytest.mark.parametrize("word", ["", "و", "ب", "وب", "لل", "وال", "ا" * 5000])
def test_short_and_long_words_are_left_whole(word: str) -> None:
    assert chain_of(word) == ""


def test_a_long_text_is_cut_in_time_that_grows_with_it(nlp: Language) -> None:
    text = "قصف على مدينة هجين وبالرقة. " * 3000
    doc = nlp.make_doc(text)
    assert doc.text == text
    assert len(doc) == 3000 * 7


# What is written onto a Doc


def test_entities_are_found_with_links_scores_and_exact_offsets(nlp: Language, rules: Extractor) -> None:
    doc, found = nlp(REPORT), rules.extract(REPORT)
    assert len(found) >= 5
    assert marked(doc) == wanted(found)
    assert doc._.conflict == found
    for span, entity in zip(doc.ents, found, strict=True):
        assert span._.conflict == entity
        assert span.kb_id_ == (entity.link.entry if entity.link else "")
        assert span.id_ == f"{entity.start}:{entity.end}"
    assert [span.text for span in doc.spans[KEY]] == [entity.text for entity in found]
    assert doc.spans[KEY].attrs["scores"] == [entity.score for entity in found]


@given(NEWS_TEXT | st.lists(NEWS_TEXT, max_size=3).map(" ".join))
def test_every_entity_is_whole_tokens_of_our_tokenizer(nlp: Language, rules: Extractor, text: str) -> None:
    if not any("\ud800" <= char <= "\udfff" for char in text):
        assert marked(nlp(text)) == wanted(rules.extract(text))


def test_tokens_that_the_tokenizer_could_not_know_are_cut(tmp_path: Path) -> None:
    text = "قصف على قرية هجين وبزقملوطة"
    path = tmp_path / "mine.csv"
    path.write_text("label,name\nPLACE,زقملوطة\n", "utf-8")
    assert words(text)[-2:] == ["و", "بزقملوطة"]
    doc = pipeline(gazetteer=[str(path)])(text)
    assert [token.text for token in doc][-3:] == ["و", "ب", "زقملوطة"]
    assert [span.text for span in doc.ents] == ["هجين", "زقملوطة"]
    assert doc.text == text


def test_with_spacys_own_tokenizer_a_name_behind_a_proclitic_is_a_span_and_no_ent(rules: Extractor) -> None:
    doc = pipeline(spacy.blank("ar"))(BEHIND)
    assert [span.text for span in doc.ents] == ["هجين"]
    assert [span.text for span in doc.spans[KEY]] == ["هجين", "وبالرقة"]
    assert [span._.conflict.text for span in doc.spans[KEY]] == ["هجين", "الرقة"]
    assert [span.id_ for span in doc.spans[KEY]] == ["14:18", "21:26"]
    assert doc._.conflict == rules.extract(BEHIND)


def test_two_names_in_one_token_keep_apart() -> None:
    text = "بين الرقة_حلب"
    names = [
        Entity(text=text[start:end], label="PLACE", start=start, end=end, score=0.9, source=("gazetteer",))
        for start, end in ((4, 9), (10, 13))
    ]
    doc = write(Extraction(text=text, entities=names), spacy.blank("ar").make_doc(text))
    assert [span.text for span in doc.spans[KEY]] == ["الرقة_حلب"] * 2
    assert [span._.conflict for span in doc.spans[KEY]] == names
    assert doc.ents == ()


def test_tokens_of_spacys_own_tokenizer_are_cut_if_asked() -> None:
    doc = pipeline(spacy.blank("ar"), split_tokens=True)(BEHIND)
    assert [token.text for token in doc][-2:] == ["وب", "الرقة"]
    assert [span.text for span in doc.ents] == ["هجين", "الرقة"]


@pytest.mark.parametrize("before", ["sentencizer", "spans"])
def test_tokens_that_others_have_annotated_are_not_cut(before: str, rules: Extractor) -> None:
    nlp = spacy.blank("ar")
    doc = nlp.make_doc(BEHIND + ". ثم")
    if before == "spans":
        doc.spans["other"] = [doc[3:5]]
    else:
        nlp.add_pipe("sentencizer")(doc)
    tokens = [token.text for token in doc]
    write(rules.extract(doc.text), doc, split_tokens=True)
    assert [token.text for token in doc] == tokens
    assert [span.text for span in doc.ents] == ["هجين"]


def test_entities_of_others_stay_where_they_are_apart() -> None:
    nlp = pipeline(spacy.blank("ar"))
    ruler = nlp.add_pipe("entity_ruler", first=True)
    ruler.add_patterns([{"label": "OWN", "pattern": "قصف"}, {"label": "OWN", "pattern": "مدينة هجين"}])
    assert [(span.text, span.label_) for span in nlp(BEHIND).ents] == [("قصف", "OWN"), ("هجين", "PLACE")]


def test_a_span_of_ones_own_has_the_entity_of_its_offsets(nlp: Language) -> None:
    doc = nlp(BEHIND)
    assert doc.char_span(14, 18)._.conflict.text == "هجين"
    assert doc[0:1]._.conflict is None


def test_a_doc_that_nothing_was_written_onto_has_none() -> None:
    doc = blank_arabic().make_doc(BEHIND)
    assert doc._.conflict is None
    assert doc[0:2]._.conflict is None


def test_a_doc_of_another_text_is_refused(rules: Extractor) -> None:
    with pytest.raises(ValueError, match="of another text"):
        write(rules.extract(BEHIND), blank_arabic().make_doc("هدنة"))


def test_the_day_of_a_text_decides_its_links(nlp: Language) -> None:
    linked = []
    for day in ("2015-06-01", "2025-06-01"):
        doc = nlp.make_doc("انتشر الجيش العربي السوري في دمشق")
        doc._.conflict_date = day
        linked.append(nlp(doc).ents[0].kb_id_)
    assert linked == ["group/syrian-army", "group/syrian-army-2025"]


def test_to_spacy_is_what_the_component_gives(nlp: Language, rules: Extractor) -> None:
    found = rules.extract(REPORT)
    for doc in (found.to_spacy(), found.to_spacy(nlp), found.to_spacy(spacy.blank("ar"))):
        assert doc.text == REPORT
        assert doc._.conflict == found
    assert marked(found.to_spacy()) == wanted(found)
    assert len(found.to_spacy(spacy.blank("ar")).ents) < len(found)


def test_a_record_with_an_error_is_no_doc() -> None:
    (failed,) = extract_many([None])
    with pytest.raises(ArabicConflictNerError, match="has an error, not entities: TypeError"):
        failed.to_spacy()


# Settings


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({}, [("هجين", True), ("الرقة", True)]),
        ({"labels": ["ARMED_GROUP"]}, []),
        ({"min_score": 1.0}, []),
        ({"builtin": False}, [("هجين", False)]),
    ],
    ids=str,
)
def test_settings_are_heeded(config: dict[str, object], expected: list[tuple[str, bool]]) -> None:
    assert [(span.text, bool(span.kb_id_)) for span in pipeline(**config)(BEHIND).ents] == expected


def test_the_key_of_the_spans_can_be_chosen() -> None:
    doc = pipeline(spans_key="sc")(BEHIND)
    assert [span.text for span in doc.spans["sc"]] == ["هجين", "الرقة"]
    assert KEY not in doc.spans


def test_an_unknown_label_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match=r"TOWN.*allowed: PLACE"):
        pipeline(labels=["TOWN"])


@pytest.mark.parametrize(
    ("config", "error", "told"),
    [
        ({"gazetteer": ["nowhere.csv"]}, FileNotFoundError, "nowhere.csv"),
        ({"tagger": "nowhere"}, ValueError, "no tagger is called 'nowhere'"),
        ({"min_score": 2.0}, ValueError, "min_score is 2.0; allowed: 0 to 1"),
    ],
    ids=str,
)
def test_what_cannot_be_used_is_told_with_the_first_text(
    config: dict[str, object], error: type[Exception], told: str
) -> None:
    nlp = pipeline(**config)
    for _ in range(2):
        with pytest.raises(error, match=told):
            nlp(BEHIND)


def test_bad_rows_are_told_with_their_line(file: Callable[..., Path]) -> None:
    nlp = pipeline(gazetteer=[str(file("label,name\nTOWN,تل\n"))])
    with pytest.raises(GazetteerError, match=r"names.csv:2: label 'TOWN' is unknown"):
        nlp(BEHIND)


def test_the_config_makes_the_same_pipeline_again(nlp: Language) -> None:
    again = spacy.util.load_model_from_config(spacy.util.Config().from_str(nlp.config.to_str()), auto_fill=True)
    assert again.config["components"] == nlp.config["components"]
    assert again.config["nlp"] == nlp.config["nlp"]
    assert marked(again(REPORT)) == marked(nlp(REPORT))
    assert [token.text for token in again.make_doc(REPORT)] == [token.text for token in nlp.make_doc(REPORT)]


# Many texts, processes, pickles


TEXTS = [f"{BEHIND} {number}" for number in range(5)]


@pytest.mark.parametrize("n_process", [1, 2])
def test_pipe_gives_everything_in_order(nlp: Language, rules: Extractor, n_process: int) -> None:
    docs = list(nlp.pipe(TEXTS, n_process=n_process, batch_size=2))
    assert [doc._.conflict for doc in docs] == [rules.extract(text) for text in TEXTS]
    assert [marked(doc) for doc in docs] == [wanted(rules.extract(text)) for text in TEXTS]
    assert {span._.conflict.text for doc in docs for span in doc.spans[KEY]} == {"هجين", "الرقة"}


def test_the_context_of_a_text_comes_along(nlp: Language) -> None:
    given = [(text, number) for number, text in enumerate(TEXTS)]
    assert [(doc.text, number) for doc, number in nlp.pipe(given, as_tuples=True)] == given


SPAWN = f"""
import multiprocessing
from arabic_conflict_ner.integrations.spacy import blank_arabic
if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    nlp = blank_arabic()
    nlp.add_pipe("{FACTORY}", config={{"tagger": None}})
    print([[ent._.conflict.text for ent in doc.ents] for doc in nlp.pipe(["{BEHIND}"] * 3, n_process=2, batch_size=1)])
"""


def test_processes_that_are_started_afresh_find_the_same(tmp_path: Path, environment: dict[str, str]) -> None:
    script = tmp_path / "script.py"
    script.write_text(SPAWN, "utf-8")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.strip() == str([["هجين", "الرقة"]] * 3)


def test_one_bad_text_is_for_the_error_handler_and_costs_no_other(nlp: Language) -> None:
    told = []
    nlp.set_error_handler(lambda name, proc, docs, error: told.append((name, str(error))))
    docs = [nlp.make_doc(TEXTS[0]), nlp.make_doc(TEXTS[1])]
    docs[0]._.conflict_date = "yesterday"
    found = list(nlp.pipe(docs))
    nlp.set_error_handler(spacy.util.raise_error)
    assert [doc.text for doc in found] == [TEXTS[1]]
    assert [name for name, _ in told] == [FACTORY]
    assert "yesterday" in told[0][1]


def test_component_and_pipeline_can_be_pickled(nlp: Language) -> None:
    component: ConflictNer = pickle.loads(pickle.dumps(nlp.get_pipe(FACTORY)))  # noqa: S301  # ours
    assert marked(component(blank_arabic().make_doc(REPORT))) == marked(nlp(REPORT))
    again: Language = pickle.loads(pickle.dumps(nlp))  # noqa: S301  # ours
    assert marked(again(REPORT)) == marked(nlp(REPORT))


def test_a_doc_that_was_saved_has_everything(nlp: Language) -> None:
    doc = nlp(REPORT)
    again = Doc(blank_arabic().vocab).from_bytes(doc.to_bytes())
    assert again._.conflict == doc._.conflict
    assert [span._.conflict for span in again.ents] == list(doc._.conflict)
    assert [(span.kb_id_, span.id_) for span in again.ents] == [(span.kb_id_, span.id_) for span in doc.ents]


# Saving


@pytest.fixture
def own(tmp_path: Path) -> dict[str, object]:
    """Two files of names that are called alike, and the folder of a tagger."""
    for number, name in enumerate((MINE, "زقملوطة")):
        path = tmp_path / str(number) / "names.csv"
        path.parent.mkdir()
        path.write_text(f"label,id,name\nPLACE,x/{number},{name}\n", "utf-8")
    return {
        "gazetteer": [str(tmp_path / "0" / "names.csv"), str(tmp_path / "1" / "names.csv")],
        "tagger": str(write_tagger(tmp_path / "tiny")),
    }


def linked(nlp: Language) -> list[str]:
    return [span.kb_id_ for span in nlp(f"قصف على قرية {MINE} وعلى قرية زقملوطة").ents if span.kb_id_]


def test_a_saved_pipeline_brings_its_names_and_its_tagger_along(own: dict, tmp_path: Path) -> None:
    nlp = pipeline(**own)
    assert linked(nlp) == ["x/0", "x/1"]
    nlp.to_disk(tmp_path / "saved")
    (tmp_path / "saved").rename(tmp_path / "moved")
    for path in own["gazetteer"]:
        Path(path).write_text("broken", "utf-8")
    Path(own["tagger"], "meta.json").unlink()
    again = spacy.load(tmp_path / "moved")
    assert linked(again) == ["x/0", "x/1"]
    assert again.get_pipe(FACTORY).extractor.tagger.name == "tiny"
    assert words(REPORT) == [token.text for token in again.make_doc(REPORT)]


def test_a_pipeline_can_be_saved_where_it_was_loaded_from_and_elsewhere(own: dict, tmp_path: Path) -> None:
    pipeline(**own).to_disk(tmp_path / "saved")
    again = spacy.load(tmp_path / "saved")
    for target in ("saved", "other"):
        again.to_disk(tmp_path / target)
        assert linked(spacy.load(tmp_path / target)) == ["x/0", "x/1"]
    files = sorted(str(path.relative_to(tmp_path / "saved" / FACTORY)) for path in (tmp_path / "saved").rglob("*.csv"))
    assert files == ["gazetteer/0/names.csv", "gazetteer/1/names.csv"]


def test_copies_of_another_pipeline_are_not_left_behind(own: dict, tmp_path: Path) -> None:
    pipeline(**own).to_disk(tmp_path / "saved")
    pipeline(gazetteer=own["gazetteer"][:1]).to_disk(tmp_path / "saved")
    again = spacy.load(tmp_path / "saved")
    assert linked(again) == ["x/0"]
    assert again.get_pipe(FACTORY).extractor.tagger is None


def test_a_pipeline_without_files_of_its_own_saves_none(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "saved")
    assert not list((tmp_path / "saved").rglob("*.csv"))
    assert marked(spacy.load(tmp_path / "saved")(REPORT)) == marked(nlp(REPORT))


def test_bytes_carry_the_settings(nlp: Language) -> None:
    again = pipeline().from_bytes(nlp.to_bytes())
    assert marked(again(REPORT)) == marked(nlp(REPORT))


def test_an_extractor_put_in_by_hand_is_used_and_not_saved(tmp_path: Path) -> None:
    nlp = pipeline()
    entry = {"id": "x/1", "label": "PLACE", "names": [{"text": MINE}]}
    nlp.get_pipe(FACTORY).extractor = Extractor(gazetteer=Gazetteer.from_entries([entry]), tagger=None)
    assert [span.text for span in nlp(f"قصف على قرية {MINE}").ents] == [MINE]
    with pytest.raises(ArabicConflictNerError, match="was put in by hand and cannot be saved"):
        nlp.to_disk(tmp_path / "saved")


# Training files


GOLD = [
    GoldText(BEHIND, (Span(14, 18, Label.PLACE), Span(21, 26, Label.PLACE)), "one"),
    GoldText("انسحبت قسد", (Span(7, 10, Label.ARMED_GROUP),), "two"),
    GoldText("قتل الرقاوي وحلب", (Span(4, 8, Label.PLACE), Span(11, 12, Label.PLACE)), "no tokens"),
]


def test_gold_becomes_docs_and_what_is_no_tokens_is_told_and_not_taught() -> None:
    made = gold_to_docbin(GOLD)
    docs = list(made.docs.get_docs(spacy.blank("ar").vocab))
    assert [marked(doc) for doc in docs] == [[tuple(span) for span in text.entities] for text in GOLD[:2]] + [[]]
    assert (made.entities, made.unaligned) == (5, ((GOLD[2], GOLD[2].entities[0]), (GOLD[2], GOLD[2].entities[1])))
    assert [[token.ent_iob_ for token in doc] for doc in docs][1:] == [["O", "B"], ["O", "", "O", "O"]]
    assert [span.text for span in docs[2].spans[KEY]] == ["الرقاوي"]


def test_only_the_labels_asked_for_are_kept() -> None:
    made = gold_to_docbin(GOLD, labels=[Label.ARMED_GROUP])
    assert [len(doc.ents) for doc in made.docs.get_docs(spacy.blank("ar").vocab)] == [0, 1, 0]
    assert made.entities == 1


def test_gold_in_the_tokens_of_another_pipeline() -> None:
    made = gold_to_docbin(GOLD[:1], nlp=spacy.blank("ar"))
    (doc,) = made.docs.get_docs(spacy.blank("ar").vocab)
    assert [span.text for span in doc.ents] == ["هجين"]
    assert [token.ent_iob_ for token in doc] == ["O", "O", "O", "B", ""]


def test_our_tokens_hold_the_names_of_the_reports(articles: list[dict]) -> None:
    texts = [
        GoldText(a["text"], tuple(Span(e["start"], e["end"], Label(e["label"])) for e in a["entities"]))
        for a in articles
    ]
    ours, spacys = gold_to_docbin(texts), gold_to_docbin(texts, nlp=spacy.blank("ar"))
    assert len(ours.unaligned) <= 0.01 * ours.entities
    assert len(spacys.unaligned) > 0.1 * spacys.entities


def test_spacy_learns_from_the_docs() -> None:
    nlp = blank_arabic()
    docs = list(gold_to_docbin(GOLD).docs.get_docs(nlp.vocab))
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in docs]
    ner = nlp.add_pipe("ner")
    nlp.initialize(lambda: examples)
    assert set(ner.labels) == {"PLACE", "ARMED_GROUP"}
    losses = [nlp.update(examples)["ner"] for _ in range(15)]
    assert losses[-1] < losses[0]


def test_what_was_found_becomes_docs_with_everything(tmp_path: Path, rules: Extractor) -> None:
    found = [rules.extract(text) for text in (REPORT, BEHIND, "")]
    to_docbin(found).to_disk(tmp_path / "found.spacy")
    docs = list(DocBin().from_disk(tmp_path / "found.spacy").get_docs(spacy.blank("ar").vocab))
    assert [doc._.conflict for doc in docs] == found
    assert [marked(doc) for doc in docs] == [wanted(extraction) for extraction in found]
    assert docs[1].spans[KEY][0]._.conflict.link == found[1].entities[0].link


def test_an_error_among_what_was_found_is_not_taught_as_a_text_without_names() -> None:
    with pytest.raises(ArabicConflictNerError, match="leave it out"):
        to_docbin(extract_many([None]))


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["to-spacy", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


def test_the_command_writes_what_spacys_corpus_reads(tmp_path: Path) -> None:
    gold, out = tmp_path / "gold.conll", tmp_path / "train.spacy"
    gold.write_text("قصف\tO\nالرقة\tB-LOC\n\nهدنة\tO\n\nسالم\tB-PER\nالحمود\tI-PER\n", "utf-8")
    code, told, _ = run(gold, out, "--map", "LOC=PLACE", "--map", "PER=O")
    assert (code, told) == (0, f"{out}: 3 texts, 1 entities, 0 of them not whole tokens: left unknown\n")
    corpus = spacy.training.Corpus(out)
    assert [marked(example.reference) for example in corpus(blank_arabic())] == [[(4, 9, "PLACE")], [], []]


def test_the_command_tells_of_every_entity_that_is_no_tokens(tmp_path: Path) -> None:
    gold, out = tmp_path / "gold.jsonl", tmp_path / "train.spacy"
    lines = '{"id": "a7", "text": "قتل الرقاوي", "entities": [{"start": 4, "end": 8, "label": "PLACE"}]}\n'
    gold.write_text(lines, "utf-8")
    code, told, errors = run(gold, out)
    assert code == 0
    assert "1 texts, 1 entities, 1 of them not whole tokens" in told
    assert errors == f"{gold}: 'a7': 'الرق' (4, 8)\n"


@pytest.mark.parametrize(
    ("content", "out", "told"),
    [
        ('{"text": "حلب", "entities": [{"start": 0, "end": 9, "label": "PLACE"}]}', "x.spacy", "gold.jsonl:1: span"),
        ('{"text": "حلب", "entities": []}', "nowhere/x.spacy", "nowhere"),
    ],
)
def test_what_cannot_be_read_or_written_ends_with_2(tmp_path: Path, content: str, out: str, told: str) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(content, "utf-8")
    code, _, errors = run(gold, tmp_path / out)
    assert code == 2
    assert told in errors
