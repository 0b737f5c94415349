"""What the walk through latent arithmetic does not see: scores and codes of a run of one's own, an uploaded picture."""

BY_HAND = ("arithmetic.codes", "arithmetic.passed", "arithmetic.score")
