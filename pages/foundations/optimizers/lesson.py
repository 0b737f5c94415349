"""The entry of the lesson on optimizers in the table of lessons."""

from dnnlab.ui.lesson import Lesson

LESSON = Lesson(
    slug="optimizers",
    title="Optimizers",
    group="Foundations",
    claim="One start, one gradient, eight rules: which is down first depends on the ground, and on its learning rate.",
    teaser="Race eight optimizers down a ravine, over a saddle, and on the weights of a network.",
    folder="foundations/optimizers",
    experiment="optimizer-race",
    asks=("questions:QUESTIONS", "questions:ON_WEIGHTS", "questions:ON_POINTS"),
    words=(
        "optimizer", "gradient descent", "stochastic gradient descent", "SGD", "learning rate",
        "learning rate schedule", "decaying rate", "momentum", "Nesterov", "Adagrad", "RMSProp",
        "Adam", "AdamW", "weight decay", "mini-batch",
        "epoch", "saddle point", "local minimum", "ill-conditioned", "Rosenbrock", "loss surface",
    ),
)  # fmt: skip
