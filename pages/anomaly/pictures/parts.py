"""The parts of the pictures lesson."""

DETECT, DAMAGE, FAILS, PLANE = "detect", "damage", "fails", "plane"
TITLES = {DETECT: "Detect", DAMAGE: "Damage one", FAILS: "Where it fails", PLANE: "A hole in the plane"}
CLAIMS = {
    DAMAGE: "Scratch a picture, turn it, draw your own: the error shows where, the score says whether it is an alarm.",
    FAILS: "Too wide a code rebuilds anomalies too; simple pictures come back better than normal ones.",
    PLANE: "Far from all data the error can be 0: a low error does not mean that something is normal.",
}
"""What a part lets the learner check; the first one says what the lesson says."""
HELP = "Train a detector and set its threshold; damage a picture; see it fail; look at its error everywhere."
