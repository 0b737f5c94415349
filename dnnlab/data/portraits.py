"""Real faces: 100 small grey photos, 25 x 25, of the collection Labeled Faces in the Wild, as scikit-image ships them.

Too few to train a deep network on; enough to see what PCA makes of faces.  Source: ``assets/data/portraits/card.md``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dnnlab.once import once
from dnnlab.paths import ASSETS

FILE = ASSETS / "data" / "portraits" / "portraits.npz"
"""The array ``images``; see tools/build_portraits.py."""

SIZE, COUNT = 25, 100
"""Height and width of a picture in pixels, and how many there are."""


@once
def portraits() -> NDArray[np.uint8]:
    """All of them, (100, 25, 25), 255 is white; read-only and shared by the whole process."""
    with np.load(FILE, allow_pickle=False) as arrays:
        images: NDArray[np.uint8] = arrays["images"]
    images.setflags(write=False)
    return images
