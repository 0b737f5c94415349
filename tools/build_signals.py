"""Build the signals of assets/data: ECG5000, record 100 of MIT-BIH, the sensors of the shuttle.

    python -m tools.build_signals --ecg5000 ecg5000.npz --mitbih100 mitbih100.npz --shuttle shuttle.csv.gz

The two ECGs are in no package: they are handed over as files (the cards say what is in them).  The shuttle's
sensors are ``datasets/shuttle.csv.gz`` inside the PyPI package river 0.26.1.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dnnlab.data import signals


def ecg5000(source: Path) -> dict[str, NDArray[Any]]:
    """Beats in half precision: their values have three digits, and a standard deviation of 1."""
    with np.load(source) as given:
        arrays: dict[str, NDArray[Any]] = {}
        for part in ("train", "test"):
            beats, labels = given[f"{part}_x"], given[f"{part}_y"]
            if beats.shape[1:] != (signals.BEAT,) or len(beats) != len(labels) or not np.isfinite(beats).all():
                raise ValueError(f"{source}: {part} has beats of shape {beats.shape} and {len(labels)} labels")
            arrays |= {f"{part}_x": beats.astype(np.float16), f"{part}_y": labels.astype(np.uint8)}
        return arrays


def mitbih100(source: Path) -> dict[str, NDArray[Any]]:
    """Both leads as they were digitised, and the annotations of beats."""
    with np.load(source) as given:
        beats = given["symbol"] != "+"  # a note about the rhythm
        if (int(given["fs"]), int(given["per_mv"]), int(given["baseline"])) != (360, 200, 1024):
            raise ValueError(f"{source}: other units than 360 Hz, 200 a mV, zero at 1024")
        symbols = np.array([signals.SYMBOLS.index(each) for each in given["symbol"][beats]], np.uint8)
        return {"adu": given["adu"].astype(np.int16), "sample": given["sample"][beats], "symbol": symbols}


def shuttle(source: Path) -> dict[str, NDArray[Any]]:
    """Nine sensors a row, and whether the row is an anomaly."""
    table = pd.read_csv(source)
    return {
        "rows": table[[f"f{i}" for i in range(1, 10)]].to_numpy().astype(np.int16),
        "anomaly": table["anomaly"].to_numpy().astype(np.bool_),
    }


def main() -> None:
    """Write the files, and say what the cards say about them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    makers = {"ecg5000": ecg5000, "mitbih100": mitbih100, "shuttle": shuttle}
    for name in makers:
        parser.add_argument(f"--{name}", type=Path, metavar="FILE")
    asked = vars(parser.parse_args())
    for name, make in makers.items():
        if asked[name] is None:
            continue
        file = signals.FOLDER / name / f"{name}.npz"
        np.savez_compressed(file, **make(asked[name]))  # type: ignore[arg-type]
        print(f"{file}: {file.stat().st_size:,} bytes, sha256 {hashlib.sha256(file.read_bytes()).hexdigest()}")


if __name__ == "__main__":
    main()
