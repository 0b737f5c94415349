"""Draw the app's icon: a 5x5 filter, orange and blue.  Run from the repository's root."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageColor

from dnnlab.plots.palette import LIGHT

SIDE = 64


def main() -> None:
    """Write assets/icon.png."""
    rows, columns = np.mgrid[-2:3, -2:3]
    strength = np.clip((rows + columns) / 4, -1, 1)[..., None]  # a diagonal edge detector
    positive, negative = (np.array(ImageColor.getrgb(colour)) for colour in (LIGHT.positive, LIGHT.negative))
    white = np.full(3, 255)
    pixels = np.where(strength > 0, white + (positive - white) * strength, white + (negative - white) * -strength)
    icon = Image.fromarray(pixels.astype(np.uint8)).resize((SIDE, SIDE), Image.Resampling.NEAREST)
    icon.save(Path("assets/icon.png"), optimize=True)


if __name__ == "__main__":
    main()
