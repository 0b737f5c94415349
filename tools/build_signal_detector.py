"""Fit the detector of heartbeats that ships, assets/anomaly/signals/heartbeats.safetensors.

    python -m tools.build_signal_detector

It is the one that a run of the lesson with default knobs ends with.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before torch is imported

import torch

from dnnlab.anomaly import scores
from dnnlab.anomaly.signals.knobs import SignalConfig
from dnnlab.anomaly.signals.material import material
from dnnlab.anomaly.signals.net.calls import SHIPPED, fitted


def main() -> None:
    """Fit, write, measure."""
    torch.set_num_threads(1)
    config = SignalConfig()
    made = material(config)
    detector = fitted(config)
    SHIPPED.write_bytes(detector.packed(held_out_scores=detector.decision_function(made.held_out)))
    auc = scores.auc(made.source.kinds > 0, detector.decision_function(made.source.test))
    print(f"{SHIPPED}: {SHIPPED.stat().st_size:,} bytes, AUC {auc:.4f} on {len(made.source.test):,} beats")


if __name__ == "__main__":
    main()
