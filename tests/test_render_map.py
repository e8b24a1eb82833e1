"""The map: what is on it and where, what is beside it, and that nothing is ever put where it is not."""

import re
from math import inf, nan
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_render import HOSTILE, Read

from arabic_conflict_ner import Entity, Extraction, Label, Link, Source, extract
from arabic_conflict_ner.render.map import PlaceMap
from arabic_conflict_ner.render.mercator import NORTHERNMOST, WORLD, project, unproject
from arabic_conflict_ner.render.outlines import PATH, outlines
from arabic_conflict_ner.render.places import survey
from arabic_conflict_ner.results import GeoPrecision

TILES = "https://tiles.example/{z}/{x}/{y}.png"


def named(text: str, *names: str, label: Label = Label.PLACE, **fields: object) -> Extraction:
    """A text whose names all have the same fields."""
    entities, at = [], 0
    for name in names:
        start = text.index(name, at)
        at = start + len(name)
        span = {"text": name, "start": start, "end": at}
        entities.append(Entity(**{"label": label, "score": 0.9, "source": (Source.CUE,)} | span | fields))
    return Extraction(text=text, entities=tuple(entities))


def at(lat: float | None, lon: float | None, entry: str = "place/1", **fields: object) -> Link:
    return Link(entry=entry, name="هجين", english="Hajin", lat=lat, lon=lon, **fields)


RAQQA = at(35.95, 39.01, "place/raqqa")


# What is on it


def test_an_entry_is_one_place_however_often_it_is_named() -> None:
    first = named("قصف هجين. ثم هجين ثانية.", "هجين", "هجين", link=at(34.7, 40.8))
    second = named("هدوء في هجين", "هجين", link=at(34.7, 40.8))
    third = named("في الرقة", "الرقة", link=RAQQA)
    places, unplaced = survey([(third, None), (first, "a"), (second, "b")])
    assert [(place.link.entry, len(place.mentions)) for place in places] == [("place/1", 3), ("place/raqqa", 1)]
    assert [mention.title for mention in places[0].mentions] == ["a", "a", "b"]
    assert unplaced == []
    shown = [m.extraction.text[m.start : m.end] for m in places[0].mentions]
    assert shown == ["قصف هجين.", "ثم هجين ثانية.", "هدوء في هجين"]


def test_only_places_and_facilities_are_on_it() -> None:
    for label in Label:
        places, unplaced = survey([(named("قصف هجين", "هجين", label=label, link=RAQQA), None)])
        assert (len(places), len(unplaced)) == (int(label in (Label.PLACE, Label.FACILITY)), 0)


def test_the_exactest_mention_says_how_exact_a_place_is() -> None:
    given_ = [GeoPrecision.REGION, GeoPrecision.EXACT, GeoPrecision.NEAR, None]
    found = [(named("في الرقة", "الرقة", link=RAQQA, geo_precision=precision), None) for precision in given_]
    assert survey(found)[0][0].precision is GeoPrecision.EXACT
    assert survey(found[2:])[0][0].precision is GeoPrecision.NEAR
    assert survey(found[3:])[0][0].precision is None


@pytest.mark.parametrize(
    ("lat", "lon"),
    [(None, None), (35.0, None), (None, 40.0), (0, 0), (-0.0, 0.0), (nan, 40), (35, inf), (-91, 0), (35, 180.5)],
)
def test_what_lies_nowhere_is_beside_the_map(lat: float | None, lon: float | None) -> None:
    found = named("قصف هجين", "هجين", link=at(lat, lon))
    map = found.to_map()
    assert map.places == []
    assert [(one.name, one.why) for one in map.unplaced] == [("هجين", "no coordinates")]
    html = map.html()
    assert 'class="acn-spot' not in html
    assert "Not on the map: 1" in html
    assert "On the map" not in html


