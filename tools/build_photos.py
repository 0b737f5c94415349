"""Build assets/data/photos and their card from the photos inside scikit-image and scikit-learn.

    python -m tools.build_photos

The packages are only looked into, never imported: every photo is a file in its
wheel, and nothing is downloaded.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from dnnlab.data.photos import FOLDER, PHOTOS
from dnnlab.data.tones import flattened

LONGEST = 640
"""Pixels of the longer side."""
QUALITY = 90
"""Of the JPEG files."""

IMAGE, LEARN = "scikit-image", "scikit-learn"
FOLDERS = {IMAGE: ("skimage", "data"), LEARN: ("sklearn", "datasets/images")}
"""Package -> the module that it installs, and where its photos lie in it."""


class Source(NamedTuple):
    """Where a photo comes from, and what its package says about it."""

    package: str
    file: str
    says: str


SOURCES = {
    "cat": Source(IMAGE, "chelsea.png", "No copyright restrictions. CC0 by the photographer (Stefan van der Walt)."),
    "coffee": Source(
        IMAGE,
        "coffee.png",
        "Courtesy of Pikolo Espresso Bar. No copyright restrictions. CC0 by the photographer (Rachel Michetti).",
    ),
    "rocket": Source(
        IMAGE,
        "rocket.jpg",
        "Falcon 9 with DSCOVR, from SpaceX Photos (flickr.com/photos/spacexphotos/16511594820). Captured by SpaceX "
        "and released in the public domain.",
    ),
    "astronaut": Source(
        IMAGE,
        "astronaut.png",
        "Eileen Collins, from the NASA Great Images database (flic.kr/p/r9qvLn). No known copyright restrictions, "
        "released into the public domain.",
    ),
    "photographer": Source(IMAGE, "camera.png", "No copyright restrictions. CC0 by the photographer (Lav Varshney)."),
    "galaxies": Source(
        IMAGE,
        "hubble_deep_field.jpg",
        "Hubble eXtreme Deep Field, from HubbleSite (release 2012/37). Captured by NASA and may be freely used in "
        "the public domain.",
    ),
    "retina": Source(
        IMAGE,
        "retina.jpg",
        "commons.wikimedia.org/wiki/File:Fundus_photograph_of_normal_left_eye.jpg, Mikael Häggström 2014. Creative "
        "Commons CC0 1.0 Universal Public Domain Dedication.",
    ),
    "brick wall": Source(
        IMAGE, "brick.png", "From CC0Textures (cc0textures.com, Bricks25), Creative Commons CC0 License; cropped."
    ),
    "pagoda": Source(
        LEARN,
        "china.jpg",
        "Creative Commons BY 2.0 (creativecommons.org/licenses/by/2.0). Some rights reserved by danielbuechele "
        "(flickr.com/photos/danielbuechele/6061409035). Changed here: saved anew as JPEG.",
    ),
    "flower": Source(
        LEARN,
        "flower.jpg",
        "Creative Commons BY 2.0 (creativecommons.org/licenses/by/2.0). Some rights reserved by danielbuechele, says "
        "the package, but its links lead to vultilion (flickr.com/photos/vultilion/6056698931), who is credited here. "
        "Changed here: saved anew as JPEG.",
    ),
}

CARD = """# Photos

{count} photos for the lessons that look at pictures, JPEG, at most {longest} pixels on the longer side.
Names and descriptions: `dnnlab/data/photos.py`.

- **Source**: files inside the wheels of {packages}; nothing is downloaded.
- **Licences**: as the packages state them (docstrings of `skimage.data`, `README.txt` of `sklearn.datasets`).
  The two of Creative Commons BY 2.0 want their author named wherever they are shown: `Photo.credit`.
- **How it was made**: `python -m tools.build_photos`: colours to sRGB, made smaller (Lanczos) where larger than
  {longest} pixels, JPEG of quality {quality}, no metadata. Grey photos stay grey.
- scikit-image's `stereo_motorcycle` is in its wheel too, but the package names no licence for it: it is not here.

| photo | size | bytes | sha256 | file in the package |
|---|---|---|---|---|
{rows}

What the packages say:

{says}
"""


def folder(package: str) -> Path:
    """Where a package's photos lie; SystemExit when it is not installed."""
    module, inside = FOLDERS[package]
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed: pip install -r requirements-assets.txt")
    return Path(spec.origin).parent / inside


def shrink(source: Path, target: Path) -> tuple[int, int]:
    """Write a photo as it ships; return its width and height."""
    with Image.open(source) as image:
        image.load()
        made = image.convert("L") if image.mode == "L" else flattened(image).image
    share = LONGEST / max(made.size)
    if share < 1:
        width, height = (round(side * share) for side in made.size)
        made = made.resize((width, height), Image.Resampling.LANCZOS)
    made.info.clear()
    made.save(target, quality=QUALITY, optimize=True)
    return made.size


def main() -> None:
    """Write the photos and the card."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    rows, says, total = [], [], 0
    for name, photo in PHOTOS.items():
        package, file, said = SOURCES[name]
        width, height = shrink(folder(package) / file, photo.file)
        content = photo.file.read_bytes()
        total += len(content)
        digest = hashlib.sha256(content).hexdigest()
        rows.append(
            f"| `{photo.file.name}` | {width} x {height} | {len(content):,} | `{digest}` | {package}: `{file}` |"
        )
        says.append(f"- **{name}**: {said}")
    card = CARD.format(
        count=len(PHOTOS),
        longest=LONGEST,
        quality=QUALITY,
        packages=" and ".join(f"{name} {version(name)}" for name in FOLDERS),
        rows="\n".join(rows),
        says="\n".join(says),
    )
    (FOLDER / "card.md").write_text(card, encoding="utf-8")
    print(f"{len(PHOTOS)} photos, {total / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
