"""Build assets/plotly from the npm package plotly.js-cartesian-dist-min: the small Plotly that all pages load.

    python -m tools.build_plotly                  # fetches the package with `npm pack`
    python -m tools.build_plotly --from FOLDER    # takes it from a folder that holds its files

The package's version is that of the plotly.js inside the installed wheel, so that
Python and browser mean the same by a figure.  The script ships compressed: it is
served as it lies, and no visitor has it compressed anew.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from dnnlab.paths import ASSETS
from dnnlab.ui.static_files import version_in, whole_plotly

PACKAGE = "plotly.js-cartesian-dist-min"
FILE = "plotly-cartesian.min.js"
TARGET = ASSETS / "plotly"

CARD = """# Plotly for the browser

`{name}`: plotly.js {version} in its cartesian bundle, compressed with gzip; its text is unchanged.

- **Source**: the npm package `{package}@{version}`, file `{file}`. plotly.js {version} is what the pinned
  Python package plotly carries too; a figure that the small bundle cannot draw (three dimensions, maps, polar axes)
  loads the whole one out of that package.
- **Licence**: MIT, Copyright Plotly, Inc. (`LICENSE`). The licences of what it contains stand at the script's end.
- **How it was made**: `python -m tools.build_plotly`.

| | bytes | sha256 |
|---|---|---|
| script | {size:,} | `{digest}` |
| compressed | {packed:,} | |
"""


def fetch(folder: Path, version: str) -> Path:
    """Fetch the package into ``folder``; return the folder of its files."""
    wanted = f"{PACKAGE}@{version}"
    subprocess.run(
        ["npm", "pack", "--silent", wanted, "--pack-destination", str(folder)], check=True, stdout=subprocess.DEVNULL
    )
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def build(source: Path, version: str) -> None:
    """Write the compressed script, its licence and the card.

    Raises:
        ValueError: the folder holds another version.
    """
    script = (source / FILE).read_bytes()
    if version_in(script) != version:
        raise ValueError(f"{source / FILE} is plotly.js {version_in(script)}, and the Python package has {version}")
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    name = f"plotly-cartesian-{version}.min.js.gz"
    packed = gzip.compress(script, 9, mtime=0)
    (TARGET / name).write_bytes(packed)
    (TARGET / "LICENSE").write_bytes((source / "LICENSE").read_bytes())
    card = CARD.format(
        name=name, version=version, package=PACKAGE, file=FILE, size=len(script), packed=len(packed),
        digest=hashlib.sha256(script).hexdigest(),
    )  # fmt: skip
    (TARGET / "card.md").write_text(card, encoding="utf-8")


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description="Build assets/plotly from the npm package of plotly.js.")
    parser.add_argument("--from", dest="source", type=Path, help=f"a folder with {FILE} and LICENSE")
    source = parser.parse_args().source
    version = version_in(whole_plotly().read_bytes())
    if source is not None:
        build(source, version)
        return
    with tempfile.TemporaryDirectory() as folder:
        build(fetch(Path(folder), version), version)


if __name__ == "__main__":
    main()