def test_what_is_not_linked_is_beside_the_map_with_its_sentences() -> None:
    text = "قصف قرية رسم الطويحين. عاد الهدوء إلى رسم الطويحين وهجين."
    nil = named(text, "رسم الطويحين", "رسم الطويحين")
    unclear = named(text, "هجين", candidates=(RAQQA, at(34.7, 40.8)))
    map = PlaceMap([nil, unclear])
    assert [(one.name, one.why, len(one.mentions)) for one in map.unplaced] == [
        ("رسم الطويحين", "no entry of the name", 2),
        ("هجين", "2 known of the name", 1),
    ]
    html = map.html()
    assert "× 2" in html
    assert html.count("عاد الهدوء") == 2


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_a_place_is_drawn_where_it_is(lat: float, lon: float) -> None:
    x, y = project(lat, lon)
    assert 0 <= x <= WORLD
    assert -0.5 <= y <= WORLD + 0.5
    if abs(lat) < NORTHERNMOST:
        back = unproject(x, y)
        assert back == pytest.approx((lat, lon), abs=1e-6)
    html = named("في الرقة", "الرقة", link=at(lat, lon)).to_map().html()
    spots = re.findall(r'style="left: ([\d.]+)%; top: ([\d.]+)%" data-x="([\d.e-]+)" data-y="([-\d.e]+)"', html)
    assert len(spots) == int((lat, lon) != (0, 0))
    for left, top, data_x, data_y in spots:
        assert (float(left), float(top)) == pytest.approx((50, 50), abs=0.01)
        assert (float(data_x), float(data_y)) == pytest.approx((x, y), abs=0.06)


def test_the_view_holds_all_places() -> None:
    corners = [(12.8, 45.0), (36.9, 7.1), (15.6, 32.5), (35.7, 51.4)]
    found = [named("في الرقة", "الرقة", link=at(lat, lon, f"p/{lat}")) for lat, lon in corners]
    html = PlaceMap(found).html()
    spots = [tuple(map(float, spot)) for spot in re.findall(r'style="left: ([\d.]+)%; top: ([\d.]+)%"', html)]
    assert len(spots) == 4
    assert all(5 < left < 95 and 5 < top < 95 for left, top in spots)
    assert 'class="acn-view acn-far"' in html
    near = named("في الرقة", "الرقة", link=RAQQA).to_map().html()
    assert 'class="acn-view"' in near


def test_the_sign_says_label_and_precision() -> None:
    field = named("حقل العمر", "حقل العمر", label=Label.FACILITY, link=RAQQA, geo_precision=GeoPrecision.NEAR)
    read = Read(field.to_map().html())
    (spot,) = [found for name, found in read.elements if name == "button" and "data-x" in found]
    assert spot["class"] == "acn-spot acn-FACILITY acn-near"
    assert spot["popovertarget"] == "acn-p0"
    assert [found["id"] for _, found in read.elements if "popover" in found] == ["acn-p0"]


# Sentences


def test_a_sentence_without_an_end_is_cut_at_words() -> None:
    word = "كلمة "
    text = word * 300 + "الرقة " + word * 300
    (place,), _ = survey([(named(text, "الرقة", link=RAQQA), None)])
    (mention,) = place.mentions
    shown = text[mention.start : mention.end]
    assert 300 < len(shown) < 330
    assert set(shown.split()) == {"كلمة", "الرقة"}


@given(st.text(st.sampled_from("كلمة. \n"), max_size=900), st.text(st.sampled_from("كلمة. \n"), max_size=900))
def test_a_mention_holds_its_name(before: str, behind: str) -> None:
    text = f"{before}الرقة{behind}"
    (place,), _ = survey([(named(text, "الرقة", link=RAQQA), None)])
    (mention,) = place.mentions
    assert mention.start <= mention.entity.start < mention.entity.end <= mention.end
    assert mention.end - mention.start <= 2 * 160 + 5


def test_very_many_sentences_of_one_place_are_not_all_written() -> None:
    html = PlaceMap([named("قصف الرقة اليوم", "الرقة", link=RAQQA)] * 50).html()
    assert html.count("قصف ") == 20
    assert "… and 30 more" in html


# The page


