"""arabic-conflict-ner evaluate: its options, the table, the page, the JSON, and what it says when something fails."""

import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import arabic_conflict_ner
from arabic_conflict_ner import Label
from arabic_conflict_ner.cli import app
from arabic_conflict_ner.errors import ArabicConflictNerError
from arabic_conflict_ner.evaluation import report
from arabic_conflict_ner.evaluation.calibration import Calibration
from arabic_conflict_ner.evaluation.diagram import reliability
from arabic_conflict_ner.evaluation.evaluation import Evaluation
from arabic_conflict_ner.evaluation.mistakes import Instead, Kind, Mistake
from arabic_conflict_ner.evaluation.page import page
from arabic_conflict_ner.render.markup import Markup, join, tag, text

TEXTS = [
    ("اشتباكات قرب حاجز الجعابي في مدينة هجين", ["حاجز الجعابي", "هجين"], ["FACILITY", "PLACE"]),
    ("قصف على مدينة الرقة وبلدة قرنفلوستان", ["الرقة", "قرنفلوستان وما"], ["PLACE", "PLACE"]),
    ("سيطر الجيش السوري على حقل العمر النفطي", ["الجيش السوري", "حقل العمر النفطي"], ["ARMED_GROUP", "FACILITY"]),
    ("معارك في حلب", ["حلب"], ["PLACE"]),
    ("انسحبت قسد من بلدة الشحيل", ["قسد", "الشحيل"], ["ARMED_GROUP", "PLACE"]),
    ("هدوء في إدلب", ["إدلب"], ["PLACE"]),
]
HOSTILE = "<script>alert('x')</script> & \"<img src=//evil.example/a.png onerror=alert(1)>"


def gold_line(text: str, names: list[str], labels: list[str], **fields: str) -> str:
    spans = [
        {"start": text.index(name), "end": text.index(name) + len(name), "label": label}
        for name, label in zip(names, labels, strict=True)
        if name in text
    ]
    return json.dumps({"text": text, "entities": spans} | fields, ensure_ascii=False)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    lines = [gold_line(*case, id=f"t{number}", country="syria") for number, case in enumerate(TEXTS)]
    (tmp_path / "gold.jsonl").write_text("\n".join(lines), "utf-8")
    return tmp_path / "gold.jsonl"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["evaluate", *map(str, arguments)])


def rows(result: Result) -> dict[str, list[str]]:
    """The lines of all tables by their first words."""
    found = {}
    for line in result.stdout.splitlines():
        name, *cells = re.split(r" {2,}", line.strip())
        found.setdefault(name, cells)
    return found


# The table


def test_the_table_has_labels_slices_and_calibration(path: Path) -> None:
    result = run(path, "--train", path)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[0].strip() == "gold.jsonl: 6 texts"
    found = rows(result)
    assert found["label"] == ["gold", "P", "R", "F1", "95 %", "overlap P", "R", "F1"]
    assert list(found).index("all") == list(found).index("FACILITY") + 1
    assert re.fullmatch(r"\d+\.\d–\d+\.\d", found["all"][4])
    assert found["every mention"][0] == found["all"][0] == "9"
    assert "country syria" in found
    assert "unseen in train" not in found  # each is seen in itself
    assert re.search(r"^ calibration error in points: PLACE \d+\.\d, .*all \d+\.\d$", result.stdout, re.M)
    assert "SemEval" not in result.stdout
    assert "Traceback" not in result.output


def test_a_slice_without_an_interval_has_an_empty_cell(path: Path) -> None:
    lines = path.read_text("utf-8").replace('"country": "syria"', '"country": "iraq"', 2)
    path.write_text(lines, "utf-8")
    lines = run(path).stdout.splitlines()
    (header,), (few,) = ([line for line in lines if name in line] for name in ("overlap F1", "country iraq"))
    assert "95 %" in header
    assert "–" not in few
    assert len(few.rstrip()) == len(header.rstrip())  # the last cell is under its header


def test_details(path: Path) -> None:
    result = run(path, "--details", "--bootstrap", 0)
    assert "SemEval-2013 task 9.1" in result.stdout
    assert rows(result)["min_score"] == ["PLACE", "ARMED_GROUP", "PERSON", "FACILITY", "all"]
    assert [rows(result)[f"0.{tenth}"] for tenth in range(1, 10)]
    assert "95 %" not in result.stdout
    assert max(len(line) for line in result.stdout.splitlines() if "calibration" not in line) <= 80


