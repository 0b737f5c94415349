"""The parts of the lesson on generative adversarial networks of pictures."""

TRAIN, HISTORY, DRAW, GAME = "train", "history", "draw", "game"
TITLES = {TRAIN: "Train", HISTORY: "Its history", DRAW: "Walk and choose", GAME: "Am I a discriminator?"}
"""A part is a line here, one in :data:`CLAIMS`, and one in the table of page.py."""
CLAIMS = {
    HISTORY: "The same noise through the whole training: move through its history, and take it along as a GIF.",
    DRAW: "Near noise gives like pictures, a class can be asked for, and none is a copy of a training picture.",
    GAME: "Twenty pictures, real or generated, one minute: are you better at it than D?",
}
"""What a part lets the learner check; the first one says what the lesson says."""
HELP = "Train both players; look at the history; walk between pictures and ask for a class; sort real from generated."