def test_titles_say_which_text() -> None:
    found = [named("في الرقة", "الرقة", link=RAQQA)] * 2
    html = PlaceMap(found, titles=["2025-03-01", HOSTILE]).html()
    assert "<bdi>2025-03-01</bdi>" in html
    assert "<script>alert" not in html
    for titles in (["one"], ["one", "two", "three"]):
        with pytest.raises(ValueError, match="zip"):
            PlaceMap(found, titles=titles)


def test_persons_are_masked_if_asked_for() -> None:
    found = extract("قال مظلوم عبدي في مدينة الرقة إن الهدوء عاد")
    assert [person.text for person in found.people] == ["مظلوم عبدي"]
    assert "عبدي" in found.to_map().html()
    assert "عبدي" not in found.to_map(redact_persons=True).html()
    assert "عبدي" not in PlaceMap([found], redact_persons=True).html()


def test_no_places_make_an_empty_map() -> None:
    for found in ([], [Extraction(text="")], [Extraction(text="", error="x")]):
        html = PlaceMap(found).html()
        assert "No places in the text." in html
        assert 'class="acn-spot' not in html


def test_a_map_is_saved_and_shown_in_a_frame(tmp_path: Path) -> None:
    map = named("في الرقة", "الرقة", link=RAQQA).to_map()
    map.save(tmp_path / "map.html")
    assert (tmp_path / "map.html").read_text("utf-8") == map.html()
    ((name, frame),) = Read(map._repr_html_()).elements
    assert name == "iframe"
    assert frame["sandbox"] == "allow-scripts"
    assert frame["srcdoc"] == map.html()


def test_tiles_are_loaded_only_if_asked_for_and_from_their_host_alone() -> None:
    found = named("في الرقة", "الرقة", link=RAQQA)
    html = found.to_map(tiles=TILES, credit="© <b>Example</b>").html()
    assert "form-action &#x27;none&#x27;; img-src https://tiles.example" in html
    assert f'data-tiles="{TILES}"' in html
    assert "© &lt;b&gt;Example" in html
    assert "img-src" not in found.to_map().html()


@pytest.mark.parametrize(
    "tiles",
    [
        *("", "http://tiles.example/{z}/{x}/{y}.png", "https://tiles.example/{z}/{x}.png", "javascript:{z}{x}{y}"),
        *("https://a; script-src */{z}/{x}/{y}", 'https://a/{z}/{x}/{y}" onload="x', "https://a/{z}/{x}/{y}/{y}"),
    ],
)
def test_tiles_that_are_none_are_refused(tiles: str) -> None:
    with pytest.raises(ValueError, match=r"allowed: https://host/… with \{z\}, \{x\} and \{y\} once each"):
        PlaceMap([], tiles=tiles, credit="x")


def test_tiles_without_credit_are_refused() -> None:
    for options in ({"tiles": TILES}, {"credit": "x"}):
        with pytest.raises(ValueError, match="tiles and credit go together"):
            PlaceMap([], **options)


# The outlines


def test_the_outlines_are_small_and_whole() -> None:
    assert PATH.stat().st_size < 400_000
    read = Read(f"<svg>{outlines()}</svg>")
    assert [found["class"] for name, found in read.elements if name == "path"] == [
        *("land", "lake", "river", "governorate", "country"),
    ]
    for name, found in read.elements:
        if name == "path":
            assert re.fullmatch(r"M0 0(m-?\d+[ -]-?\d*l[-\d ]+z?)+", found["d"] or "")


def test_countries_and_governorates_have_their_names_where_they_are() -> None:
    pattern = r'<text class="(\w+)" data-id="([^"]*)" x="(\d+)" y="(\d+)">'
    where = {id: (type, int(x), int(y)) for type, id, x, y in re.findall(pattern, outlines())}
    assert sum(type == "governorate" for type, _, _ in where.values()) > 200
    for id, lat, lon in (("place/sy", 35, 38.5), ("place/ye", 15.5, 46), ("place/sy/sy09", 35.2, 40.3)):
        assert where[id][1:] == pytest.approx(project(lat, lon), abs=1500)  # two degrees: a name may give way to others
    for code in ("iq", "lb", "il", "ps", "jo", "ly", "sd", "eg", "tr", "sa", "ir"):
        assert where[f"place/{code}"][0] == "country"
