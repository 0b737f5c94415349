"""The entry of the pictures lesson in the table of lessons."""

from dnnlab.ui.lesson import Lesson

LESSON = Lesson(
    slug="picture-anomalies",
    title="Anomalies in pictures",
    group="Autoencoders",
    claim="A network that has only seen eights cannot rebuild a three: where it fails is the anomaly.",
    teaser="Train a detector on one kind of picture, set its alarm without labels, then try to fool it.",
    folder="anomaly/pictures",
    experiment="picture-autoencoder",
    asks=("questions:QUESTIONS", "questions:ON_THE_PLANE"),
    words=(
        "anomaly detection", "outlier", "novelty", "one-class", "out of distribution", "autoencoder",
        "denoising autoencoder", "reconstruction error", "heat-map", "threshold", "false alarm", "ROC", "AUC",
        "precision", "recall", "F1", "confusion matrix", "average precision", "PCA", "isolation forest",
        "nearest neighbours", "contamination", "bottleneck", "noise", "occlusion", "scratches", "visual inspection",
        "quality control",
    ),
)  # fmt: skip
