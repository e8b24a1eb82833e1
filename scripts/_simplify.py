"""Fewer points for the same outlines: lines that go on are joined, points that hardly matter left out.

Leaving out after Maheswari Visvalingam, J. D. Whyatt: Line generalisation by repeated elimination of points, The
Cartographic Journal 30 (1993): again and again the point whose triangle with its neighbours is smallest.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable

Point = tuple[float, float]
Points = list[Point]


def merged(lines: Iterable[Points]) -> list[Points]:
    """The same lines, joined wherever exactly two of them end in one point.

    >>> merged([[(0, 0), (1, 0)], [(2, 0), (1, 0)], [(2, 0), (2, 1)]])
    [[(0, 0), (1, 0), (2, 0), (2, 1)]]
    """
    known = list(lines)
    ends: dict[Point, list[int]] = defaultdict(list)
    for number, line in enumerate(known):
        ends[line[0]].append(number)
        ends[line[-1]].append(number)
    used: set[int] = set()
    joined = []
    for number, line in enumerate(known):
        if number not in used:
            used.add(number)
            back = _followed(line[::-1], known, ends, used)
            joined.append(_followed(back[::-1], known, ends, used))
    return joined


def _followed(line: Points, known: list[Points], ends: dict[Point, list[int]], used: set[int]) -> Points:
    """A line, and what goes on at its end."""
    whole = list(line)
    while len(ends[whole[-1]]) == 2:
        following = [number for number in ends[whole[-1]] if number not in used]
        if not following:
            break
        used.add(following[0])
        piece = known[following[0]]
        whole += (piece if piece[0] == whole[-1] else piece[::-1])[1:]
    return whole


def simplified(points: Points, least: Callable[[Point], float]) -> Points:
    """The points whose triangle is not smaller than `least` of the point; the first and the last always.

    >>> simplified([(0, 0), (5, 1), (10, 0), (15, 9), (20, 0)], lambda point: 10)
    [(0, 0), (10, 0), (15, 9), (20, 0)]
    """
    before, behind = list(range(-1, len(points) - 1)), list(range(1, len(points) + 1))
    gone = [False] * len(points)
    heap = [(_area(points, at - 1, at, at + 1), at) for at in range(1, len(points) - 1)]
    areas = dict.fromkeys(range(len(points)), 0.0) | {at: area for area, at in heap}
    heapq.heapify(heap)
    while heap:
        area, at = heapq.heappop(heap)
        if gone[at] or area != areas[at] or area >= least(points[at]):
            continue
        gone[at] = True
        behind[before[at]], before[behind[at]] = behind[at], before[at]
        for near in (before[at], behind[at]):
            if 0 < near < len(points) - 1:
                areas[near] = max(area, _area(points, before[near], near, behind[near]))
                heapq.heappush(heap, (areas[near], near))
    return [point for at, point in enumerate(points) if not gone[at]]


def _area(points: Points, one: int, two: int, three: int) -> float:
    (ax, ay), (bx, by), (cx, cy) = points[one], points[two], points[three]
    return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2
