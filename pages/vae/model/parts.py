"""The parts of the lesson on variational autoencoders."""

TRAIN, HOLES, GLASS, EVIDENCE, NEW = "train", "holes", "glass", "evidence", "new"
TITLES = {
    TRAIN: "Train", HOLES: "Against an autoencoder", GLASS: "Draw z", EVIDENCE: "ELBO and ln p(x)", NEW: "New pictures",
}  # fmt: skip
"""A part is a line here, one in :data:`CLAIMS`, and one in the table of page.py."""
CLAIMS = {
    HOLES: "The same network, with and without a spread: draw random codes for both, and count the holes.",
    GLASS: "z = μ + σ ε: the chance sits in ε, so a gradient reaches μ and σ. Move them, and see what is drawn.",
    EVIDENCE: "ln p(x) = ELBO + KL: move q, and one bar gives to the other what it takes; their sum stays.",
    NEW: "Draw z from the prior for a new picture; from q(z|x) of one picture you get that picture again.",
}
"""What a part lets the learner check; the first one says what the lesson says."""
HELP = "Train a variational autoencoder; compare it with a plain one; look at one draw, at its bound, at what it draws."
