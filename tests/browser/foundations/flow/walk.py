"""What the walk through the lesson on the flow of gradients sees beside its first address."""

LINKS = (
    "depth=60&activation=ReLU&start=He&shortcuts=true",
    "depth=2&norm=batch",
    "activation=linear&start=large+normal",
)
