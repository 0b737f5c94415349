"""Build assets/data/portraits from the 100 faces inside scikit-image; nothing is downloaded.

python -m tools.build_portraits
"""

from __future__ import annotations

from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from dnnlab.data.portraits import COUNT, FILE
from tools.archive import rows, save

CARD = """# Real faces

`portraits.npz`: 100 grey photos of faces, 25 x 25 pixels.

- **Source**: the first 100 of `skimage.data.lfw_subset`, a file in the wheel of scikit-image {version}: faces chosen at
  random from Labeled Faces in the Wild, cut out and made smaller. G. Huang, M. Mattar, H. Lee, E. Learned-Miller,
  "Learning to align from scratch", NIPS 2012; <http://vis-www.cs.umass.edu/lfw/>.
- **Licence**: scikit-image is BSD-3-Clause and ships the file without another statement. The photos are press photos
  of public figures that Labeled Faces in the Wild gathered for research; no names are shipped, and no one is recognised
  with them here.
- **How it was made**: `python -m tools.build_portraits`: numbers in 0..1 rounded to bytes; the 100 pictures of the file
  that are no faces are left out.

| array | shape | sha256 of its bytes |
|---|---|---|
{arrays}
"""


def main() -> None:
    """Look into the package, write the array and the card."""
    spec = find_spec("skimage")
    if spec is None or spec.origin is None:
        raise SystemExit("scikit-image is not installed: see requirements-assets.txt")
    pictures = np.load(Path(spec.origin).parent / "data" / "lfw_subset.npy", allow_pickle=False)
    arrays = {"images": np.rint(pictures[:COUNT] * 255).astype(np.uint8)}
    save(arrays, FILE)
    text = CARD.format(version=version("scikit-image"), arrays=rows(arrays))
    (FILE.parent / "card.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
