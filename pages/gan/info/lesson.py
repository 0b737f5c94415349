"""The entry of the lesson on InfoGAN."""

from dnnlab.ui.lesson import Lesson

LESSON = Lesson(
    slug="infogan",
    title="InfoGAN",
    group="Generative models",
    claim="Nobody names a digit: a code that must be read off the picture again comes to mean one.",
    teaser="Turn a code and watch which digit and which stroke it has come to stand for.",
    folder="gan/info",
    experiment="infogan",
    words=(
        "InfoGAN", "mutual information", "entropy", "variational bound", "latent code", "disentanglement",
        "representation learning", "categorical code", "continuous code", "Hungarian algorithm", "assignment problem",
        "confusion matrix", "purity", "image moments", "correlation", "augmentation", "invariance", "mode collapse",
    ),
)  # fmt: skip
