"""What the walk through the text lesson sees beside its parts."""

LINKS = ("part=write&how=beam+search",)
BY_HAND = ("text.beams", "text.keep")
