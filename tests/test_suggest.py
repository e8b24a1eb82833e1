"""Suggesting names: what is gathered from texts, what is guessed about it, and that the CSV can be loaded at once."""

import csv
import io
import json
from pathlib import Path

import pytest
from test_cli import run

from arabic_conflict_ner import Extraction, Extractor, Gazetteer, GazetteerError, Label, Source
from arabic_conflict_ner.gazetteer.entry import TYPES
from arabic_conflict_ner.gazetteer.index import name_form
from arabic_conflict_ner.results import Entity, Evidence, Link
from arabic_conflict_ner.suggesting.nouns import TYPE_OF
from arabic_conflict_ner.suggesting.suggest import suggest
from arabic_conflict_ner.suggesting.suggestion import COLUMNS, Suggestion, write

SHELLED = "قصف مدفعي على قرية رسم الطويحين بريف حلب الشرقي. وانسحبت قسد من بلدة العشيقية في محافظة دير الزور."
LEFT = "نزح الأهالي من قرية رسم الطويحين في ريف حلب، ومن قرية رَسْم الطويحين أيضا."
FLEW = "وصلت طائرة إلى مطار الزعيترية العسكري بمحافظة الحسكة، وقصف الجيش مطار الزعيترية العسكري."
TOWN = "سيطرت القوات على بلدة الشحييل بريف دير الزور. وهاجم عناصر بلدة الشحييل ليلا."


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(tagger=None, min_score=0.3)


def by_name(suggestions: list[Suggestion]) -> dict[str, Suggestion]:
    return {suggestion.name: suggestion for suggestion in suggestions}


class Marked(Extractor):
    """Finds what its texts mark, «PLACE:حلب», announced by the word in front, with the links that the gazetteer has."""

    def pipe(self, texts, *, labels=None):
        return map(self._marked, texts)

    def _marked(self, marked: str) -> Extraction:
        text, before, entities = "", "", []
        for word in marked.split(" "):
            label, _, name = word.rpartition(":")
            text += " " if text else ""
            if label:
                entities.append(self._entity(Label(label), name, len(text), before))
            text, before = text + name, word
        return Extraction(text=text, entities=tuple(entities))

    def _entity(self, label: Label, name: str, start: int, before: str) -> Entity:
        links = tuple(Link(entry=ref.entry.id, name=ref.entry.name) for ref in self.gazetteer.search(name))
        return Entity(
            text=name,
            label=label,
            start=start,
            end=start + len(name),
            score=0.5,
            source=(Source.CUE,),
            candidates=links,
            link=links[0] if links else None,
            evidence=Evidence(cues=(f"designator {name_form(before)}",) if before else ()),
        )


def place(id: str, name: str, type: str, parent: str | None = None) -> dict:
    return {
        "id": id,
        "label": "PLACE",
        "names": [{"text": name}],
        "type": type,
        "parent": parent,
        "english": id.upper(),
    }


AREAS = Gazetteer.from_entries(
    [
        place("sy", "سوريا", "country"),
        place("aleppo", "حلب", "governorate", "sy"),
        place("raqqa", "الرقة", "governorate", "sy"),
        place("manbij-district", "جبل", "district", "aleppo"),
        place("manbij", "منبج", "town", "manbij-district"),
        place("village", "كفر", "village", "aleppo"),
    ]
)
marked = Marked(gazetteer=AREAS, tagger=None)


# What is gathered


