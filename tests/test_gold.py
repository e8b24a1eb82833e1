"""Gold files: JSONL and CoNLL, well and badly written."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from seqeval.metrics.sequence_labeling import get_entities

from arabic_conflict_ner import Label
from arabic_conflict_ner.errors import AnnotationError, ArabicConflictNerError, InputError
from arabic_conflict_ner.evaluation import conll
from arabic_conflict_ner.evaluation.gold import GoldFormat, label_names, of_country, read_gold
from arabic_conflict_ner.evaluation.goldfile import GoldFile, GoldText
from arabic_conflict_ner.evaluation.span import Span

PLACE, GROUP, PERSON = Label.PLACE, Label.ARMED_GROUP, Label.PERSON
TEXT = "انسحبت قسد من بلدة الشحيل"
ENTITIES = [{"start": 7, "end": 10, "label": "ARMED_GROUP"}, {"start": 19, "end": 25, "label": "PLACE"}]
SPANS = (Span(7, 10, GROUP), Span(19, 25, PLACE))


def write(tmp_path: Path, content: str | bytes, name: str = "gold.jsonl") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def record(**fields: object) -> str:
    return json.dumps({"text": TEXT, "entities": ENTITIES} | fields, ensure_ascii=False)


def problems(path: Path, **options: object) -> list[str]:
    with pytest.raises(AnnotationError) as caught:
        read_gold(path, **options)
    return [str(problem).removeprefix(f"{path}:") for problem in caught.value.problems]


# JSONL


def test_a_line_is_a_text(tmp_path: Path) -> None:
    more = {"id": 7, "source": "wire", "country": "syria", "slice": "lists"}
    path = write(tmp_path, f"{record(**more)}\n{record(entities=ENTITIES[::-1])}\n")
    assert read_gold(path) == [GoldText(TEXT, SPANS, "7", "wire", "syria", "lists"), GoldText(TEXT, SPANS)]


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff" + record() + "\n",
        record() + "\r\n\r\n",
        "\n \n" + record(),
        record(more={"anything": 1}),
        record(entities=[*ENTITIES, ENTITIES[0]]),
        record(entities=[ENTITIES[0] | {"text": "قسد"}, ENTITIES[1]]),
    ],
    ids=["BOM", "CRLF", "blank lines", "other fields", "an entity twice", "with its text"],
)
def test_what_is_read_all_the_same(tmp_path: Path, content: str) -> None:
    assert read_gold(write(tmp_path, content)) == [GoldText(TEXT, SPANS)]


def test_line_separators_inside_a_text_end_no_line(tmp_path: Path) -> None:
    text = "قسد\u2028\x85\x0b\x1cقسد"
    path = write(tmp_path, record(text=text, entities=[{"start": 7, "end": 10, "label": "ARMED_GROUP"}]))
    ((span,),) = [found.entities for found in read_gold(path)]
    assert text[span.start : span.end] == "قسد"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "Invalid JSON"),
        ("[1]", "Input should be an object"),
        ("{}", "text: Field required"),
        (record(text=5), "text: Input should be a valid string"),
        (record(entities=[{"start": 1.5, "end": 3, "label": "PLACE"}]), "entities.0.start: Input should be a valid"),
        (record(entities=[{"start": 0, "end": 3, "label": "TOWN"}]), "label 'TOWN' is unknown; allowed: PLACE ARMED_"),
        (record(entities=[{"start": 0, "end": 3, "label": "TOWN"}]), "--map TOWN=PLACE, or as none with --map TOWN=O"),
        (record(entities=[{"start": 3, "end": 3, "label": "PLACE"}]), "span (3, 3); 0 <= start < end <= 25"),
        (record(entities=[{"start": 0, "end": 26, "label": "PLACE"}]), "span (0, 26); 0 <= start < end <= 25"),
        (record(entities=[{"start": -3, "end": 2, "label": "PLACE"}]), "span (-3, 2); 0 <= start < end <= 25"),
        (record(entities=[ENTITIES[0] | {"text": "داعش"}]), "span (7, 10) is 'قسد', not 'داعش'; offsets count code"),
        (
            record(entities=[ENTITIES[0], {"start": 9, "end": 12, "label": "PLACE"}]),
            "entities (7, 10, ARMED_GROUP) and",
        ),
        (record(entities=[ENTITIES[0], ENTITIES[0] | {"label": "PLACE"}]), "overlap; annotations are flat"),
    ],
)
def test_a_bad_line_says_what_and_what_to_do(tmp_path: Path, line: str, told: str) -> None:
    assert told in " ".join(problems(write(tmp_path, f"{record()}\n{line}\n{record()}\n")))
    assert {problem.partition(":")[0] for problem in problems(write(tmp_path, f"{record()}\n{line}\n"))} == {"2"}


def test_all_problems_at_once(tmp_path: Path) -> None:
    bad = record(entities=[{"start": 0, "end": 99, "label": "TOWN"}, {"start": 5, "end": 2, "label": "PLACE"}])
    content = f"{{\n{bad}\n{record()}\n".encode() + b'{"text": "\xc8", "entities": []}\n{"text": 1, "entities": 2}\n'
    found = problems(write(tmp_path, content))
    assert [problem.partition(": ")[0] for problem in found] == ["1", "2", "2", "2", "4", "5", "5"]
    assert found[4].startswith("4: byte 10 of the line (0xc8) is not UTF-8; convert the file, e.g. iconv")


# CoNLL


CONLL = "انسحبت\tO\nقسد\tB-ARMED_GROUP\n\nمن\tO\nدير\tB-PLACE\nالزور\tI-PLACE\n"
SENTENCES = [
    GoldText("انسحبت قسد", (Span(7, 10, GROUP),), id="line 1"),
    GoldText("من دير الزور", (Span(3, 12, PLACE),), id="line 4"),
]


@pytest.mark.parametrize(
    "content",
    [
        CONLL,
        CONLL.replace("\t", " "),
        CONLL.replace("\t", "   ").rstrip("\n"),
        CONLL.replace("\t", "\tNN\t_\t"),
        CONLL.replace("\n", "\t \r\n"),
        "\ufeff" + CONLL,
        CONLL + "\n\n# end\n",
        CONLL.replace("\tI-PLACE", "\tE-PLACE").replace("\tB-A", "\tS-A"),
        CONLL.replace("B-", "I-"),
    ],
    ids=["tabs", "spaces", "many spaces", "columns", "CRLF", "BOM", "comment", "IOBES", "IOB1"],
)
def test_conll(tmp_path: Path, content: str) -> None:
    assert read_gold(write(tmp_path, content, "gold.conll")) == SENTENCES


def test_documents_comments_and_hashtags(tmp_path: Path) -> None:
    content = "-DOCSTART- -X- O\n\n# text = قسد\n#\n#قسد O\n# O\n#الرقة B-PLACE\n-DOCSTART- O\nقسد B-ARMED_GROUP\n"
    assert read_gold(write(tmp_path, content, "gold.txt")) == [
        GoldText("#قسد # #الرقة", (Span(7, 13, PLACE),), id="line 5"),
        GoldText("قسد", (Span(0, 3, GROUP),), id="line 9"),
    ]


def test_labels_of_theirs(tmp_path: Path) -> None:
    content = "عمر B-PER\nحلب B-LOC\nحمص I-GPE\nعام B-MISC\n2015 I-MISC\nدمشق I-LOC\n"
    names = label_names(["PER=PERSON", "LOC=PLACE", "GPE=PLACE", "MISC=O"])
    (text,) = read_gold(write(tmp_path, content, "gold.bio"), names=names)
    assert [(text.text[s.start : s.end], s.label) for s in text.entities] == [
        ("عمر", PERSON),
        ("حلب", PLACE),
        ("حمص", PLACE),  # another label of theirs, so another entity
        ("دمشق", PLACE),
    ]


def test_labels_of_theirs_in_jsonl(tmp_path: Path) -> None:
    entities = [ENTITIES[0] | {"label": "ORG"}, ENTITIES[1] | {"label": "DATE"}]
    names = label_names(["ORG=ARMED_GROUP", "DATE=O"])
    assert read_gold(write(tmp_path, record(entities=entities)), names=names) == [GoldText(TEXT, SPANS[:1])]


def test_bad_lines_of_conll(tmp_path: Path) -> None:
    path = write(tmp_path, "قسد O\nقسد\nقسد B-PER\nقسد X-PLACE\n\nقسد B-\nO\nB-PLACE\nقسد b-PLACE\n", "gold.conll")
    found = problems(path)
    assert [problem.partition(":")[0] for problem in found] == ["2", "3", "4", "6", "7", "8", "9"]
    assert found[0] == "2: last column 'قسد' is no tag; needed: a token and O, B-PLACE, I-PLACE …"
    assert found[1].startswith("3: label 'PER' is unknown; allowed: PLACE ARMED_GROUP PERSON FACILITY ORGANIZATION;")
    assert "--map PER=PLACE" in found[1]


def test_jsonl_of_another_name_is_told_from_conll(tmp_path: Path) -> None:
    path = write(tmp_path, record() + "\n", "gold.json")
    assert "JSONL is read with --format jsonl" in problems(path)[0]
    assert read_gold(path, format=GoldFormat.JSONL) == [GoldText(TEXT, SPANS)]
    assert len(problems(write(tmp_path, CONLL, "conll.jsonl"))) == 5
    assert read_gold(tmp_path / "conll.jsonl", format=GoldFormat.CONLL) == SENTENCES


TAGS = st.lists(st.sampled_from(["O", *(f"{place}-{label}" for place in "BIES" for label in ("PLACE", "PERSON"))]))


@given(TAGS)
def test_entities_begin_and_end_as_conlleval_has_it(tags: list[str]) -> None:
    """seqeval's default mode reads tags as conlleval does, whatever stands beside what."""

    class Lines(GoldFile):
        def lines(self):
            return ((number, f"x {tag}") for number, tag in enumerate(tags, start=1))

    ours = [span for text in conll.read(Lines(Path("-"))) for span in text.entities]
    theirs = [(2 * first, 2 * last + 1, Label(label)) for label, first, last in get_entities(tags)]
    assert ours == theirs


