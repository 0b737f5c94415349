"""What the walk through the pictures lesson sees beside its first address."""

LINKS = (
    "part=damage&damage_scratches=60",
    "data=faces&against=occlusion&peek=true",
    "part=fails&fails_code=64",
)
BY_HAND = ("pictures.passed",)
