"""Names that knobs, data and page share."""

ECG5000, RECORD, SYNTHETIC, SHUTTLE, OWN = (
    "heartbeats", "ECG record 100", "synthetic beats", "shuttle sensors", "own file",
)  # fmt: skip
DATA = (ECG5000, RECORD, SYNTHETIC, SHUTTLE, OWN)
CLASSIFIER = "classifier"
SCORES = ("MSE", "MAE", CLASSIFIER)
NORMAL = 0
"""What a window's kind is where it is normal; any other number is a kind of anomaly."""
SHAPE, INTERVAL, BOTH = "shape", "interval", "shape and interval"
LOOKS = (SHAPE, INTERVAL, BOTH)
"""What a monitor looks at in a beat."""
SINGLE, MOVING = "each beat", "moving average"
RULES = (SINGLE, MOVING)
DETECTORS = ("autoencoder", "PCA", "z-scores")
