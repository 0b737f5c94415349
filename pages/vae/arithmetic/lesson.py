"""The entry of the lesson on latent arithmetic in the table of lessons."""

from dnnlab.ui.lesson import Lesson

LESSON = Lesson(
    slug="latent-arithmetic",
    title="Latent arithmetic",
    group="Generative models",
    claim="Smiling − not smiling + a new face: codes can be added, and a judge counts how often it works.",
    teaser="Add a smile, glasses or a beard to a face by adding numbers, and count what else changes by accident.",
    folder="vae/arithmetic",
    asks=("questions:ON_BUILDER", "questions:ON_BETWEEN", "questions:ON_TRAINING"),
    words=(
        "variational autoencoder", "VAE", "latent space", "latent arithmetic", "vector arithmetic", "attribute vector",
        "interpolation", "slerp", "spherical interpolation", "latent traversal", "KL divergence", "beta-VAE",
        "disentanglement", "generative model", "faces",
    ),
)  # fmt: skip
