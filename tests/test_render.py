"""What a notebook, a page, a terminal and displaCy show of a result: whole, in order, letters joined, nothing run."""

import re
import sys
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import ANY_TEXT, NEWS_TEXT

from arabic_conflict_ner import Entity, Extraction, Label, Link, Source, extract
from arabic_conflict_ner.render.displacy import OPTIONS
from arabic_conflict_ner.render.highlight import highlighted
from arabic_conflict_ner.render.page import page
from arabic_conflict_ner.render.styles import STYLES
from arabic_conflict_ner.text.joining import is_joined

JOINER = "\N{ZERO WIDTH JOINER}"
HOSTILE = (
    "</script></style></span><script>alert(1)</script><img src=x onerror=alert(1)>\" onmouseover='alert(1)' \x1b[2J"
)
TEXT = "سيطرت «قسد» على حقل العمر، وبدمشق هدوء، قال زيد"
DAMASCUS = Link(
    entry="place/sy/x", name="دمشق", english="Damascus", type="city", admin=("Syria", "Damascus"), pcode="C1"
)


def entity(text: str, name: str, label: Label, **fields: object) -> Entity:
    start = text.index(name)
    required = {"score": 0.875, "source": (Source.GAZETTEER, Source.TAGGER)}
    return Entity(**required | {"text": name, "label": label, "start": start, "end": start + len(name)} | fields)


def extraction(text: str, *entities: Entity, **fields: object) -> Extraction:
    return Extraction(text=text, entities=entities, **fields)


FOUND = extraction(
    TEXT,
    entity(TEXT, "قسد", Label.ARMED_GROUP),
    entity(TEXT, "حقل العمر", Label.FACILITY, candidates=(DAMASCUS, DAMASCUS)),
    entity(TEXT, "دمشق", Label.PLACE, link=DAMASCUS, proclitic="وب"),
    entity(TEXT, "زيد", Label.PERSON),
)


