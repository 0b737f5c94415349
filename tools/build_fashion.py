"""Build assets/data/fashion/fashion.npz and its card from Debian's package dataset-fashion-mnist.

    python -m tools.build_fashion                # fetches the package with `apt-get download`
    python -m tools.build_fashion --from FOLDER  # takes the four gzipped IDX files from a folder

All 70,000 pictures would take 26 MB; the first 20,000 of the training set and the whole test set take 11 MB.
"""

from __future__ import annotations

import argparse
import gzip
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dnnlab.data.fashion import FILE, NAMES, TRAINING, VALIDATION
from tools.archive import rows, save
from tools.build_mnist import FILES, read_idx

PACKAGE = "dataset-fashion-mnist"
INSIDE = Path("usr/share/datasets/fashion-mnist")

CARD = """# Fashion-MNIST

`fashion.npz`: 30,000 of the 70,000 pictures of clothes, shoes and bags, 28 x 28 grey pixels, light on black (0), with
their labels 0 to 9: {names}.

- **Source**: H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning
  Algorithms", 2017; the four original IDX files, from Debian's package `dataset-fashion-mnist`.
- **Licence**: MIT (copyright 2017 Zalando SE).
- **How it was made**: `python -m tools.build_fashion`. To keep the repository small, the **first 20,000** of the 60,000
  training pictures ship, and all 10,000 test pictures. Their bytes are unchanged and in their original order.
- **Split**: the first 18,000 are for training, the next 2,000 for validation (`dnnlab/data/fashion.py`).
  Figures of papers are of nets that learnt from all 60,000: they do not compare with what is measured here.

| array | shape | sha256 of its bytes |
|---|---|---|
{arrays}

| label | {numbers} |
|---|{line}
{counts}
"""


def fetch(folder: Path) -> Path:
    """Fetch and unpack the package into ``folder``; return the folder of its IDX files."""
    subprocess.run(["apt-get", "download", PACKAGE], check=True, cwd=folder, stdout=subprocess.DEVNULL)
    subprocess.run(["dpkg-deb", "-x", str(next(folder.glob("*.deb"))), str(folder)], check=True)
    return folder / INSIDE


def read(source: Path, file: str, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """A gzipped IDX file as an array."""
    with tempfile.NamedTemporaryFile() as plain:
        plain.write(gzip.decompress((source / f"{file}.gz").read_bytes()))
        plain.flush()
        return read_idx(Path(plain.name), shape)


def build(source: Path) -> None:
    """Write the arrays and the card."""
    arrays = {}
    for name, (file, shape) in FILES.items():
        whole = read(source, file, shape)
        arrays[name] = whole[: TRAINING + VALIDATION] if name.startswith("train") else whole
    save(arrays, FILE)
    counts = [
        f"| {part} | " + " | ".join(map(str, np.bincount(arrays[f"{part}_labels"], minlength=10))) + " |"
        for part in ("train", "test")
    ]
    text = CARD.format(
        names=", ".join(NAMES),
        arrays=rows(arrays),
        numbers=" | ".join(map(str, range(10))),
        line="---|" * 10,
        counts="\n".join(counts),
    )
    (FILE.parent / "card.md").write_text(text, encoding="utf-8")


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description="Build assets/data/fashion from the original IDX files.")
    parser.add_argument("--from", dest="source", type=Path, help="a folder with the four gzipped IDX files")
    source = parser.parse_args().source
    if source is not None:
        build(source)
        return
    with tempfile.TemporaryDirectory() as folder:
        build(fetch(Path(folder)))


if __name__ == "__main__":
    main()
