"""What the walk through the signals lesson sees beside its first address."""

LINKS = ("part=monitor&watch_signal=synthetic+beats", "data=shuttle+sensors&peek=true")
BY_HAND = ("signals.pack",)
