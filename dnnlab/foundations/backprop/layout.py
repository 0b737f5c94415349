"""Where the nodes of a graph stand: columns by depth, and rows so that wires are short and boxes do not overlap."""

from __future__ import annotations

from dataclasses import dataclass, field

from dnnlab.foundations.backprop.graph import Graph
from dnnlab.plots.diagrams import Point

SWEEPS = 12
"""Rounds in which every column follows its neighbours."""
TALL, BEND = 0.88, 0.55
"""Rows that a node takes, and a wire on its way past a column: less than a whole one, since a node does not fill it."""


@dataclass(slots=True)
class _Item:
    """A node, or the place where a long wire goes past a column."""

    column: int
    tall: float
    y: float
    beside: list[_Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Layout:
    """Places in the units of :class:`dnnlab.plots.diagrams.Diagram`."""

    places: tuple[Point, ...]
    """Node by node."""
    via: dict[tuple[int, int, int], tuple[Point, ...]]
    """(node, its user, which input of it) -> the corners of that wire."""
    size: Point


def layout(graph: Graph) -> Layout:
    """Columns from the variables to the result; each leaf stands one column before its first user."""
    columns = _columns(graph)
    order = _first_seen(graph)
    items = [_Item(columns[i], TALL, float(order[i])) for i in range(len(graph.nodes))]
    bends: dict[tuple[int, int, int], list[_Item]] = {}
    for user, node in enumerate(graph.nodes):
        for slot, of in enumerate(node.inputs):
            way = [items[of]]
            span = columns[user] - columns[of]
            for past in range(1, span):
                share = past / span
                way.append(_Item(columns[of] + past, BEND, (1 - share) * items[of].y + share * items[user].y))
            bends[of, user, slot] = way[1:]
            for one, other in zip(way, [*way[1:], items[user]], strict=True):
                one.beside.append(other)
                other.beside.append(one)
    everything = [*items, *(bend for way in bends.values() for bend in way)]
    by_column = [
        sorted((each for each in everything if each.column == column), key=lambda each: each.y)
        for column in range(columns[-1] + 1)
    ]
    height = max(sum(each.tall for each in column) - column[0].tall / 2 - column[-1].tall / 2 for column in by_column)
    highest = max((each.y for each in everything), default=1.0) or 1.0
    for each in everything:
        each.y *= height / highest
    for sweep in range(SWEEPS):
        for column in by_column if sweep % 2 == 0 else reversed(by_column):
            _spread(column, height, follow=sweep > 0)
    places = tuple((float(each.column), each.y) for each in items)
    via = {key: tuple((float(bend.column), bend.y) for bend in way) for key, way in bends.items()}
    return Layout(places, {**via, **_twice(graph, places, height)}, (float(columns[-1]), height))


def _columns(graph: Graph) -> list[int]:
    """An operation stands behind its inputs, a leaf right before the first who uses it."""
    found = list(graph.columns)
    for index, node in enumerate(graph.nodes):
        if node.kind != "operation":
            found[index] = min(found[user] for user, _ in graph.users(index)) - 1
    return found


def _first_seen(graph: Graph) -> list[float]:
    """Rows at first: leaves in the order in which the text has them, an operation in the middle of its inputs."""
    rows: list[float] = []
    leaves = 0
    for node in graph.nodes:
        if node.kind == "operation":
            rows.append(sum(rows[i] for i in node.inputs) / len(node.inputs))
        else:
            rows.append(float(leaves))
            leaves += 1
    return rows


def _spread(column: list[_Item], height: float, *, follow: bool) -> None:
    """Bring what stands in a column as near as possible to its neighbours in others, in order and without overlap.

    Least squares under "one below the other" is an isotonic regression once the room between them is taken off:
    neighbours that would overlap are pooled at their mean.
    """
    wanted: list[float] = []
    rooms: list[float] = []
    room, before = 0.0, 0.0
    for each in column:
        room += (before + each.tall) / 2 if rooms else 0.0
        before = each.tall
        rooms.append(room)
        near = [other.y for other in each.beside]
        wanted.append((sum(near) / len(near) if follow and near else each.y) - room)
    pools: list[tuple[float, int]] = []  # (mean, how many)
    for value in wanted:
        pools.append((value, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, n), (b, m) = pools.pop(-2), pools.pop()
            pools.append(((a * n + b * m) / (n + m), n + m))
    free = [mean for mean, count in pools for _ in range(count)]
    for each, place, room in zip(column, free, rooms, strict=True):
        each.y = min(min(max(place, 0.0), max(height - rooms[-1], 0.0)) + room, height)


def _twice(graph: Graph, places: tuple[Point, ...], height: float) -> dict[tuple[int, int, int], tuple[Point, ...]]:
    """Where an operation takes one node twice, as in x * x, the second wire goes around."""
    found: dict[tuple[int, int, int], tuple[Point, ...]] = {}
    for user, node in enumerate(graph.nodes):
        for slot, of in enumerate(node.inputs):
            if of in node.inputs[:slot]:
                (x, y), (to_x, to_y) = places[of], places[user]
                middle = (y + to_y) / 2
                row = middle + 0.4 if middle + 0.4 <= height else middle - 0.4
                found[of, user, slot] = ((x + 0.5, max(row, 0.0)), (to_x - 0.5, max(row, 0.0)))
    return found
