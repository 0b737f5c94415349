"""What the walk through the pooling lesson sees beside its first address."""

LINKS = ("part=window&source=feature+maps",)
