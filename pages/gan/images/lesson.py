"""The entry of the lesson on generative adversarial networks of pictures."""

from dnnlab.ui.lesson import Lesson

LESSON = Lesson(
    slug="gan-images",
    title="Images in real time",
    group="Generative models",
    claim="Nobody shows the generator a digit: out of what the discriminator says alone, it learns to draw them.",
    teaser="Watch digits come out of noise, then sort real from generated against the clock.",
    folder="gan/images",
    experiment="gan_images",
    words=(
        "generative adversarial network", "GAN", "generator", "discriminator", "DCGAN", "conditional GAN",
        "mode collapse", "precision", "coverage", "recall", "non-saturating loss", "minimax", "latent space",
        "interpolation", "slerp", "label smoothing", "two time-scale update rule", "TTUR", "exponential moving average",
        "batch normalization", "transposed convolution", "memorization", "nearest neighbours", "FID", "GauGAN",
    ),
)  # fmt: skip