def test_only_the_labels_asked_for(path: Path) -> None:
    found = rows(run(path, "--label", "FACILITY", "--label", "FACILITY"))
    assert "PLACE" not in found
    assert found["FACILITY"] == found["all"]
    assert found["all"][0] == "2"


def test_min_score_and_own_names_count(path: Path, tmp_path: Path) -> None:
    assert rows(run(path, "--min-score", 1))["all"][2] == "0.0"
    mine = tmp_path / "mine.csv"
    mine.write_text("label,name\nPLACE,قرنفلوستان\n", "utf-8")
    gold = tmp_path / "one.jsonl"
    gold.write_text(gold_line("قصف على بلدة قرنفلوستان", ["قرنفلوستان"], ["PLACE"]), "utf-8")
    assert rows(run(gold, "--gazetteer", mine))["PLACE"][2] == "100.0"


def test_errors_are_listed_worst_first(path: Path) -> None:
    assert "spurious" not in run(path).stdout
    # the gold of the second text says less than there is
    lines = [line for line in run(path, "--errors", 3, "--min-score", 0).stdout.splitlines() if "\u2068" in line]
    kinds = [line.split()[0] for line in lines]
    assert kinds == sorted(kinds, reverse=True)
    assert set(kinds) <= {"spurious", "missed"}
    assert kinds.count("spurious") <= 3
    scores = [float(line.split()[2]) for line in lines if line.startswith("spurious")]
    assert scores == sorted(scores, reverse=True)
    assert all(line.count("\u2068") == line.count("\u2069") for line in lines)


def test_conll_with_labels_of_theirs(tmp_path: Path) -> None:
    path = tmp_path / "gold.bio"
    path.write_text("قصف O\nعلى O\nحلب B-LOC\n\nمعارك O\nفي O\nدير B-LOC\nالزور I-LOC\nاليوم B-TIME\n", "utf-8")
    assert "gold.bio:3: label 'LOC' is unknown" in run(path).stderr
    result = run(path, "--map", "LOC=PLACE", "--map", "TIME=O")
    assert result.exit_code == 0, result.output
    assert rows(result)["PLACE"][0] == "2"
    assert rows(run(path, "--map", "LOC=PLACE", "--map", "TIME=O", "--format", "conll")) == rows(result)


