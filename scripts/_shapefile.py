"""Read what Natural Earth publishes: the lines and rings of a shapefile, the rows of its table, rivers in TopoJSON.

After ESRI Shapefile Technical Description (1998), dBASE III, and the TopoJSON Format Specification 1.
"""

import json
import struct
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

Line = npt.NDArray[np.float64]
"""Points in a row: longitude, latitude."""

_NOTHING, _POLYLINE, _POLYGON = 0, 3, 5


def lines(path: Path) -> Iterator[Line]:
    """Every line, or every ring, of a .shp file, in its order. Raises ValueError for shapes that are neither."""
    data = path.read_bytes()
    at = 100
    while at < len(data):
        words = struct.unpack_from(">i", data, at + 4)[0]
        yield from _parts(data[at + 8 : at + 8 + 2 * words], path)
        at += 8 + 2 * words


def _parts(record: bytes, path: Path) -> Iterator[Line]:
    kind = struct.unpack_from("<i", record)[0]
    if kind == _NOTHING:
        return
    if kind not in (_POLYLINE, _POLYGON):
        raise ValueError(f"{path}: shape type {kind}; allowed: {_POLYLINE} (lines) and {_POLYGON} (polygons)")
    parts, points = struct.unpack_from("<2i", record, 36)
    bounds = [*struct.unpack_from(f"<{parts}i", record, 44), points]
    lonlat = np.frombuffer(record, "<f8", 2 * points, 44 + 4 * parts).reshape(-1, 2)
    for first, last in pairwise(bounds):
        yield lonlat[first:last]


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Every row of a .dbf file in UTF-8, its values as they stand there."""
    data = path.read_bytes()
    count, header, width = struct.unpack_from("<i2h", data, 4)
    fields = [(data[at : at + 11].rstrip(b"\0").decode(), data[at + 16]) for at in range(32, header - 1, 32)]
    for number in range(count):
        at = header + number * width + 1  # behind the mark of a deleted row
        row = {}
        for name, length in fields:
            row[name] = data[at : at + length].rstrip(b" \0").decode("utf-8", "replace").strip()
            at += length
        yield row


def topology(path: Path, layer: str) -> Iterator[Line]:
    """Every line of a layer of lines in a TopoJSON file."""
    file = json.loads(path.read_text("utf-8"))
    scale, move = file["transform"]["scale"], file["transform"]["translate"]
    for geometry in file["objects"][layer]["geometries"]:
        for arcs in geometry["arcs"] if geometry["type"] == "MultiLineString" else [geometry["arcs"]]:
            pieces = [_arc(file["arcs"], arc) for arc in arcs]
            whole = np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])
            yield whole * scale + move


def _arc(arcs: list[list[list[int]]], number: int) -> Line:
    """An arc, its differences summed up; ~number is the arc backwards."""
    points = np.cumsum(np.array(arcs[number if number >= 0 else ~number], dtype=np.float64), axis=0)
    return points if number >= 0 else points[::-1]