def test_names_that_no_gazetteer_has_with_counts_type_parent_and_nearest(extractor: Extractor) -> None:
    found = by_name(suggest([SHELLED, LEFT, FLEW, TOWN], extractor=extractor))
    assert list(found) == ["رسم الطويحين", "مطار الزعيترية العسكري", "الشحييل"]
    first = found["رسم الطويحين"]
    assert (first.label, first.type, first.mentions, first.documents) == (Label.PLACE, "village", 3, 2)
    assert (first.parent, first.within) == ("place/sy/sy02", "Aleppo")
    assert (first.designators, first.cues[0]) == (("قرية",), "designator قريه")
    assert 0.3 <= first.score <= 1
    assert len(first.contexts) == 3
    airport = found["مطار الزعيترية العسكري"]
    assert (airport.label, airport.type, airport.within) == (Label.FACILITY, "airbase", "Al-Hasakah")
    town = found["الشحييل"]
    assert (town.type, town.nearest, town.nearest_entry) == ("town", "الشحيل", "place/sy/c5119")
    assert town.within == "Deir ez-Zor"


def test_least_and_limit(extractor: Extractor) -> None:
    texts = [SHELLED, LEFT, FLEW, TOWN]
    assert "العشيقية" in by_name(suggest(texts, extractor=extractor, least=1))
    assert list(by_name(suggest(texts, extractor=extractor, least=3))) == ["رسم الطويحين"]
    assert list(by_name(suggest(texts, extractor=extractor, limit=2))) == ["رسم الطويحين", "مطار الزعيترية العسكري"]
    assert suggest(texts, extractor=extractor, least=4) == []


def test_only_some_labels(extractor: Extractor) -> None:
    found = suggest([SHELLED, LEFT, FLEW, TOWN], extractor=extractor, labels=["FACILITY"])
    assert [suggestion.name for suggestion in found] == ["مطار الزعيترية العسكري"]


def test_what_the_caller_has_added_is_suggested_no_more() -> None:
    mine = Gazetteer.from_entries([place("x", "رسم الطويحين", "village")])
    extractor = Extractor(gazetteer=Gazetteer.builtin() | mine, tagger=None, min_score=0.3)
    assert "رسم الطويحين" not in by_name(suggest([SHELLED, LEFT], extractor=extractor, least=1))


def test_two_processes_suggest_what_one_does(extractor: Extractor) -> None:
    texts = [SHELLED, LEFT, FLEW, TOWN] * 20
    assert suggest(texts, extractor=extractor, n_process=2) == suggest(iter(texts), extractor=extractor)


def test_no_texts_and_bad_ones(extractor: Extractor) -> None:
    assert suggest([], extractor=extractor) == suggest(["", None, "لا شيء"], extractor=extractor, least=1) == []
    with pytest.raises(TypeError, match="iterable of str"):
        suggest(SHELLED, extractor=extractor)
    with pytest.raises(ValueError, match="TOWN"):
        suggest([SHELLED], extractor=extractor, labels=["TOWN"])


def test_spellings_of_a_name_are_one_suggestion_under_the_most_frequent() -> None:
    (found,) = suggest(["PLACE:العشيقيه PLACE:العَشيقـية PLACE:العشيقية"], extractor=marked)
    assert (found.name, found.mentions, found.documents, found.score) == ("العشيقية", 3, 1, 0.5)


def test_labels_are_kept_apart() -> None:
    found = suggest(["PLACE:العشيقية PERSON:العشيقية PLACE:العشيقية"], extractor=marked, least=1)
    assert [(suggestion.label.value, suggestion.mentions) for suggestion in found] == [("PLACE", 2), ("PERSON", 1)]


def test_what_is_mentioned_as_often_is_sorted_by_documents() -> None:
    found = suggest(["PLACE:باء PLACE:باء PLACE:جيم", "PLACE:جيم"], extractor=marked)
    assert [suggestion.name for suggestion in found] == ["جيم", "باء"]


def test_contexts_are_cut_on_one_line_and_never_twice() -> None:
    long = f"{'كلمة ' * 20}\n PLACE:العشيقية {'كلمة ' * 20}"
    (found,) = suggest([long, long, "في\n PLACE:العشيقية", "من PLACE:العشيقية", "عن PLACE:العشيقية"], extractor=marked)
    first, *others = found.contexts
    assert others == ["في العشيقية", "من العشيقية"]
    assert first.startswith("…")
    assert first.endswith("…")
    assert 70 < len(first) <= 40 + len("العشيقية") + 40 + 2


