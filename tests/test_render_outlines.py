"""How the outlines are compiled: files are read as they are specified, lines lose points but never their ends."""

import json
import struct
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(ROOT / "scripts"))

import build_outlines
from _shapefile import lines, rows, topology
from _simplify import merged, simplified

from arabic_conflict_ner.render.outlines import PATH

POINTS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=40)


def record(number: int, kind: int, parts: list[list[tuple[float, float]]]) -> bytes:
    """A record of a .shp file."""
    points = [point for part in parts for point in part]
    starts = [sum(len(part) for part in parts[:at]) for at in range(len(parts))]
    content = struct.pack("<i4d2i", kind, 0, 0, 0, 0, len(parts), len(points))
    content += struct.pack(f"<{len(starts)}i", *starts)
    content += b"".join(struct.pack("<2d", *point) for point in points)
    return struct.pack(">2i", number, len(content) // 2) + content


def test_lines_of_a_shapefile_are_read(tmp_path: Path) -> None:
    first, second, third = [(0.5, 1.5), (2.0, 3.0)], [(1.0, 1.0), (2.0, 2.0), (3.0, 1.0)], [(9.0, -9.0), (8.0, -8.0)]
    nothing = struct.pack(">2i", 3, 2) + struct.pack("<i", 0)
    data = bytes(100) + record(1, 3, [first, second]) + nothing + record(2, 5, [third])
    (tmp_path / "x.shp").write_bytes(data)
    assert [[tuple(point) for point in line] for line in lines(tmp_path / "x.shp")] == [first, second, third]


def test_other_shapes_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x.shp").write_bytes(bytes(100) + record(1, 8, [[(0, 0), (1, 1)]]))
    with pytest.raises(ValueError, match="shape type 8; allowed: 3"):
        list(lines(tmp_path / "x.shp"))


def test_rows_of_a_table_are_read(tmp_path: Path) -> None:
    fields = b"".join(name.ljust(11, b"\0") + b"C" + bytes(4) + bytes([12]) + bytes(15) for name in (b"ISO", b"NAME"))
    header = struct.pack("<4xi2h20x", 2, 32 + len(fields) + 1, 25) + fields + b"\r"
    data = b"".join(b" " + a.encode().ljust(12) + b.encode().ljust(12) for a, b in (("SY", "Syria"), ("TR", "Türkiye")))
    (tmp_path / "x.dbf").write_bytes(header + data)
    assert list(rows(tmp_path / "x.dbf")) == [{"ISO": "SY", "NAME": "Syria"}, {"ISO": "TR", "NAME": "Türkiye"}]


def test_lines_of_a_topology_are_put_together(tmp_path: Path) -> None:
    whole = {
        "transform": {"scale": [0.5, 2], "translate": [10, 20]},
        "arcs": [[[0, 0], [2, 1]], [[4, 2], [-2, -1]]],
        "objects": {
            "rivers": {
                "geometries": [
                    {"type": "LineString", "arcs": [0, -2]},
                    {"type": "MultiLineString", "arcs": [[0], [1]]},
                ]
            }
        },
    }
    (tmp_path / "x.json").write_text(json.dumps(whole), "utf-8")
    found = [line.tolist() for line in topology(tmp_path / "x.json", "rivers")]
    assert found == [[[10, 20], [11, 22], [12, 24]], [[10, 20], [11, 22]], [[12, 24], [11, 22]]]


# Fewer points


@given(POINTS, st.floats(0, 500))
def test_a_simplified_line_keeps_its_ends_and_order(points: list[tuple[int, int]], least: float) -> None:
    fewer = simplified(points, lambda point: least)
    assert (fewer[0], fewer[-1]) == (points[0], points[-1])
    left = iter(points)
    assert all(point in left for point in fewer)
    assert simplified(points, lambda point: 0) == points


def test_a_line_is_simplified_more_where_less_is_wanted() -> None:
    points = [(x, x % 2) for x in range(100)]
    fewer = simplified(points, lambda point: 5 if point[0] < 50 else 0)
    assert sum(x < 49 for x, _ in fewer) < 10
    assert [point for point in fewer if point[0] > 51] == points[52:]


@given(POINTS, st.lists(st.integers(1, 38), max_size=6), st.randoms())
def test_pieces_of_a_line_become_the_line_again(points: list[tuple[int, int]], cuts: list[int], random) -> None:
    line = list(dict.fromkeys(points))  # no point twice: where lines cross, nobody knows which goes on
    if len(line) < 2:
        return
    at = sorted({0, len(line) - 1, *(cut for cut in cuts if cut < len(line) - 1)})
    pieces = [line[first : last + 1] for first, last in pairwise(at)]
    pieces = [piece[::-1] if random.random() < 0.5 else piece for piece in pieces]
    random.shuffle(pieces)
    (whole,) = merged(pieces)
    assert whole in (line, line[::-1])


def test_lines_that_part_are_not_joined() -> None:
    star = [[(0, 0), (1, 0)], [(0, 0), (0, 1)], [(0, 0), (-1, 0)]]
    assert merged(star) == star
    ring = [[(0, 0), (1, 0)], [(1, 0), (1, 1)], [(1, 1), (0, 0)]]
    (whole,) = merged(ring)
    assert whole[0] == whole[-1]
    assert len(whole) == 4


# The script


def test_the_names_are_those_of_the_gazetteers_as_they_are_now() -> None:
    there = PATH.read_text("utf-8")
    assert build_outlines.renamed(there) == there, "stale: python scripts/build_outlines.py --names"


@pytest.mark.parametrize("folders", [[], ["one"]])
def test_folders_are_needed_but_for_the_names(
    folders: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["build_outlines.py", *folders])
    with pytest.raises(SystemExit):
        build_outlines.main()
    assert "name both folders, or --names" in capsys.readouterr().err


def test_the_sources_are_checked_first(tmp_path: Path, monkeypatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["build_outlines.py", str(tmp_path), str(tmp_path)])
    (tmp_path / "asia_50m.json").write_text("{}", "utf-8")
    assert build_outlines.main() == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == len(build_outlines.SHA256) == 7
    assert all("expected SHA-256" in line for line in told)
    assert sum("no such file" in line for line in told) == 6


def test_a_path_is_written_as_differences() -> None:
    drawn = [[(10.4, 20.0), (15.0, 18.0), (15.0, 18.2)], [(16.0, 30.0), (17.0, 31.0), (18.0, 31.0)]]
    assert build_outlines._path(drawn, closed=False) == "M0 0m10 20l5-2m1 12l1 1 1 0"
    assert build_outlines._path(drawn, closed=True) == "M0 0m16 30l1 1 1 0z"
