"""What the walk through the pooling lesson sees beside its first address."""

LINKS = ("source=feature+maps",)
