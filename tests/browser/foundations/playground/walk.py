"""What else there is to see of the playground: several classes, a value, no hidden layer, an empty plane."""

LINKS = (
    "data=pinwheel&hidden=16,%2016,%208&inputs=x,%20y,%20xy", "data=hills&hidden=16",
    "data=own+points&classes=5&hidden=",
)  # fmt: skip
