"""The entry of the text lesson in the table of lessons."""

from dnnlab.ui.lesson import Lesson

LESSON = Lesson(
    slug="char-lm",
    title="Text generation",
    group="Sequences",
    claim="A network that only learns to guess the next character learns letters, then words, then verse.",
    teaser="Paste any text, press Play, and read how a recurrent network learns to write like it.",
    folder="rnn/text",
    experiment="char-lm",
    asks=("questions:QUESTIONS", "questions:ON_WRITING"),
    words=(
        "language model", "character", "RNN", "LSTM", "GRU", "MGU", "peepholes", "gates", "hidden state", "embedding",
        "one-hot", "cross-entropy", "perplexity", "bits a character", "n-gram", "temperature", "top-k", "top-p",
        "nucleus sampling", "greedy", "beam search", "truncated backpropagation through time", "gradient clipping",
        "dropout", "overfitting",
    ),
)  # fmt: skip
