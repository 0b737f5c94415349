"""Names that knobs, data and page share."""

RING, MOONS, CLUSTERS, LINE = "ring", "moons", "three clusters", "line"
SHAPES = (RING, MOONS, CLUSTERS, LINE)
