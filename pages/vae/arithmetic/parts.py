"""The parts of the lesson on latent arithmetic."""

BUILD, BETWEEN, TRAIN = "build", "between", "train"
TITLES = {BUILD: "A − B + C", BETWEEN: "Between two faces", TRAIN: "Train one"}
CLAIMS = {
    BETWEEN: "A straight line between two codes is a film from face to face; one number changes a few things.",
    TRAIN: "From noise to faces: a small network learns them while you look, and so do its vectors.",
}
"""What a part lets the learner check; the first one says what the lesson says."""
HELP = "Add and subtract faces; walk from one to another; train a network of your own to do it with."
