"""The entry of the signals lesson in the table of lessons."""

from dnnlab.ui.lesson import Lesson

LESSON = Lesson(
    slug="signal-anomalies",
    title="Anomalies in signals",
    group="Autoencoders",
    claim="A network that has only seen what is normal stumbles over what is not: its error is the alarm.",
    teaser="Train an alarm on normal heartbeats, set its threshold, then try it on your own measurements.",
    folder="anomaly/signals",
    experiment="signal-autoencoder",
    asks=("questions:QUESTIONS", "questions:ON_WATCHING"),
    words=(
        "anomaly detection", "outlier", "novelty", "autoencoder", "denoising autoencoder", "reconstruction error",
        "threshold", "false alarm", "ROC", "AUC", "precision", "recall", "F1", "confusion matrix", "PCA", "z-score",
        "contamination", "ECG", "heartbeat", "time series", "sensors", "CSV", "predictive maintenance", "LSTM",
    ),
)  # fmt: skip
