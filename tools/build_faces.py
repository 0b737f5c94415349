"""Draw assets/data/faces/faces.npz and its card: illustrated faces, with the packages of requirements-assets.txt.

    python -m tools.build_faces                               # the 6,000 that ship
    python -m tools.build_faces --more 20000 --to FOLDER      # others, to train shipped weights on, as FOLDER/faces.npz

The labels of a face are drawn first, each independently; what no label says
(which long hair, which glasses, eyes, eyebrows) is drawn until the picture is one
that has not been drawn yet.  The 6,000 come from one seed, the others from another,
and none of the others is one of the 6,000.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.resources
import io
import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dnnlab.data.faces import ATTRIBUTES, FILE, HAIR_COLOURS, LABELS, SIZE, SKIN_COLOURS, TEST, TRAINING, VALIDATION
from tools.archive import rows, save

SHIPPED_SEED, MORE_SEED = 64, 65
COUNT = TRAINING + VALIDATION + TEST

RASTER, CROP = 110, (23, 10, 87, 74)
"""Pixels at which an avatar is drawn, and the square of them that is kept: the face fills it."""
BACKGROUND = "#eef1f5"

HAIR = dict(zip(HAIR_COLOURS, ("#2c1b18", "#724133", "#d6b370", "#c93305", "#9c9696"), strict=True))
SKIN = dict(zip(SKIN_COLOURS, ("#ffdbb4", "#edb98a", "#d08b5b", "#ae5d29", "#614335"), strict=True))
TOPS = {
    False: ("shortFlat", "shortRound", "shortWaved", "shortCurly", "theCaesar", "theCaesarAndSidePart"),
    True: ("bob", "straight01", "straight02", "straightAndStrand", "longButNotTooLong", "miaWallace"),
}
GLASSES = ("round", "prescription01", "prescription02")
BEARDS = ("beardMedium", "beardLight")
MOUTHS = {False: ("serious", "sad"), True: ("smile",)}
EYES = ("default", "happy", "side", "squint", "wink")
EYEBROWS = (
    "default", "defaultNatural", "flatNatural", "raisedExcited", "raisedExcitedNatural", "upDown", "angryNatural",
    "sadConcernedNatural",
)  # fmt: skip
TRIES = 1_000
"""Draws of a face with the same labels before the tool gives up: it has no new one."""

CARD = """# Illustrated faces

`faces.npz`: 6,000 generated avatars, 64 x 64 pixels in colour, with exact labels. **They are illustrations**, no
photos, and show nobody.

