"""The entry of the lesson on adversarial networks in one dimension."""

from dnnlab.ui.lesson import Lesson

LESSON = Lesson(
    slug="gan-1d",
    title="One dimension, four pictures",
    group="Generative models",
    claim="Two networks play against each other until the forger's density is the data's, and D says ½ everywhere.",
    teaser="Draw a density, and watch a generator learn it from nothing but what a discriminator says.",
    folder="gan/line",
    experiment="gan_1d",
    words=(
        "GAN", "generative adversarial network", "generator", "discriminator", "minimax", "non-saturating loss",
        "Jensen-Shannon divergence", "JS divergence", "optimal discriminator", "value function", "two-player game",
        "Nash equilibrium", "change of variables", "pushforward", "latent", "noise", "vanishing gradient", "density",
        "gradient penalty", "R1",
    ),
)  # fmt: skip
