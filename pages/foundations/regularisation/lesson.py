"""The entry of the lesson on regularisation in the table of lessons."""

from dnnlab.ui.lesson import Lesson

LESSON = Lesson(
    slug="regularisation",
    title="Regularisation",
    group="Foundations",
    claim="A network that is too large learns noise by heart; a penalty, dropout or an early stop narrows the gap.",
    teaser="Overfit on purpose, then narrow the gap: L1, L2, max-norm, dropout seen unit by unit, early stopping.",
    folder="foundations/regularisation",
    experiment="overfit",
    words=(
        "overfitting", "underfitting", "generalization", "capacity", "regularization", "L1", "LASSO", "sparsity", "L2",
        "ridge", "weight decay", "max-norm", "dropout", "inverted dropout", "ensemble", "early stopping", "patience",
        "training and validation", "test set", "noise", "pruning",
    ),
)  # fmt: skip