- **Source**: the style "Avataaars" by Pablo Stanley (<https://avataaars.com/>), in the remix that the Python package
  `dicebear-styles` 10.6.0 holds, drawn by `dicebear-core` 10.7.0 and `resvg-py` 0.5.0.
- **Licence**: Avataaars is "free for personal and commercial use" (<https://avataaars.com/>). The two DiceBear packages
  and resvg are MIT.
- **How it was made**: `python -m tools.build_faces`, with the packages of requirements-assets.txt; about a minute of
  processor time. An avatar is drawn at 110 x 110 on one pale background, and the square of the face is kept.
- **Labels**: each is drawn independently of the others, the four attributes with probability 1/2, the colours
  uniformly. What no label says (six kinds of hair for each length, three pairs of glasses, two beards, five pairs of
  eyes, eight of eyebrows) is drawn too. A beard has the colour of the hair. No glasses are dark ones.
- **Split**: 5,000 to train, 500 to validate, 500 to test, in this order (`dnnlab/data/faces.py`). No picture stands
  there twice; the faces on which shipped weights are trained (`--more 20000 --to FOLDER`) are others still.

| array | shape | sha256 of its bytes |
|---|---|---|
{arrays}

| attribute | training | validation | test |
|---|---|---|---|
{counts}
"""


def draws(seed: int, taken: set[bytes]) -> Callable[[], tuple[NDArray[np.uint8], tuple[Any, ...]]]:
    """What draws one new face at each call: its picture, (64, 64, 3), and its labels in the order of ``LABELS``.

    Args:
        seed: of the whole sequence.
        taken: digests of the pictures that there are; those of the new ones are added.
    """
    dicebear = import_module("dicebear")  # here: tests and the app do without it
    style = dicebear.Style(
        json.loads(importlib.resources.files("dicebear_styles").joinpath("avataaars.json").read_text())
    )
    random = np.random.default_rng(seed)

    def one_of(choices: tuple[str, ...]) -> list[str]:
        return [choices[random.integers(len(choices))]]

    def draw() -> tuple[NDArray[np.uint8], tuple[Any, ...]]:
        glasses, smile, beard, long_hair = (bool(random.integers(2)) for _ in ATTRIBUTES)
        hair, skin = int(random.integers(len(HAIR))), int(random.integers(len(SKIN)))
        colour = [HAIR[HAIR_COLOURS[hair]]]
        for _ in range(TRIES):
            options = {
                "seed": "face", "backgroundColor": [BACKGROUND],
                "topProbability": 100, "topVariant": one_of(TOPS[long_hair]), "hairColor": colour,
                "skinColor": [SKIN[SKIN_COLOURS[skin]]],
                "accessoriesProbability": 100 * glasses, "accessoriesVariant": one_of(GLASSES),
                "accessoriesColor": ["#262e33"],
                "facialHairProbability": 100 * beard, "facialHairVariant": one_of(BEARDS), "facialHairColor": colour,
                "mouthVariant": one_of(MOUTHS[smile]), "eyesVariant": one_of(EYES), "eyebrowsVariant": one_of(EYEBROWS),
                "clothesVariant": ["shirtCrewNeck"], "clothesColor": ["#5199e4"],
            }  # fmt: skip
            picture = rasterised(dicebear.Avatar(style, options).to_string())
            digest = hashlib.sha256(picture.tobytes()).digest()
            if digest not in taken:
                taken.add(digest)
                return picture, (glasses, smile, beard, long_hair, hair, skin)
        raise RuntimeError(f"after {len(taken):,} faces there is no new one with these labels")

    return draw


def rasterised(svg: str) -> NDArray[np.uint8]:
    """A drawing as pixels: the square of the face, (64, 64, 3)."""
    resvg = import_module("resvg_py")
    png = bytes(resvg.svg_to_bytes(svg_string=svg, width=RASTER, height=RASTER, skip_system_fonts=True))
    picture = Image.open(io.BytesIO(png)).convert("RGB").crop(CROP)
    return np.asarray(picture, np.uint8).reshape(SIZE, SIZE, 3)


def drawn(count: int, seed: int, taken: set[bytes]) -> dict[str, NDArray[Any]]:
    """So many new faces as ``images`` and ``labels``."""
    draw = draws(seed, taken)
    faces = [draw() for _ in range(count)]
    return {
        "images": np.stack([picture for picture, _ in faces]),
        "labels": np.array([labels for _, labels in faces], LABELS),
    }


def digests(images: NDArray[np.uint8]) -> set[bytes]:
    """SHA-256 of each picture."""
    return {hashlib.sha256(picture.tobytes()).digest() for picture in images}


def card(arrays: dict[str, NDArray[Any]]) -> str:
    """Shapes and digests of the arrays, and how often each attribute occurs in each part."""
    parts = np.split(arrays["labels"], [TRAINING, TRAINING + VALIDATION])
    counts = [f"| {name} | " + " | ".join(f"{part[name].sum():,}" for part in parts) + " |" for name in ATTRIBUTES]
    for column, names in (("hair_colour", HAIR_COLOURS), ("skin_colour", SKIN_COLOURS)):
        for number, name in enumerate(names):
            said = f"{column.partition('_')[0]}: {name}"
            counts.append(f"| {said} | " + " | ".join(f"{(part[column] == number).sum():,}" for part in parts) + " |")
    return CARD.format(arrays=rows(arrays), counts="\n".join(counts))


def main() -> None:
    """Read the command line and draw."""
    parser = argparse.ArgumentParser(description="Draw illustrated faces with labels.")
    parser.add_argument("--more", type=int, default=0, help="draw so many others, none of which ships")
    parser.add_argument("--to", type=Path, help="the folder for them, outside the repository")
    asked = parser.parse_args()
    if bool(asked.more) != (asked.to is not None):
        parser.error("--more and --to go together")
    if asked.more:
        with np.load(FILE, allow_pickle=False) as shipped:
            taken = digests(shipped["images"])
        save(drawn(asked.more, MORE_SEED, taken), asked.to / FILE.name)
        return
    arrays = drawn(COUNT, SHIPPED_SEED, set())
    save(arrays, FILE)
    (FILE.parent / "card.md").write_text(card(arrays), encoding="utf-8")


if __name__ == "__main__":
    main()
