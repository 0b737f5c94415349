"""The parts of the lesson on optimizers."""

SURFACE, WEIGHTS = "surface", "weights"
TITLES = {SURFACE: "On a surface", WEIGHTS: "On a network"}
CLAIMS = {WEIGHTS: "Same first weights, same mini-batches: with a good rate each reads digits, with a bad one none."}
"""What a part lets the learner check; the first one says what the lesson says."""
HELP = "Race on a surface of two numbers, or on the weights of a network that reads digits."