# Files and options


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_gold(tmp_path / "nowhere.jsonl")
    with pytest.raises(InputError, match="cannot be read: Is a directory"):
        read_gold(tmp_path)


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff"])
@pytest.mark.parametrize("name", ["gold.jsonl", "gold.conll"])
def test_a_file_without_texts(tmp_path: Path, name: str, content: str) -> None:
    with pytest.raises(InputError, match="holds no annotated text; it was read as "):
        read_gold(write(tmp_path, content, name))


@pytest.mark.parametrize("pair", ["PER", "PER=", "=PERSON", "PER=TOWN", "PER=person", ""])
def test_a_bad_map(pair: str) -> None:
    with pytest.raises(ArabicConflictNerError, match="allowed: THEIRS=OURS, OURS one of PLACE ARMED_GROUP"):
        label_names([pair])


def test_only_one_country() -> None:
    texts = [GoldText("", (), country=country) for country in ("syria", "iraq", None)]
    assert of_country(texts, "iraq") == texts[1:2]
    assert of_country(texts, None) == texts
    with pytest.raises(InputError, match="no text has the country 'yemen'; countries in the file: iraq, syria"):
        of_country(texts, "yemen")


@pytest.mark.shared
@pytest.mark.parametrize("name", ["train.jsonl", "dev.jsonl", "seed.jsonl"])
def test_the_gold_texts_are_well_written(gold: Path, name: str) -> None:
    lines = (gold / name).read_text("utf-8").split("\n")
    texts = read_gold(gold / name)
    assert len(texts) == len([line for line in lines if line])
    assert sum(len(text.entities) for text in texts) == sum(len(json.loads(line)["entities"]) for line in lines if line)