@pytest.mark.parametrize("name", ["Рaкка", "--"])
def test_what_the_reader_of_gazetteers_would_refuse_is_not_suggested(name: str) -> None:
    assert suggest([f"PLACE:{name} PLACE:{name}"], extractor=marked) == []


# Types


@pytest.mark.parametrize("label", Label)
def test_types_are_those_of_the_label(label: Label) -> None:
    assert set(TYPE_OF[label].values()) <= set(TYPES[label])
    assert {"oil_field", "gas_field", "airport", "base", "airbase"} <= set(TYPES[Label.FACILITY])


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("قريه PLACE:العشيقية", "village"),
        ("القرى PLACE:العشيقية", "village"),
        ("بلده PLACE:العشيقية", "town"),
        ("حي PLACE:العشيقية", "neighbourhood"),
        ("هنا PLACE:العشيقية", None),
        ("مطار PERSON:العشيقي", None),
        ("القايد PERSON:العشيقي", "commander"),
        ("لواء ARMED_GROUP:العشيقي", "unit"),
        ("لواء PERSON:العشيقي", "commander"),
    ],
)
def test_the_type_is_guessed_from_the_noun_that_announces_it(text: str, type: str | None) -> None:
    (found,) = suggest([text], extractor=marked, least=1)
    assert found.type == type


def test_the_type_that_most_mentions_say() -> None:
    texts = ["بلده PLACE:العشيقية", "قريه PLACE:العشيقية", "هنا PLACE:العشيقية", "قريه PLACE:العشيقية"]
    assert suggest(texts, extractor=marked)[0].type == "village"


@pytest.mark.parametrize(
    ("text", "name", "type"),
    [
        ("استهدفت غارة حقل الزعيتر النفطي", "حقل الزعيتر النفطي", "oil_field"),
        ("استهدفت غارة حقل الزعيتر الغازي", "حقل الزعيتر الغازي", "gas_field"),
        ("استهدفت غارة مطار الزعيترية", "مطار الزعيترية", "airport"),
        ("استهدفت غارة قاعدة الزعيترية الجوية", "قاعدة الزعيترية الجوية", "airbase"),
        ("دخلت قرية خربة الزعيترية", "خربة الزعيترية", "village"),
    ],
)
def test_the_type_from_the_words_of_the_name(extractor: Extractor, text: str, name: str, type: str) -> None:
    assert by_name(suggest([text], extractor=extractor, least=1))[name].type == type


# Parents


@pytest.mark.parametrize(
    ("text", "parent"),
    [
        ("PLACE:العشيقية في PLACE:حلب", "aleppo"),
        ("PLACE:العشيقية بريف PLACE:حلب", "aleppo"),
        ("PLACE:العشيقية الواقعة في الريف الشرقي لمحافظة PLACE:حلب", "aleppo"),
        ("PLACE:العشيقية وغيرها ثم PLACE:حلب", "aleppo"),  # in the same sentence
        ("هدوء. PLACE:حلب . PLACE:العشيقية هادئة", None),  # in another one
        ("PLACE:الرقة و PLACE:العشيقية بريف PLACE:حلب", "aleppo"),  # right behind counts more
        ("PLACE:العشيقية بريف PLACE:منبج", "manbij-district"),
        ("PLACE:العشيقية ثم PLACE:منبج", None),  # a town is no area
        ("PLACE:العشيقية شمال PLACE:منبج", None),  # it lies there without lying in it
        ("PLACE:العشيقية في PLACE:كفر", None),
        ("PLACE:العشيقية في PLACE:سوريا", "sy"),
        ("PLACE:العشيقية في PLACE:سوريا و PLACE:حلب", "aleppo"),  # a country only where nothing smaller is named
        ("FACILITY:العشيقية في PLACE:حلب", "aleppo"),
        ("PERSON:العشيقي في PLACE:حلب", None),
        ("ARMED_GROUP:العشيقي في PLACE:حلب", None),
    ],
)
def test_the_parent_is_the_area_named_behind_it_or_beside_it(text: str, parent: str | None) -> None:
    (found,) = suggest([text], extractor=marked, least=1)
    assert (found.parent, found.within) == (parent, parent.upper() if parent else None)