# What goes wrong


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["{path}", "--country", "mars"], "no text has the country 'mars'; countries in the file: syria"),
        (["{path}", "--map", "LOC"], "--map 'LOC' is not understood; allowed: THEIRS=OURS"),
        (["{path}", "--format", "xml"], "xml"),
        (["{path}", "--format", "conll"], "is no tag"),
        (["{path}", "--train", "nowhere.jsonl"], "nowhere.jsonl"),
        (["{path}", "--html", "nowhere/a.html"], "nowhere/a.html cannot be written: there is no folder nowhere"),
        (["{path}", "--json", "."], ". is a folder; name a file in it"),
        (["{path}", "--bootstrap", "-1"], "bootstrap"),
        (["{path}", "--errors", "-1"], "errors"),
        (["nowhere.jsonl"], "nowhere.jsonl"),
        (["."], ". cannot be read: Is a directory; give a JSONL or CoNLL file"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_ends_with_2(path: Path, arguments: list[str], told: str) -> None:
    result = run(*(argument.format(path=path) for argument in arguments))
    assert result.exit_code == 2
    assert told in result.stderr
    assert "Traceback" not in result.output


def test_bad_lines_end_with_2_and_tell_everything(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"text": 1}\n{"text": "حلب", "entities": [{"start": 0, "end": 9, "label": "TOWN"}]}\n', "utf-8")
    result = run(path)
    assert result.exit_code == 2
    told = result.stderr.splitlines()
    assert [line.partition("gold.jsonl:")[2][:2] for line in told] == ["1:", "1:", "2:", "2:"]


# Files


@pytest.fixture
def reports(path: Path, tmp_path: Path) -> tuple[str, dict]:
    html, figures = tmp_path / "report.html", tmp_path / "report.json"
    html.write_text("an older one", "utf-8")
    assert run(path, "--train", path, "--html", html, "--json", figures, "--bootstrap", 50).exit_code == 0
    return html.read_text("utf-8"), json.loads(figures.read_text("utf-8"))


def test_the_json_has_every_figure_and_where_they_come_from(path: Path, reports: tuple[str, dict]) -> None:
    figures = reports[1]
    assert figures["data"] == {"name": "gold.jsonl", "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    assert figures["library"]["version"] == arabic_conflict_ner.__version__
    assert {"tagger", "min_score", "gazetteer"} < figures["library"].keys()
    assert (figures["texts"], figures["resamples"], figures["seed"]) == (6, 50, 1)
    assert figures["labels"].keys() == {"PLACE", "ARMED_GROUP", "PERSON", "FACILITY", "all"}
    place = figures["labels"]["PLACE"]
    assert {"strict", "overlap", "strict_f1_interval", "semeval", "calibration", "by_min_score"} < place.keys()
    assert place["strict"].keys() >= {"precision", "recall", "f1", "gold"}
    assert place["semeval"].keys() == {"strict", "exact", "partial", "type"}
    assert place["calibration"]["error"] >= 0
    assert Evaluation.model_validate(figures).model_dump(mode="json") == figures


def test_no_half_written_file_is_left(reports: tuple[str, dict], tmp_path: Path) -> None:
    assert reports
    assert sorted(file.name for file in tmp_path.iterdir()) == ["gold.jsonl", "report.html", "report.json"]


def test_an_old_report_stays_where_a_new_one_cannot_be_written(
    evaluation: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "old").mkdir()
    path = tmp_path / "old" / "report.json"
    path.write_text("old", "utf-8")

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(ArabicConflictNerError, match="cannot be written: No space left on device"):
        report.write(evaluation, json=path)
    assert [(file.name, file.read_text("utf-8")) for file in path.parent.iterdir()] == [("report.json", "old")]


def test_no_errors_in_the_reports_of_texts_that_are_not_to_be_shown(path: Path, tmp_path: Path) -> None:
    html = tmp_path / "report.html"
    assert run(path, "--errors", 0, "--html", html, "--min-score", 1).exit_code == 0
    assert "حلب" not in html.read_text("utf-8")


# The page


class Elements(HTMLParser):
    """The elements of a page, their attributes and texts; fails where tags do not close in order."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict]] = []
        self.seen: list[tuple[str, dict]] = []
        self.texts: list[tuple[str, list[dict]]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attributes: list) -> None:
        self.seen.append((tag, dict(attributes)))
        if tag != "meta":
            self.open.append((tag, dict(attributes)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((data, [attributes for _tag, attributes in self.open]))

    def has(self, tag: str) -> int:
        return sum(name == tag for name, _attributes in self.seen)


def assert_stands_alone(html: str) -> None:
    elements = Elements(html)
    assert {"script", "link", "img", "iframe", "object", "form"}.isdisjoint(name for name, _attributes in elements.seen)
    names = {attribute for _name, attributes in elements.seen for attribute in attributes}
    assert not [name for name in names if name.startswith("on") or name in ("src", "href", "style")]
    assert not re.search(r"url\(|@import|https?:", html)


def test_the_page_is_whole_and_stands_alone(reports: tuple[str, dict]) -> None:
    html = reports[0]
    assert html.startswith('<!doctype html>\n<html lang="en">')
    assert_stands_alone(html)
    elements = Elements(html)
    assert ("meta", {"charset": "utf-8"}) in elements.seen
    assert any(attributes.get("name") == "viewport" for _tag, attributes in elements.seen)
    assert "prefers-color-scheme: dark" in html
    assert "tabular-nums" in html
    assert elements.has("figure") == 5  # a reliability diagram for each label and for all
    headings = [data for data, _around in elements.texts]
    for heading in ("By label", "By kind of mention", "By text", "Is the score a probability?", "SemEval counts"):
        assert heading in headings


def test_arabic_on_the_page_is_marked_as_such(reports: tuple[str, dict]) -> None:
    arabic = [around for data, around in Elements(reports[0]).texts if re.search("[ء-ي]{3}", data)]
    marked = [any(a.get("lang") == "ar" and a.get("dir") == "rtl" for a in around) for around in arabic]
    assert marked
    assert sum(not one for one in marked) == 0


def mistake(kind: Kind = Kind.SPURIOUS, **fields: object) -> Mistake:
    given = {"kind": kind, "label": "PLACE", "id": "1", "start": 0, "end": 3, "text": "حلب", "before": "", "behind": ""}
    return Mistake.model_validate(given | {"score": 0.9, "instead": None} | fields)


@pytest.fixture
def evaluation(reports: tuple[str, dict]) -> Evaluation:
    return Evaluation.model_validate(reports[1])


def test_hostile_texts_are_text(evaluation: Evaluation) -> None:
    instead = Instead(text=HOSTILE, label=Label.PERSON, score=0.3)
    bad = mistake(text=HOSTILE, before=HOSTILE, behind=HOSTILE, id=HOSTILE, instead=instead)
    slices = tuple(slice.model_copy(update={"value": HOSTILE}) for slice in evaluation.by_text)
    library = evaluation.library.model_copy(update={"tagger": HOSTILE})
    data = evaluation.data.model_copy(update={"name": HOSTILE})
    updates = {"spurious": (bad,), "missed": (bad,), "by_text": slices, "library": library, "data": data}
    html = page(evaluation.model_copy(update=updates))
    assert_stands_alone(html.replace("//evil.example", ""))
    assert sum(HOSTILE in data for data, _around in Elements(html).texts) >= 12


def test_hostile_files_from_end_to_end(tmp_path: Path) -> None:
    path = tmp_path / "a<img src=x>&.jsonl"
    lines = [gold_line(f"{HOSTILE} قصف على حلب {HOSTILE}", [], [], id=HOSTILE, source=HOSTILE, country=HOSTILE)]
    path.write_text("\n".join(lines * 5), "utf-8")
    html = tmp_path / "report.html"
    result = run(path, "--html", html, "--errors", 2)
    assert result.exit_code == 0, result.output
    content = html.read_text("utf-8")
    assert_stands_alone(content.replace("//evil.example", ""))
    assert any("حلب" in data for data, _around in Elements(content).texts)


@pytest.mark.parametrize("strange", ["\x00\x07\x9f", "\ud800", "\u202e\u2067"])
def test_strange_characters(evaluation: Evaluation, tmp_path: Path, strange: str) -> None:
    data = evaluation.data.model_copy(update={"name": strange})
    report.write(evaluation.model_copy(update={"data": data}), html=tmp_path / "a", json=tmp_path / "b")
    Elements((tmp_path / "a").read_text("utf-8"))
    assert json.loads((tmp_path / "b").read_text("utf-8"))["data"]["name"] == strange


def test_a_page_of_next_to_nothing(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"text": "لا شيء", "entities": []}', "utf-8")
    html = tmp_path / "report.html"
    result = run(path, "--html", html, "--details")
    assert result.exit_code == 0, result.output
    assert_stands_alone(html.read_text("utf-8"))


# Markup and drawings


def test_markup_escapes_text_and_attributes() -> None:
    assert text("<&>\"'\x00") == "&lt;&amp;&gt;&quot;&#x27;\N{REPLACEMENT CHARACTER}"
    assert tag("p", "<", Markup("<b></b>"), title='"') == '<p title="&quot;">&lt;<b></b></p>'
    assert join("<", tag("br")) == "&lt;<br>"
    assert tag("td", "a", class_=None, aria_label="x", name="y") == '<td aria-label="x" name="y">a</td>'


def test_the_reliability_diagram_has_a_dot_a_bin() -> None:
    drawing = Elements(reliability(Calibration.of([(0.95, True)] * 9 + [(0.2, False)]), label="<b>", min_score=0.5))
    dots = [attributes for tag, attributes in drawing.seen if tag == "circle"]
    assert len(dots) == 2
    assert float(dots[0]["cx"]) < float(dots[1]["cx"])
    assert float(dots[0]["cy"]) > float(dots[1]["cy"])  # the lower share lies lower
    assert float(dots[0]["r"]) < float(dots[1]["r"])
    assert "9 entities, mean score 0.950, 1.000 right" in "".join(data for data, _around in drawing.texts)
    assert drawing.seen[0][1]["role"] == "img"


# The guide


def test_every_option_of_the_guide_is_one_and_the_other_way_round(root: Path) -> None:
    options = set(re.findall(r"--[a-z][a-z-]+", (root / "docs" / "evaluation.md").read_text("utf-8")))
    told = set(
        re.findall(r"--[a-z][a-z-]+", CliRunner(env={"COLUMNS": "200"}).invoke(app, ["evaluate", "--help"]).stdout)
    )
    assert options == told - {"--help"}
