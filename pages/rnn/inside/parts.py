"""The parts of the cell lesson."""

STEP, UNFOLDED, COUNT = "step", "unfolded", "count"
TITLES = {STEP: "Step through", UNFOLDED: "Unfolded", COUNT: "Count"}
CLAIMS = {
    UNFOLDED: "Unfolded in time a net is copies of one cell: each adds its share to the gradient of the same weights.",
    COUNT: "What a gate costs: each one, and each candidate, is a dense layer over the input and the output before.",
}
"""What a part lets the learner check; the first one says what the lesson says."""
HELP = "One cell, gate by gate; the same cell as copies in time, and the gradients that flow back; and what cells cost."