class Read(HTMLParser):
    """What a browser makes of a page: its elements with attributes, the text outside cards, and that of each mark."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[tuple[str, str]] = []
        self.shown, self.marks, self.cards, self.styles = "", [], [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        self.elements.append((name, found))
        if name not in ("meta", "br", "col"):
            self.open.append((name, found.get("class") or ""))
        if name == "mark":
            self.marks.append("")
        if found.get("class") == "acn-card":
            self.cards.append("")

    def handle_endtag(self, name: str) -> None:
        assert self.open.pop()[0] == name

    def handle_data(self, data: str) -> None:
        classes = [class_ for _, class_ in self.open]
        if self.open and self.open[-1][0] in ("style", "script"):
            self.styles += data
        elif "acn-card" in classes:
            self.cards[-1] += data
        elif "acn-text" in classes:
            self.shown += data
            if any(name == "mark" for name, _ in self.open):
                self.marks[-1] += data

    def names(self) -> set[str]:
        return {name for name, _ in self.elements}

    def attributes(self) -> set[str]:
        return {key for _, attributes in self.elements for key in attributes}


def bare(shown: str) -> str:
    return shown.replace(JOINER, "")


# The text with its marks


def test_the_text_is_shown_right_to_left_with_every_entity_marked() -> None:
    read = Read(FOUND._repr_html_())
    assert bare(read.shown) == TEXT
    marks = [found["class"] for name, found in read.elements if name == "mark" and "tabindex" in found]
    assert marks == ["acn-ARMED_GROUP", "acn-FACILITY", "acn-PLACE", "acn-PERSON"]
    assert [bare(mark) for mark in read.marks if mark] == ["قسد", "حقل العمر", "دمشق", "زيد"]
    block = next(found for _, found in read.elements if found.get("class") == "acn-text")
    assert (block["dir"], block["lang"]) == ("rtl", "ar")


def test_the_card_tells_name_english_place_score_and_source() -> None:
    group, field, city, _person = Read(FOUND._repr_html_()).cards
    assert group == "no entry of the nameARMED_GROUP · score 0.88 · gazetteer, tagger"
    assert field.startswith("not linked: 2 known of the name, Damascus, Damascus")
    assert city == "دمشق Damascuscity · Syria › Damascusplace/sy/x · C1PLACE · score 0.88 · gazetteer, tagger"


def test_what_is_latin_stands_in_isolates() -> None:
    html = FOUND._repr_html_()
    for name in ("Damascus", "place/sy/x", "C1", "Syria"):
        assert html.count(name) == html.count(f"<bdi>{name}</bdi>") > 0


def test_the_key_counts_the_labels() -> None:
    html = FOUND._repr_html_()
    for label in ("PLACE", "ARMED_GROUP", "PERSON", "FACILITY"):
        assert f'<mark class="acn-{label}">{label}</mark> 1' in html
    assert "ORGANIZATION</mark>" not in html


@pytest.mark.parametrize(
    ("before", "name", "after", "cut"),
    [
        ("ب", "حلب", "", (True, False)),
        ("و", "حلب", "", (False, False)),
        ("بِ", "حلب", "", (True, False)),
        ("بـ", "حلب", "", (True, False)),
        ("ب\u200c", "حلب", "", (False, False)),
        ("ب\u200f", "حلب", "", (True, False)),
        ("«", "حلب", "»", (False, False)),
        ("", "حلب", "ية", (False, True)),
        ("", "دير", "ي", (False, False)),
        ("ل", "ءاب", "", (False, False)),
        ("في ", "حلب", " اليوم", (False, False)),
    ],
)
def test_a_cut_inside_a_word_keeps_its_letters_joined(
    before: str, name: str, after: str, cut: tuple[bool, bool]
) -> None:
    text = before + name + after
    start, end = len(before), len(before) + len(name)
    assert (is_joined(text, start), is_joined(text, end)) == cut
    marked = Entity(text=name, label=Label.PLACE, start=start, end=end, score=1, source=())
    html = highlighted(extraction(text, marked))
    first, last = (JOINER * joins for joins in cut)
    assert html.startswith(before + first)
    assert Read(f'<div class="acn-text">{html}</div>').marks == [first + name + last]
    assert html.endswith(f"</mark>{last}{after}")


@given(st.one_of(NEWS_TEXT, ANY_TEXT))
def test_any_text_is_shown_whole(text: str) -> None:
    found = extract(text)
    read = Read(found._repr_html_())
    unreadable = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
    expected = unreadable.sub("\N{REPLACEMENT CHARACTER}", text).replace("\r\n", "\n").replace("\r", "\n")
    assert bare(read.shown).replace("\r\n", "\n").replace("\r", "\n") == bare(expected)
    assert len(read.cards) == len(found)
    assert read.open == []
    found._repr_html_().encode()


def test_a_very_long_text_is_shown_in_part_and_says_so() -> None:
    text = "معارك في حلب. " * 3000
    html = extract("معارك في حلب").model_copy(update={"text": text})._repr_html_()
    assert len(bare(Read(html).shown)) == 20_000
    assert "22,000 more characters" in html
    assert bare(Read(page(Extraction(text=text))).shown) == text


@pytest.mark.parametrize("text", ["", "ب", "\n", "\u202e", "abc"])
def test_next_to_nothing_is_shown_as_it_is(text: str) -> None:
    assert bare(Read(Extraction(text=text)._repr_html_()).shown) == text


def test_a_text_that_was_not_read_says_why() -> None:
    bad = Extraction(text="", error=f"TypeError: {HOSTILE}")
    for html in (bad._repr_html_(), page(bad)):
        assert "not read: " in html
        assert "<script>alert" not in html
    assert str(bad).startswith("not read: TypeError: </script>")


# Hostile texts and names


ALLOWED = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "script",
        "h1",
        "h2",
        "h3",
        "p",
        "section",
        "div",
        "span",
        "mark",
    ),
    *(
        "b",
        "bdi",
        "a",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "ul",
        "li",
        "details",
        "summary",
        "button",
        "figure",
    ),
    *("svg", "g", "path", "text", "main"),
}


@pytest.fixture
def hostile() -> Extraction:
    link = Link(
        entry=f"javascript:{HOSTILE}",
        name=HOSTILE,
        english=HOSTILE,
        type=HOSTILE,
        country=HOSTILE,
        admin=(HOSTILE, HOSTILE),
        pcode=HOSTILE,
        lat=35,
        lon=40,
    )
    text = f"{HOSTILE} {HOSTILE}"
    half = len(HOSTILE)
    common = {"label": Label.PLACE, "score": 0.5, "source": (Source.CUE,)}
    one = Entity(**common, text=HOSTILE, start=0, end=half, link=link, candidates=(link,), designator=HOSTILE)
    other = Entity(**common, text=HOSTILE, start=half + 1, end=2 * half + 1, candidates=(link, link))
    return Extraction(text=text, entities=(one, other), tagger=HOSTILE)


def test_hostile_names_stay_text(hostile: Extraction) -> None:
    for html in (hostile._repr_html_(), page(hostile, title=HOSTILE), hostile.to_map().html()):
        read = Read(html)
        assert read.names() <= ALLOWED
        assert not any(name.startswith("on") for name in read.attributes())
        addresses = {v for _, found in read.elements for k, v in found.items() if k in ("href", "src", "action")}
        assert addresses <= {"#acn-e0", "#acn-e1"}
        assert read.styles.count("alert") == 0
        assert "\x1b" not in html


def test_a_page_loads_and_runs_nothing_but_what_is_in_it(hostile: Extraction) -> None:
    for html in (page(hostile), hostile.to_map().html()):
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
        assert policy is not None
        assert policy[1].startswith(
            "default-src &#x27;none&#x27;; style-src &#x27;unsafe-inline&#x27;; script-src &#x27;sha256-"
        )
        assert "img-src" not in policy[1]
        assert html.count("<script>") == 1
        assert "http://" not in html.replace("http://www.w3.org/2000/svg", "")
        assert "https://" not in html


def test_displacy_shows_hostile_names_as_text(hostile: Extraction) -> None:
    from spacy import displacy

    for options in ({}, OPTIONS):
        html = displacy.render(hostile.to_displacy(), style="ent", manual=True, jupyter=False, options=options)
        assert "<script" not in html
        assert "<img" not in html
        assert not any(name.startswith("on") for name in Read(html.replace("<br>", "")).attributes())


# The page


def test_a_page_has_text_map_and_table(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    extract("قصف على مدينة الرقة").render(path, title="تقرير")
    html = path.read_text("utf-8")
    read = Read(html)
    assert bare(read.shown.partition("قصف")[1]) == "قصف"
    assert "<title>تقرير</title>" in html
    assert html.count('class="acn-spot acn-PLACE"') == 2  # on the map, and in its key
    assert '<a href="#acn-e0"><bdi lang="ar">الرقة</bdi></a>' in html
    assert 'id="acn-e0"' in html


def test_a_page_without_places_has_no_map_and_one_without_entities_no_table() -> None:
    assert "<h2>Map</h2>" not in page(extraction(TEXT, FOUND.entities[0]))
    assert "<table>" in page(extraction(TEXT, FOUND.entities[0]))
    assert "<table>" not in page(extraction(TEXT))


def test_a_page_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "page.html"
    path.write_text("old", "utf-8")

    def full(*arguments: object, **options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space left"):
        FOUND.render(path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_same_result_gives_the_same_page() -> None:
    assert page(FOUND) == page(FOUND.model_copy(deep=True))


# The terminal


def test_printing_tells_an_entity_a_line_with_arabic_last() -> None:
    first, *lines = str(FOUND).splitlines()
    assert first == "4 entities in 47 characters"
    assert lines == [
        "7-10   ARMED_GROUP  0.88  -                \u2067قسد\u2069",
        "16-25  FACILITY     0.88  2 candidates     \u2067حقل العمر\u2069",
        "29-33  PLACE        0.88  Damascus, Syria  \u2067دمشق\u2069",
        "44-47  PERSON       0.88  -                \u2067زيد\u2069",
    ]


def test_what_would_steer_a_terminal_is_not_sent(hostile: Extraction) -> None:
    link = DAMASCUS.model_copy(update={"english": "\u202eDam\x1b]0;x\x07ascus\u2069"})
    text = "قسد\u2069\u202e\n\x1b[2J"
    found = extraction(text, entity(text, text, Label.ARMED_GROUP, link=link))
    for told in (str(found), str(hostile)):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2068]", told)
        for line in told.splitlines()[1:]:
            assert line.count("\u2067") == line.count("\u2069") == 1
            assert line.endswith("\u2069")
    assert len(str(found).splitlines()) == 2


def test_printing_very_many_tells_the_first_hundred() -> None:
    many = extraction(TEXT, *[FOUND.entities[0]] * 250)
    assert len(str(many).splitlines()) == 102
    assert str(many).endswith("… and 150 more, in .entities")
    assert str(Extraction(text="")) == "0 entities in 0 characters"


@given(ANY_TEXT)
def test_any_text_can_be_printed(text: str) -> None:
    found = extract(text)
    assert len(str(found).split("\n")) == 1 + len(found)
    str(found).encode()


# displaCy


def test_displacy_gets_the_callers_offsets() -> None:
    parsed = FOUND.to_displacy()
    assert parsed["text"] == TEXT
    assert [(ent["start"], ent["end"], ent["label"], ent["kb_id"]) for ent in parsed["ents"]] == [
        (e.start, e.end, e.label, e.link.entry if e.link else "") for e in FOUND
    ]
    assert parsed["settings"] == {"lang": "ar", "direction": "rtl"}


def test_displacy_shows_what_a_notebook_shows() -> None:
    from spacy import displacy

    html = displacy.render(FOUND.to_displacy(), style="ent", manual=True, jupyter=False, options=OPTIONS)
    assert "direction: rtl" in html
    assert f"وب{JOINER}<mark" in html
    assert f">{JOINER}دمشق</mark>" in html
    assert "دمشق\nDamascus\nSyria › Damascus\nplace/sy/x\nPLACE, score 0.88, gazetteer, tagger" in html
    for label in ("PLACE", "ARMED_GROUP", "PERSON", "FACILITY"):
        assert f"{STYLES[Label(label)].line} 2px {STYLES[Label(label)].color}" in html


# Colours. Simulated by Gustavo Machado et al., IEEE TVCG 15 (2009), severity 1; distances in CIELAB.

BLIND = {
    "nobody": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def linear(color: str) -> list[float]:
    values = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]


def contrast(one: str, other: str) -> float:
    light = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (linear(one), linear(other))]
    return (max(light) + 0.05) / (min(light) + 0.05)


def lab(color: str, seen: tuple) -> tuple[float, float, float]:
    r, g, b = (min(1, max(0, sum(m * v for m, v in zip(row, linear(color), strict=True)))) for row in seen)
    xyz = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505, 0.2126 * r + 0.7152 * g + 0.0722 * b
    xyz += ((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,)
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("seen", BLIND.values(), ids=BLIND)
def test_no_two_labels_look_alike_to_anybody(seen: tuple) -> None:
    assert set(STYLES) == set(Label)
    assert len({style.line for style in STYLES.values()}) == len(Label)
    for one, other in combinations(STYLES.values(), 2):
        distance = sum((a - b) ** 2 for a, b in zip(lab(one.color, seen), lab(other.color, seen), strict=True)) ** 0.5
        assert distance > 10, (one, other)


@pytest.mark.parametrize("ground", ["#ffffff", "#111111", "#1e1e1e"], ids=["light", "dark", "VS Code"])
def test_every_line_can_be_seen_on_light_and_dark(ground: str) -> None:
    for style in STYLES.values():
        assert contrast(style.color, ground) >= 3


# Importing


def test_a_result_that_is_not_shown_imports_nothing_for_it() -> None:
    import subprocess

    code = "import sys; from arabic_conflict_ner import Extraction; Extraction(text='')\n"
    code += "print([name for name in sys.modules if '.render' in name or '.redact' in name])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
