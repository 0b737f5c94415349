"""The entry of the autoencoder lesson in the table of lessons."""

from dnnlab.ui.lesson import Lesson

LESSON = Lesson(
    slug="autoencoder",
    title="Autoencoder",
    group="Autoencoders",
    claim="Two numbers are enough to draw a digit again: train the network that finds them, then drag over its map.",
    teaser="Squeeze digits through two numbers, and drag over the map of all that the decoder can draw.",
    folder="autoencoders/basic",
    experiment="autoencoder",
    asks=("questions:QUESTIONS", "linear_questions:QUESTIONS", "stacked_questions:QUESTIONS"),
    words=(
        "autoencoder", "encoder", "decoder", "code", "latent space", "bottleneck", "undercomplete", "overcomplete",
        "reconstruction", "sparse autoencoder", "L1", "denoising autoencoder", "inpainting", "missing pixels",
        "contractive autoencoder", "Jacobian", "Frobenius norm", "tied weights", "convolutional autoencoder",
        "transposed convolution", "PCA", "principal angles", "eigenfaces", "stacked autoencoder", "greedy pretraining",
        "fine-tuning", "dimension reduction", "unsupervised learning",
    ),
)  # fmt: skip
