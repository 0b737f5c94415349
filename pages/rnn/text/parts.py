"""The parts of the text lesson."""

TRAIN, WRITE, COPIED, SCORE, XRAY, INFLUENCE = "train", "write", "copied", "score", "xray", "influence"
TITLES = {
    TRAIN: "Train",
    WRITE: "Write",
    COPIED: "Is it copied?",
    SCORE: "Score a text",
    XRAY: "X-ray",
    INFLUENCE: "What mattered?",
}
CLAIMS = {
    WRITE: "Writing is guessing again and again: see the next character's probabilities, and choose one yourself.",
    COPIED: "A model that writes well has not learnt its book by heart: look for what it took over word for word.",
    SCORE: "A model that predicts a text also measures it: the surprising characters are those it did not expect.",
    XRAY: "Nobody told the network to count or to look for names: some of its units do so all the same.",
    INFLUENCE: "Networks with gates look further back than a plain RNN: compare what reaches them from earlier ones.",
}
"""What a part lets the learner check; the first one says what the lesson says."""
HELP = "Train a network on a text, and read its samples; let it write; then find out what it has learnt."
