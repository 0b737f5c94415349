"""The curve of a gradient ascent; no torch."""

from dnnlab.plots.rows import Line, Mark, Row

ACTIVATION = Row(lines=(Line(metric="activation", name="activation"),), marks=(Mark(value=0.0),))
"""How much the unit liked the picture before each step; dotted: 0, below which a ReLU passes nothing on."""
