"""The browser's decoder against PyTorch: the kind's own script decodes what a trainer packs."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from playwright.sync_api import Page
from torch import nn

from dnnlab.nn.decoders import grid_of, travelling
from dnnlab.plots.decoders import Floats, Plane

SCRIPT = Path("dnnlab/ui/components/stage/decoder.js")
CODES = 100


def drawn(module: nn.Module, seed: int) -> nn.Module:
    """Weights with which a picture has blacks, whites and greys; running figures of a normalisation as in training."""
    generator = torch.Generator().manual_seed(seed)
    for each in module.modules():
        if isinstance(each, nn.Linear | nn.ConvTranspose2d):
            fan = each.weight[0].numel() if isinstance(each, nn.Linear) else each.weight[:, 0].numel() / 4
            nn.init.normal_(each.weight, std=1.6 / fan**0.5, generator=generator)
            nn.init.normal_(each.bias, std=0.3, generator=generator)
        elif isinstance(each, nn.BatchNorm2d):
            nn.init.uniform_(each.running_var, 0.5, 2, generator=generator)
            nn.init.normal_(each.running_mean, generator=generator)
    return module.eval()


DENSE = nn.Sequential(nn.Linear(2, 64), nn.ReLU(), nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 784), nn.Sigmoid())
CURVES = nn.Sequential(nn.Linear(2, 40), nn.Tanh(), nn.Linear(40, 40), nn.Sigmoid(), nn.Linear(40, 784))
CONVOLUTIONS = nn.Sequential(
    nn.Linear(16, 16 * 7 * 7), nn.ReLU(), nn.Unflatten(1, (16, 7, 7)), nn.ConvTranspose2d(16, 8, 4, 2, 1), nn.ReLU(),
    nn.ConvTranspose2d(8, 1, 4, 2, 1), nn.Sigmoid(),
)  # fmt: skip
COLOURS = nn.Sequential(
    nn.Linear(8, 128), nn.Unflatten(1, (8, 4, 4)), nn.BatchNorm2d(8), nn.LeakyReLU(0.2),
    nn.ConvTranspose2d(8, 4, 5, 3, 2), nn.BatchNorm2d(4), nn.ReLU(), nn.ConvTranspose2d(4, 3, 3, 1, 0), nn.Tanh(),
)  # fmt: skip


def in_browser(page: Page, root: Path, packed: bytes, points: Floats) -> np.ndarray:
    """What the script makes of each point: (n, H W C) bytes."""
    script = base64.b64encode((root / SCRIPT).read_bytes()).decode()
    found: list[list[int]] = page.evaluate(
        """async ([script, packed, points]) => {
            const { read } = await import(`data:text/javascript;base64,${script}`);
            const network = read(Uint8Array.from(atob(packed), (each) => each.charCodeAt(0)));
            return points.map(([x, y]) => [...network.decode(x, y)]);
        }""",
        [script, base64.b64encode(packed).decode(), points.tolist()],
    )
    return np.array(found)


def plane_of(size: int) -> Plane:
    generator = np.random.default_rng(size)
    if size == 2:
        return Plane.of_code(2)
    axes = np.linalg.qr(generator.standard_normal((size, 2)))[0].T
    return Plane(origin=generator.standard_normal(size).astype(np.float32), axes=axes.astype(np.float32))


def points_of(seed: int) -> Floats:
    return np.random.default_rng(seed).normal(0, 2, (CODES, 2)).astype(np.float32)


@pytest.mark.parametrize(
    ("module", "size", "picture", "low"),
    [
        (DENSE, 2, (1, 28, 28), 0.0), (CURVES, 2, (1, 28, 28), 0.0), (CONVOLUTIONS, 16, (1, 28, 28), 0.0),
        (COLOURS, 8, (3, 12, 12), -1.0),
    ],
    ids=["dense", "curves", "convolutions", "colours"],
)  # fmt: skip
def test_the_browser_decodes_as_torch_does(
    page: Page, root: Path, module: nn.Module, size: int, picture: tuple[int, int, int], low: float
) -> None:
    """On 100 codes no pixel, which is a byte, is off by more than one of its 255 steps."""
    net, plane, points = drawn(module, 0), plane_of(size), points_of(1)
    packed = travelling(net, plane, picture, (points.min(0), points.max(0)), low=low)
    assert b'"layers"' in packed[:40]
    codes = torch.from_numpy(plane.origin + points @ plane.axes)
    with torch.inference_mode():
        shown = ((net(codes).reshape(CODES, *picture) - low) / (1 - low)).clamp(0, 1)
    wanted = shown.movedim(1, -1).flatten(1).mul(255).round().numpy()
    assert wanted.std() > 30
    assert np.abs(in_browser(page, root, packed, points) - wanted).max() <= 1


def test_a_grid_is_itself_at_its_crossings_and_mixes_between(page: Page, root: Path) -> None:
    net, plane = drawn(DENSE, 0), Plane.of_code(2)
    window = np.array([-2.0, -1.0]), np.array([2.0, 3.0])
    grid = grid_of(net, plane, (1, 28, 28), window)
    xs, ys = (np.linspace(a, b, 24) for a, b in zip(*window, strict=True))
    points = np.array([[xs[3], ys[5]], [xs[23], ys[0]], [(xs[3] + xs[4]) / 2, ys[5]], [-9, 99]], np.float32)
    found = in_browser(page, root, grid.pack(), points)
    pixels = grid.pixels.reshape(24, 24, 784).astype(float)
    wanted = [pixels[5, 3], pixels[0, 23], (pixels[5, 3] + pixels[5, 4]) / 2, pixels[23, 0]]
    assert np.abs(found - np.array(wanted)).max() <= 1


def test_every_half_is_read(page: Page, root: Path) -> None:
    """All 65,536 numbers of half precision mean the same in the browser."""
    script = base64.b64encode((root / SCRIPT).read_bytes()).decode()
    halves = np.arange(65_536, dtype=np.uint16).view(np.float16)
    kept = halves[np.isfinite(halves)]
    header: Any = b'{"kind":"layers","layers":[{"kind":"dense","in":1,"out":%d,"act":"linear","slope":0}],' % len(kept)
    header += b'"picture":[1,1,%d],"low":0,"high":1,"origin":[0],"axes":[[1],[0]]}' % len(kept)
    packed = len(header).to_bytes(4, "little") + header + kept.astype("<f2").tobytes() + np.zeros_like(kept).tobytes()
    found = page.evaluate(
        """async ([script, packed]) => {
            const { read } = await import(`data:text/javascript;base64,${script}`);
            return [...read(Uint8Array.from(atob(packed), (each) => each.charCodeAt(0))).layers[0].weight];
        }""",
        [script, base64.b64encode(packed).decode()],
    )
    assert np.array_equal(np.array(found, np.float32), kept.astype(np.float32))
