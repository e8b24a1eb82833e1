"""Take the pictures of the README: examples/report.txt as a page, its text and its map, in a headless Chromium.

    pip install -e '.[browser]'; apt-get install chromium fonts-noto-core
    python scripts/screenshot.py [--out docs/images] [--chromium /usr/bin/chromium]

Writes report.png and map.png. No test compares them: fonts differ from machine to machine. To be run anew when the page
or the example changes.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from arabic_conflict_ner import extract

ROOT = Path(__file__).resolve().parent.parent
SIZE = {"width": 1080, "height": 1000}
SCALE = 1.5
LARGEST = 300_000  # bytes


def main() -> int:
    """Parse the arguments and take the pictures. 1 if one of them is too large for a README."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images")
    parser.add_argument("--chromium", default=shutil.which("chromium"), required=shutil.which("chromium") is None)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    pictures = take(given.out, given.chromium)
    large = [path for path in pictures if path.stat().st_size > LARGEST]
    sys.stderr.writelines(f"{path} has more than {LARGEST} bytes\n" for path in large)
    return int(bool(large))


def take(out: Path, chromium: str) -> list[Path]:
    """The pictures, as files of a folder."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "report.html"
        extract((ROOT / "examples" / "report.txt").read_text("utf-8")).render(path, title="examples/report.txt")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])  # the page is our own
        page = browser.new_page(viewport=SIZE, device_scale_factor=SCALE, color_scheme="light")
        page.goto(path.as_uri())
        pictures = [_text(page, out / "report.png"), _map(page, out / "map.png")]
        browser.close()
    return pictures


def _text(page: Page, path: Path) -> Path:
    """The text, its entities marked, one of them pointed at."""
    sheet = page.locator(".acn-sheet")
    sheet.locator("mark[tabindex].acn-PLACE").nth(2).hover()
    sheet.screenshot(path=path)
    return path


def _map(page: Page, path: Path) -> Path:
    """The map, with what lies around the places."""
    page.get_by_title("Zoom out").click()
    page.mouse.move(0, 0)
    page.wait_for_timeout(300)
    page.locator(".acn-map").screenshot(path=path)
    return path


if __name__ == "__main__":
    sys.exit(main())
