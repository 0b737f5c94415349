"""Kernels with a name, and kernels as a short text for a link; numpy only.

Sources: identity, left and top Sobel as in the lecture; the others of 3 x 3 as
in Victor Powell's "Image Kernels", setosa.io.  All are applied as they stand
(cross-correlation): "left sobel" answers where the left is brighter than the right.
"""

from __future__ import annotations

from math import comb

import numpy as np
from numpy.typing import NDArray

Kernel = NDArray[np.float32]

PRESETS: dict[str, Kernel] = {
    name: np.array(rows, np.float32) / np.float32(divisor)
    for name, rows, divisor in (
        ("identity", [[0, 0, 0], [0, 1, 0], [0, 0, 0]], 1),
        ("left sobel", [[1, 0, -1], [2, 0, -2], [1, 0, -1]], 1),
        ("right sobel", [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], 1),
        ("top sobel", [[1, 2, 1], [0, 0, 0], [-1, -2, -1]], 1),
        ("bottom sobel", [[-1, -2, -1], [0, 0, 0], [1, 2, 1]], 1),
        ("left prewitt", [[1, 0, -1], [1, 0, -1], [1, 0, -1]], 1),
        ("top prewitt", [[1, 1, 1], [0, 0, 0], [-1, -1, -1]], 1),
        ("laplacian", [[0, 1, 0], [1, -4, 1], [0, 1, 0]], 1),
        ("outline", [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]], 1),
        ("sharpen", [[0, -1, 0], [-1, 5, -1], [0, -1, 0]], 1),
        ("box blur", [[1, 1, 1], [1, 1, 1], [1, 1, 1]], 9),
        ("gaussian blur", [[1, 2, 1], [2, 4, 2], [1, 2, 1]], 16),
        ("emboss", [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]], 1),
    )
}
"""Each preset in its usual size, 3 x 3; see :func:`preset` for the others."""

LECTURE_MATRIX: NDArray[np.float32] = np.array([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]], np.float32)
"""The lecture's example: 2 x 2 pooling gives max [[6, 8], [3, 4]] and average [[3.25, 5.25], [2, 2]]."""

MAX_SIZE = 7
MAX_VALUE = 1000.0


def sizes(name: str) -> tuple[int, ...]:
    """The sizes that a preset has: odd ones, since an even kernel has no centre.

    Raises:
        ValueError: there is no such preset.
    """
    if name not in PRESETS:
        raise ValueError(f"There is no kernel {name!r}: the names are {', '.join(PRESETS)}.")
    return (1, 3, 5, 7) if name in ("identity", "box blur", "gaussian blur") else (3, 5, 7)


def preset(name: str, size: int = 3) -> Kernel:
    """A kernel by its name, (size, size).

    The identity and the two blurs are made for the size: a gaussian is the
    outer product of binomial coefficients, divided by their sum.  The other
    kernels keep their 3 x 3 in the middle and get zeros around it.

    Raises:
        ValueError: there is no such preset, or it has no such size.
    """
    if size not in sizes(name):
        raise ValueError(f"The kernel {name!r} has the sizes {', '.join(map(str, sizes(name)))}, not {size}.")
    if name == "box blur":
        return np.full((size, size), 1 / size**2, np.float32)
    if name == "gaussian blur":
        row = np.array([comb(size - 1, k) for k in range(size)]) / 2 ** (size - 1)
        return np.outer(row, row).astype(np.float32)
    if size == 1:  # the identity
        return np.ones((1, 1), np.float32)
    return np.pad(PRESETS[name], (size - 3) // 2)


def name_of(kernel: NDArray[np.floating]) -> str | None:
    """The preset that this kernel is, or None.

    A link keeps four digits of a number, 0.1111 for 1/9: what a link has made
    of a preset is still that preset.  Of 1 x 1 there is the identity only.
    """
    for name in PRESETS:
        for size in sizes(name):
            if kernel.shape == (size, size):
                exact = preset(name, size)
                if any(np.allclose(kernel, each, rtol=1e-6, atol=1e-6) for each in (exact, from_text(to_text(exact)))):
                    return name
    return None


def to_text(kernel: NDArray[np.floating]) -> str:
    """A kernel for a link: commas between numbers, semicolons between rows, four significant digits.

    The left Sobel is "1,0,-1;2,0,-2;1,0,-1".
    """
    return ";".join(",".join(f"{value + 0.0:.4g}" for value in row) for row in kernel.tolist())  # -0.0 + 0.0 is 0.0


def from_text(text: str) -> Kernel:
    """The kernel that a text of :func:`to_text` says, (rows, columns).

    Raises:
        ValueError: no rectangle, not 1 to 7 rows and columns, or a value that is
            no finite number in [-1000, 1000].
    """
    rows = [row.split(",") for row in text.split(";")]
    widths = sorted({len(row) for row in rows})
    if len(rows) > MAX_SIZE or widths[-1] > MAX_SIZE:
        raise ValueError(f"A kernel has at most {MAX_SIZE} rows and columns, this one has {len(rows)} x {widths[-1]}.")
    if len(widths) > 1:
        raise ValueError(f"All rows of a kernel are equally long, these have {widths[0]} to {widths[-1]} numbers.")
    return np.array([[_number(cell) for cell in row] for row in rows], np.float32)


def _number(cell: str) -> float:
    """One value of a kernel."""
    try:
        value = float(cell)
    except ValueError:
        raise ValueError(f"A kernel is made of numbers, got {cell[:20]!r}.") from None
    if not abs(value) <= MAX_VALUE:  # nan too
        raise ValueError(f"The values of a kernel are in [{-MAX_VALUE:g}, {MAX_VALUE:g}], got {cell.strip()[:20]}.")
    return value
