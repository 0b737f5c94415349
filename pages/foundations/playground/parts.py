"""The parts of the playground."""

TRAIN, SEEDS, OTHERS = "train", "seeds", "others"
TITLES = {TRAIN: "Train", SEEDS: "Sixteen seeds", OTHERS: "Not only nets"}
CLAIMS = {
    SEEDS: "Sixteen networks that differ in their random numbers alone: how much of a result is luck?",
    OTHERS: "A tree, a kernel machine and nearest neighbours on the very same points: often they do as well.",
}
"""What a part lets the learner check; the first one says what the lesson says."""
HELP = "Train one network and have a hand in it; sixteen at once; other methods on the same points."
