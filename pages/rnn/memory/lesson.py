"""The entry of the memory lesson in the table of lessons."""

from dnnlab.ui.lesson import Lesson

LESSON = Lesson(
    slug="copy-task",
    title="Memory",
    group="Sequences",
    claim="Over a hundred steps a plain RNN's gradient dies out, unless gates, or a careful start, keep it alive.",
    teaser="How long can a network keep one symbol? See the gradient fade on its way back through time.",
    folder="rnn/memory",
    experiment="copy-task",
    words=(
        "copy task", "long-term dependencies", "vanishing gradient", "exploding gradient", "gradient clipping",
        "backpropagation through time", "RNN", "LSTM", "GRU", "MGU", "forget gate", "forget bias", "gates",
        "spectral radius", "eigenvalues", "orthogonal initialisation", "time delay", "sliding window",
    ),
)  # fmt: skip
