"""Fit the detector of eights that ships, assets/anomaly/pictures/eights.safetensors.

    python -m tools.build_picture_detector

It is the one that a run of the lesson with default knobs ends with.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before torch is imported

import torch

from dnnlab.anomaly import scores
from dnnlab.anomaly.pictures.knobs import PictureConfig
from dnnlab.anomaly.pictures.material import as_rows, material
from dnnlab.anomaly.pictures.net.calls import HELD_OUT, SHIPPED, fitted


def main() -> None:
    """Fit, write, measure."""
    torch.set_num_threads(1)
    config = PictureConfig()
    made = material(config)
    detector = fitted(config)
    SHIPPED.write_bytes(detector.packed(**{HELD_OUT: detector.decision_function(as_rows(made.held_out))}))
    auc = scores.auc(made.source.kinds > 0, detector.decision_function(as_rows(made.source.test)))
    print(f"{SHIPPED}: {SHIPPED.stat().st_size:,} bytes, AUC {auc:.4f} on {len(made.source.test):,} digits")


if __name__ == "__main__":
    main()
