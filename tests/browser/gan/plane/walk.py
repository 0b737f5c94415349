"""What the walk through the lesson sees beside its first address."""

LINKS = ("target=drawn", "slow=true&loss=hinge")
