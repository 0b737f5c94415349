"""The entry of the lesson "Two dimensions" in the table of lessons."""

from dnnlab.ui.lesson import Lesson

LESSON = Lesson(
    slug="gan-2d",
    title="Two dimensions",
    group="Generative models",
    claim="Two networks play against each other; nobody’s loss falls, and yet one of them learns to make data.",
    teaser="Watch a generator learn a shape, draw your own, go in slow motion, break the game and repair it.",
    folder="gan/plane",
    experiment="gan_2d",
    words=(
        "GAN", "generative adversarial network", "generator", "discriminator", "critic", "minimax",
        "non-saturating loss", "mode collapse", "vanishing gradient", "oscillation", "Wasserstein GAN", "WGAN-GP",
        "gradient penalty", "weight clipping", "hinge loss", "least squares GAN", "LSGAN", "spectral normalisation",
        "label smoothing", "instance noise", "TTUR", "two time-scale update rule", "Jensen-Shannon divergence",
        "KL divergence", "memorising", "latent space", "manifold", "generative model",
    ),
)  # fmt: skip
