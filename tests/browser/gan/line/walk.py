"""What the walk through the game in one dimension sees beside its first knobs."""

LINKS = ("data=drawn&noise=drawn", "noise=uniform&loss=minimax&pace=full")
