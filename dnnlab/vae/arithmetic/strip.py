"""What a view of a run shows of its arithmetic: one face, and how often each vector is added to it."""

from dnnlab.vae.arithmetic.gallery import picked

STRENGTHS = (0.0, 1.0, 2.0)
SUBJECT = picked(glasses=False, smile=False, beard=False, long_hair=False)
"""The face, by its place among the test faces: it has none of the four attributes."""