def test_the_parent_that_most_mentions_name() -> None:
    texts = ["PLACE:العشيقية في PLACE:الرقة", *["PLACE:العشيقية في PLACE:حلب"] * 2]
    assert suggest(texts, extractor=marked)[0].parent == "aleppo"


# The CSV


def table(suggestions: list[Suggestion]) -> str:
    out = io.StringIO()
    write(suggestions, out)
    return out.getvalue()


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_csv_is_read_as_a_gazetteer_at_once(tmp_path: Path, extractor: Extractor) -> None:
    path = tmp_path / "names.csv"
    found = suggest([SHELLED, LEFT, FLEW, TOWN], extractor=extractor, least=1)
    path.write_text(table(found), "utf-8")
    entries = list(Gazetteer.from_csv(path))
    assert [(e.name, e.label, e.type, e.parent, e.source) for e in entries] == [
        (s.name, s.label, s.type, s.parent, "suggested") for s in found
    ]
    again = Extractor(gazetteer=Gazetteer.builtin() | Gazetteer.from_csv(path), tagger=None, min_score=0.3)
    assert suggest([SHELLED, LEFT, FLEW, TOWN], extractor=again, least=1) == []


def test_the_columns(extractor: Extractor) -> None:
    text = table(suggest([LEFT], extractor=extractor))
    assert text.startswith("\ufefflabel,name,kind,source,type,parent,mentions,documents,score,nearest,")
    (row,) = rows(text)
    assert tuple(row) == COLUMNS
    assert (row["kind"], row["mentions"], row["documents"], row["beside"]) == ("canonical", "2", "1", "قرية")
    assert row["context1"] != row["context2"] != row["context3"] == ""
    assert all(row["name"] == "رسم الطويحين" in row[column] for column in ("context1",))


@pytest.mark.parametrize("column", ["count", "designators"])
def test_why_two_columns_are_called_otherwise(tmp_path: Path, column: str) -> None:
    path = tmp_path / "names.csv"
    path.write_text(f"label,name,{column}\nPLACE,تل,3\n", "utf-8")
    with pytest.raises(GazetteerError, match=f"column '{column}' is unknown; did you mean"):
        Gazetteer.from_csv(path)


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@x"])
def test_no_cell_is_a_formula(formula: str) -> None:
    texts = dict.fromkeys(("name", "nearest", "within"), formula)
    texts |= dict.fromkeys(("designators", "cues"), (formula,)) | {"contexts": (formula,) * 3}
    suggestion = Suggestion.model_validate(texts | {"label": "PLACE", "mentions": 2, "documents": 1, "score": 0.5})
    (row,) = rows(table([suggestion]))
    assert {row[column] for column in ("name", "nearest", "beside", "cues", "within", "context1", "context3")} == {
        "'" + formula
    }


def test_a_suggestion_cannot_be_changed(extractor: Extractor) -> None:
    (found,) = suggest([LEFT], extractor=extractor)
    with pytest.raises(ValueError, match="frozen"):
        found.name = "x"


# As a command


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text(SHELLED, "utf-8-sig")
    (folder / "b.jsonl").write_text("".join(json.dumps({"id": 1, "body": text}) + "\r\n" for text in (LEFT, FLEW)))
    return folder


