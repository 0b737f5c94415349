"""The entry of the cell lesson in the table of lessons."""

from dnnlab.ui.lesson import Lesson

LESSON = Lesson(
    slug="inside-a-cell",
    title="Inside a cell",
    group="Sequences",
    claim="A gate is a number between 0 and 1 in a product: close one by hand, and what the cell remembers changes.",
    teaser="Step through an RNN, LSTM or GRU gate by gate, force a gate, edit a weight, and follow the gradients back.",
    folder="rnn/inside",
    experiment="inside-cell",
    asks=("questions:QUESTIONS", "questions:ON_UNFOLDED", "questions:ON_COUNT"),
    words=(
        "RNN", "LSTM", "GRU", "MGU", "peepholes", "gates", "forget gate", "input gate", "output gate", "update gate",
        "reset gate", "hidden state", "memory cell", "candidate", "backpropagation through time", "BPTT",
        "truncated backpropagation through time", "unfolding", "weight sharing", "vanishing gradient",
        "number of parameters",
    ),
)  # fmt: skip
