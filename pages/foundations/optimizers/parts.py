"""The parts of the lesson on optimizers."""

SURFACE, WEIGHTS, POINTS = "surface", "weights", "points"
TITLES = {SURFACE: "On a surface", WEIGHTS: "On a network", POINTS: "On your net"}
CLAIMS = {
    WEIGHTS: "Same first weights, same mini-batches: with a good rate each reads digits, with a bad one none.",
    POINTS: "Your net and data from the playground: every optimizer begins with the same weights. Who learns it first?",
}
"""What a part lets the learner check; the first one says what the lesson says."""
HELP = "Race on a surface of two numbers, on a network that reads digits, or on your net from the playground."
