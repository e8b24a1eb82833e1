"""The pages in a real browser: letters joined, right to left, nothing hidden, nothing loaded, no stranger's script."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from test_render import HOSTILE

from arabic_conflict_ner import Entity, Extraction, Label, Link, Source
from arabic_conflict_ner.results import GeoPrecision

pytestmark = pytest.mark.browser

TEXT = (
    "قصفت قوات سوريا الديمقراطية مواقع للجيش السوري في دير الزور وبالميادين وبهجين، قرب حقل العمر.\n"
    "عاد الهدوء إلى الميادين بعد ساعات. وقال مظلوم عبدي إن قرية رسم الطويحين آمنة."
)
WIDE = {"width": 1100, "height": 900}


def link(entry: str, name: str, english: str, lat: float, lon: float) -> Link:
    admin = ("Syria", "Deir ez-Zor")
    return Link(entry=entry, name=name, english=english, type="town", country="SY", admin=admin, lat=lat, lon=lon)


def entity(name: str, label: Label, occurrence: int = 0, **fields: object) -> Entity:
    start = -1
    for _ in range(occurrence + 1):
        start = TEXT.index(name, start + 1)
    required = {"score": 0.9, "source": (Source.GAZETTEER,), "geo_precision": GeoPrecision.EXACT}
    return Entity(text=name, label=label, start=start, end=start + len(name), **required | fields)


MAYADIN = link("place/sy/1", "الميادين", "Al Mayadin", 35.02, 40.45)
FOUND = Extraction(
    text=TEXT,
    entities=(
        entity("قوات سوريا الديمقراطية", Label.ARMED_GROUP),
        entity("لجيش السوري", Label.ARMED_GROUP),
        entity("دير الزور", Label.PLACE, link=link("place/sy/0", "دير الزور", "Deir ez-Zor", 35.33, 40.14)),
        entity("الميادين", Label.PLACE, link=MAYADIN),
        entity("هجين", Label.PLACE, link=link("place/sy/2", "هجين", "Hajin", 34.69, 40.83)),
        entity("حقل العمر", Label.FACILITY, link=link("facility/1", "حقل العمر", "al-Omar", 35.0, 40.56)),
        entity("الميادين", Label.PLACE, 1, link=MAYADIN),
        entity("مظلوم عبدي", Label.PERSON),
        entity("رسم الطويحين", Label.PLACE),
    ),
)


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def opened(browser, tmp_path: Path) -> Iterator[object]:
    """Opens markup as a file, and sees to it that nothing was loaded, complained of or asked."""
    pages, told = [], []

    def open(html: str, **options: object):
        path = tmp_path / f"{len(pages)}.html"
        path.write_text(html, "utf-8")
        page = browser.new_page(**{"viewport": WIDE, "color_scheme": "light"} | options)
        pages.append(page)
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("dialog", lambda dialog: (told.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: None if request.url == path.as_uri() else told.append(request.url))
        page.goto(path.as_uri())
        page.wait_for_timeout(150)
        return page

    yield open
    for page in pages:
        page.close()
    assert [line for line in told if not line.startswith("about:srcdoc")] == []


def rendered(tmp_path: Path, found: Extraction = FOUND, **options: object) -> str:
    path = tmp_path / "rendered.html"
    found.render(path, **options)
    return path.read_text("utf-8")


def boxes(page, selector: str) -> list[dict]:
    script = "found => found.map(one => one.getBoundingClientRect().toJSON())"
    return page.locator(selector).evaluate_all(script)


def meet(one: dict, other: dict) -> bool:
    across = one["left"] < other["right"] and other["left"] < one["right"]
    return across and one["top"] < other["bottom"] and other["top"] < one["bottom"]


# The text


def test_the_text_runs_from_right_to_left(opened, tmp_path: Path) -> None:
    page = opened(rendered(tmp_path))
    first, second, *_ = boxes(page, ".acn-sheet mark[tabindex]")
    (block,) = boxes(page, ".acn-sheet .acn-text")
    assert first["left"] >= second["right"] or first["bottom"] <= second["top"]
    assert first["right"] > block["right"] - block["width"] / 4


# Each piece of a word is set by itself, as some programs do it: only joiners can then keep the letters in shape.
WIDTHS = """([before, word, joined]) => {
  const measure = html => {
    const line = document.createElement("div");
    line.style = "position: absolute; direction: rtl; white-space: nowrap; font: 40px 'Noto Naskh Arabic', sans-serif";
    line.innerHTML = html;
    document.body.append(line);
    return line.getBoundingClientRect().width;
  };
  const piece = text => `<span style="display: inline-block">${text}</span>`;
  const cut = joiner => measure(piece(before + joiner) + piece(joiner + word));
  return [measure(before + word), cut(joined ? "\\u200d" : ""), cut("")];
}"""


def test_letters_keep_their_joined_shapes_at_a_cut(opened) -> None:
    page = opened(FOUND._repr_html_())
    for before, word, joined in (("ب", "هجين", True), ("ل", "حلب", True), ("و", "حلب", False)):
        whole, kept, broken = page.evaluate(WIDTHS, [before, word, joined])
        assert kept == pytest.approx(whole, abs=1.5)
        assert (abs(broken - whole) > 3) is joined
    shown = page.locator("mark[tabindex]").evaluate_all("found => found.map(one => one.innerText)")
    assert shown[3:5] == ["\u200dالميادين", "\u200dهجين"]


@pytest.mark.parametrize("width", [1100, 420])
def test_the_card_of_every_entity_can_be_read(opened, tmp_path: Path, width: int) -> None:
    page = opened(rendered(tmp_path), viewport={"width": width, "height": 900})
    for number, found in enumerate(FOUND):
        page.locator(".acn-sheet mark[tabindex]").nth(number).focus()
        page.wait_for_timeout(50)
        (card,) = [box for box in boxes(page, ".acn-sheet .acn-card") if box["width"]]
        assert 0 <= card["left"] < card["right"] <= width
        assert card["top"] >= 0
        told = page.locator(".acn-sheet .acn-card:visible").inner_text()
        assert f"{found.label} · score 0.90 · gazetteer" in told
        if found.link:
            assert found.link.english in told


def test_a_narrow_page_scrolls_down_only(opened, tmp_path: Path) -> None:
    page = opened(rendered(tmp_path), viewport={"width": 420, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 420


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_in_light_and_dark(opened, tmp_path: Path, scheme: str) -> None:
    page = opened(rendered(tmp_path), color_scheme=scheme)
    color = "() => getComputedStyle(document.querySelector('.acn-text')).color"
    ink, ground = page.evaluate(color), page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    light = [sum(map(int, color.strip("rgb()").split(","))) / 3 for color in (ink, ground)]
    assert (light[0] > 200 and light[1] < 40) if scheme == "dark" else (light[0] < 40 and light[1] > 200)


# The map


def test_every_place_is_on_the_map_where_it_lies(opened, tmp_path: Path) -> None:
    page = opened(rendered(tmp_path))
    (view,) = boxes(page, ".acn-view")
    spots = boxes(page, ".acn-view .acn-spot")
    assert len(spots) == 4
    for spot in spots:
        assert view["left"] < spot["left"] < spot["right"] < view["right"]
        assert view["top"] < spot["top"] < spot["bottom"] < view["bottom"]
    middle = {
        name: (box["left"] + box["right"], box["top"] + box["bottom"])
        for name, box in zip(page.locator(".acn-view .acn-name").all_text_contents(), spots, strict=True)
    }
    assert middle["دير الزور"][0] < middle["الميادين"][0] < middle["هجين"][0]  # west to east
    assert middle["دير الزور"][1] < middle["الميادين"][1] < middle["هجين"][1]  # north to south
    assert "رسم الطويحين" in page.locator(".acn-list details").inner_text()


def test_no_name_covers_another(opened, tmp_path: Path) -> None:
    page = opened(rendered(tmp_path))
    for _ in range(4):
        names = boxes(page, ".acn-name.acn-shown")
        assert names
        for number, one in enumerate(names):
            assert not any(meet(one, other) for other in names[number + 1 :])
        page.get_by_title("Zoom out").click()
        page.wait_for_timeout(100)


def test_zoom_pan_and_home(opened, tmp_path: Path) -> None:
    page = opened(rendered(tmp_path))

    def apart() -> float:
        found = boxes(page, ".acn-view .acn-spot")
        return found[0]["left"] - found[-1]["left"]

    def box() -> list[float]:
        return [float(side) for side in page.locator(".acn-view svg").get_attribute("viewBox").split()]

    before, home = apart(), box()
    page.get_by_title("Zoom in").click()
    page.wait_for_timeout(100)
    assert apart() == pytest.approx(2 * before, rel=0.02)
    page.locator(".acn-view").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(100)
    assert box()[0] > home[0] + home[2] / 4
    (view,) = boxes(page, ".acn-view")
    page.mouse.move(view["left"] + 60, view["top"] + 60)
    page.mouse.down()
    page.mouse.move(view["left"] + 160, view["top"] + 60)
    page.mouse.up()
    page.wait_for_timeout(100)
    panned = box()
    page.mouse.wheel(0, 300)
    page.wait_for_timeout(100)
    assert box() == panned, "the wheel alone scrolls the page"
    page.get_by_title("All places").click()
    page.wait_for_timeout(100)
    assert box() == home


def test_a_popup_shows_the_sentences_and_closes(opened, tmp_path: Path) -> None:
    page = opened(rendered(tmp_path))
    page.locator(".acn-list button", has_text="Al Mayadin").click()
    popup = page.locator(".acn-popup:popover-open")
    assert "عاد الهدوء إلى الميادين" in popup.inner_text().replace("\u200d", "")
    assert "قصفت قوات" in popup.inner_text()
    assert "35.0200, 40.4500" in popup.inner_text()
    (box,) = boxes(page, ".acn-popup:popover-open")
    assert 0 <= box["left"] < box["right"] <= WIDE["width"]
    assert 0 <= box["top"] < box["bottom"] <= WIDE["height"]
    page.keyboard.press("Escape")
    assert popup.count() == 0
    page.locator(".acn-view .acn-spot").first.click()
    assert popup.count() == 1


def test_without_scripts_map_and_popups_are_there(opened, tmp_path: Path) -> None:
    page = opened(rendered(tmp_path), java_script_enabled=False)
    assert page.locator(".acn-zoom").is_hidden()
    frame = page.locator(".acn-view").bounding_box()
    for spot in page.locator(".acn-view .acn-spot").all():
        box = spot.bounding_box()
        assert frame["x"] < box["x"] < frame["x"] + frame["width"]
        assert frame["y"] < box["y"] < frame["y"] + frame["height"]
    page.locator(".acn-list button", has_text="Hajin").click()
    assert "قصفت قوات" in page.locator(".acn-popup:popover-open").inner_text()


def test_in_a_notebook_text_and_map_live_side_by_side(opened) -> None:
    found = FOUND.to_map()
    page = opened("<!doctype html><meta charset='utf-8'>" + FOUND._repr_html_() + found._repr_html_() * 2)
    frames = page.frames[1:]
    assert len(frames) == 2
    for frame in frames:
        frame.get_by_title("Zoom in").click()
        assert frame.locator(".acn-spot[data-x]").count() == 4
        assert frame.evaluate("() => { try { return parent.document.title; } catch { return 'shut'; } }") == "shut"
    assert page.locator("mark[tabindex]").count() == len(FOUND)


def test_tiles_come_from_their_host(browser, tmp_path: Path) -> None:
    picture = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
    asked: list[str] = []
    page = browser.new_page(viewport=WIDE)
    page.route("https://tiles.example/**", lambda route: (asked.append(route.request.url), route.fulfill(body=picture)))
    FOUND.to_map(tiles="https://tiles.example/{z}/{x}/{y}.png", credit="© Example").save(tmp_path / "map.html")
    page.goto((tmp_path / "map.html").as_uri())
    page.wait_for_timeout(300)
    assert len(asked) > 3
    zoom = {url.split("/")[3] for url in asked}
    assert len(zoom) == 1
    assert 7 <= int(zoom.pop()) <= 11
    assert page.locator(".acn-credit").inner_text() == "© Example"
    page.close()


# Hostile texts


def test_nothing_hostile_runs(opened, tmp_path: Path) -> None:
    bad = link(f"javascript:alert(1){HOSTILE}", HOSTILE, HOSTILE, 35, 40)
    marked = Entity(text=HOSTILE, label=Label.PLACE, start=0, end=len(HOSTILE), score=1, source=(), link=bad)
    found = Extraction(text=HOSTILE, entities=(marked,), tagger=HOSTILE)
    for html in (rendered(tmp_path, found, title=HOSTILE), found.to_map()._repr_html_(), found._repr_html_()):
        page = opened(html)
        for frame in page.frames:
            for mark in frame.locator("mark[tabindex]:visible").all():
                mark.hover(force=True)
            for button in frame.locator("button[popovertarget]:visible").all():
                button.click()
                page.keyboard.press("Escape")
    # `opened` sees to it that no dialog came up and nothing was loaded


def test_a_script_that_got_in_would_not_run(browser, tmp_path: Path) -> None:
    stranger = "<p id=here></p><script>document.querySelector('#here').textContent = 'run'</script></body>"
    page = browser.new_page(viewport=WIDE)
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    for html, run in (("<body></body>", "run"), (rendered(tmp_path), "")):
        path = tmp_path / "injected.html"
        path.write_text(html.replace("</body>", stranger), "utf-8")
        page.goto(path.as_uri())
        assert page.locator("#here").inner_text() == run
    assert "Content Security Policy" in told[0]
    page.close()


# The pictures of the README


def test_the_pictures_can_be_taken(tmp_path: Path) -> None:
    script = ROOT / "scripts" / "screenshot.py"
    done = subprocess.run(
        [sys.executable, script, "--out", tmp_path], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    for name in ("report.png", "map.png"):
        picture = (tmp_path / name).read_bytes()
        assert picture.startswith(b"\x89PNG")
        assert 20_000 < len(picture) <= 300_000
        assert (ROOT / "docs" / "images" / name).stat().st_size <= 300_000
