"""What the walk through InfoGAN does not see: a plane is fetched when a drag begins."""

BY_HAND = ("infogan.decoder",)
