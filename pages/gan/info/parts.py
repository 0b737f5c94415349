"""The parts of the lesson on InfoGAN."""

TRAIN, TURN, PANELS = "train", "turn", "panels"
TITLES = {TRAIN: "Train", TURN: "Turn the code", PANELS: "With and without the code"}
"""A part is a line here, one in :data:`CLAIMS`, and one in the table of page.py."""
CLAIMS = {
    TURN: "Drag c2 and c3, and choose c1: how far does a picture follow, inside the trained range and beyond?",
    PANELS: "The same network, trained once with λ and once without: how closely does a digit follow its code?",
}
"""What a part lets the learner check; the first one says what the lesson says."""
HELP = "Train an InfoGAN; turn its code by hand; compare it with a plain GAN and with the digits."
