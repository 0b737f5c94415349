"""What the walk through the GANs of pictures sees beside its parts."""

LINKS = ("part=draw&draw_players=told+the+class",)
BY_HAND = ("gan.film",)
