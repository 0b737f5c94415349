"""The parts of the autoencoder lesson."""

TRAIN, LINEAR, STACKED = "train", "linear", "stacked"
TITLES = {TRAIN: "Train", LINEAR: "Linear = PCA", STACKED: "Stacked"}
"""A part is a line here, one in :data:`CLAIMS`, and one in the table of page.py."""
CLAIMS = {
    LINEAR: "Without activations, gradient descent finds PCA’s space; depth leaves a fifth of its error.",
    STACKED: "Layers can learn one by one without labels: see when that helps a classifier, and when it does not.",
}
"""What a part lets the learner check; the first one says what the lesson says."""
HELP = "Train an autoencoder and drag over its map; compare it with PCA; stack it layer by layer."
