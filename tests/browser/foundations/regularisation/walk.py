"""What the walk through the lesson on regularisation sees beside its first address."""

LINKS = ("task=spiral&points=100&noise=0.2&dropout=0.2", "dropout=0.5&input_dropout=0.2&useless=8", "layers=4&width=64")
