"""What the walk through the variational autoencoder does not see: a decoder is fetched when a drag begins."""

BY_HAND = ("vae.decoder",)
