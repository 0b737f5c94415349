"""What the walk through the autoencoder does not see: a picture handed over, and a drag through the plane of codes."""

BY_HAND = ("autoencoder.decoder", "autoencoder.passed")