def test_the_command_reads_a_corpus_as_extract_does(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "names.csv"
    result = run("gazetteer", "suggest", corpus, "--field", "body", "--out", out, "--tagger", "none")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines()[-1] == f"3 texts, 2 names in {out}"
    assert [(row["name"], row["mentions"]) for row in rows(out.read_text("utf-8"))] == [
        *(("رسم الطويحين", "3"), ("مطار الزعيترية العسكري", "2")),
    ]
    assert [path.name for path in tmp_path.iterdir() if path != corpus] == ["names.csv"]


def test_the_command_takes_least_label_limit_and_own_names(corpus: Path, tmp_path: Path) -> None:
    def names(*options: object) -> list[str]:
        out = tmp_path / "names.csv"
        arguments = (
            "gazetteer",
            "suggest",
            corpus / "a.txt",
            "--out",
            out,
            "--force",
            "--tagger",
            "none",
            "--least",
            "1",
        )
        assert run(*arguments, *options).exit_code == 0
        return sorted(row["name"] for row in rows(out.read_text("utf-8")))

    mine = tmp_path / "mine.csv"
    mine.write_text("label,name\nPLACE,العشيقية\n", "utf-8")
    assert names("--label", "place") == ["العشيقية", "رسم الطويحين"]
    assert names("--label", "FACILITY") == []
    assert len(names("--limit", "1")) == 1
    assert names("--gazetteer", mine) == ["رسم الطويحين"]
    assert names("--least", "2") == []


def test_the_command_with_the_shipped_tagger(tmp_path: Path) -> None:
    out = tmp_path / "names.csv"
    result = run("gazetteer", "suggest", "-", "--out", out, input=LEFT)
    assert result.exit_code == 0
    assert [row["name"] for row in rows(out.read_text("utf-8"))] == ["رسم الطويحين"]


def test_what_an_editor_may_have_reviewed_is_not_written_over(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "names.csv"
    out.write_text("mine")
    result = run("gazetteer", "suggest", corpus / "a.txt", "--out", out, "--tagger", "none")
    assert result.exit_code == 2
    assert f"{out} exists; name another file, or write over it with --force" in result.stderr
    assert out.read_text() == "mine"


def test_a_text_that_cannot_be_read_is_told_and_costs_no_other(corpus: Path, tmp_path: Path) -> None:
    (corpus / "c.txt").write_bytes(b"\xc8")
    out = tmp_path / "names.csv"
    result = run("gazetteer", "suggest", corpus, "--field", "body", "--out", out, "--tagger", "none")
    assert result.exit_code == 1
    assert f"{corpus / 'c.txt'}: byte 0 (0xc8) is not UTF-8" in result.stderr
    assert len(rows(out.read_text("utf-8"))) == 2


def test_progress_is_told_on_stderr(tmp_path: Path) -> None:
    path, out = tmp_path / "x.jsonl", tmp_path / "names.csv"
    path.write_text((json.dumps({"text": "هدوء"}) + "\n") * 1200)
    result = run("gazetteer", "suggest", path, "--out", out, "--tagger", "none")
    assert result.stderr.splitlines() == ["500 texts", "1000 texts", f"1200 texts, 0 names in {out}"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nowhere", "--out", "names.csv"), "nowhere does not exist"),
        (("texts",), "--out"),
        (("texts", "--out", "nowhere/names.csv"), "nowhere"),
        (("texts", "--out", "names.csv", "--label", "TOWN"), "TOWN"),
        (("texts", "--out", "names.csv", "--least", "0"), "least"),
        (("texts", "--out", "names.csv", "--tagger", "clever"), "--tagger: no tagger is called 'clever'"),
        (("texts", "--out", "names.csv", "--gazetteer", "nowhere.csv"), "nowhere.csv"),
    ],
)
def test_wrong_usage_ends_with_2(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(corpus.parent)
    result = run("gazetteer", "suggest", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "Traceback" not in result.output
    assert [path.name for path in corpus.parent.iterdir()] == ["texts"]
