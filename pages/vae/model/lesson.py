"""The entry of the lesson on variational autoencoders in the table of lessons."""

from dnnlab.ui.lesson import Lesson

LESSON = Lesson(
    slug="vae",
    title="Variational autoencoder",
    group="Generative models",
    claim="Codes that are distributions fill the holes: draw z from the prior, and mostly a new digit comes out.",
    teaser="Train a generator of digits, drag over its map, and watch what β does to it.",
    folder="vae/model",
    experiment="vae",
    asks=(
        "questions:QUESTIONS", "drawn_questions:ON_HOLES", "part_questions:ON_GLASS", "part_questions:ON_EVIDENCE",
        "drawn_questions:ON_NEW",
    ),
    words=(
        "variational autoencoder", "VAE", "ELBO", "evidence lower bound", "KL divergence", "Kullback-Leibler", "prior",
        "posterior", "posterior collapse", "reparametrization trick", "latent variable", "latent space", "beta-VAE",
        "β", "free bits", "warm-up", "importance sampling", "log-likelihood", "generative model", "amortized inference",
        "probabilistic PCA", "Bernoulli decoder", "Gaussian decoder", "aggregate posterior", "interpolation",
    ),
)  # fmt: skip
