"""Lesson: memory."""

from dnnlab.ui.page import show_lesson
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from dnnlab.ui.words import Words
from pages.rnn.memory.lesson import LESSON
from pages.rnn.memory.maths import maths
from pages.rnn.memory.scene import MemoryScene
from pages.rnn.memory.twins import twins

show_lesson(
    LESSON,
    MemoryScene(),
    recorded("copy-task"),
    maths=maths,
    code=(
        Source("dnnlab/rnn/memory/net/model.py", "sequences", "Recurrent", "Window"),
        Source("dnnlab/rnn/memory/net/gradients.py", "look_back", "clip", "spectral_radius"),
        Source("dnnlab/rnn/memory/net/experiment.py", "CopyTask.step"),
    ),
    metrics=("accuracy", "loss", "first_gradient"),
    words=Words(measured_on={"accuracy": "of 256 sequences, 32 a symbol"}),
    beside=twins,
)
