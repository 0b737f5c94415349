"""The code that the generator reads beside its noise, and how much could be known of it; no torch.

c1 is one of ten categories, each as likely as the others; c2 and c3 are uniform on [-1, 1].  Their entropies in nats
are the most that a picture can tell of c1, and what is unknown of c2 or c3 before one looks.
"""

from __future__ import annotations

import math

CATEGORIES, CONTINUOUS = 10, 2
"""Of c1; how many of c2, c3 there are."""
CODE = CATEGORIES + CONTINUOUS
"""Numbers of a code as G reads it: ten of c1, all 0 but one, then c2 and c3."""
LOUD = 3.0
"""What G reads at the place of the category.  The 1 of one-hot numbers would be little beside 44 numbers of noise."""
CATEGORICAL_ENTROPY = math.log(CATEGORIES)
"""H(c1) = ln 10, about 2.303 nats."""
CONTINUOUS_ENTROPY = math.log(2.0)
"""h(c2) = h(c3) = ln 2, about 0.693 nats: the density is 1/2 over a length of 2."""
SPREAD = 0.5
"""Standard deviation of what Q says of c2 and c3; it is fixed, Q says the means."""
SHARPEST = CONTINUOUS_ENTROPY - 0.5 * math.log(2.0 * math.pi * SPREAD**2)
"""Of c2, and of c3: the bound where Q's means are exactly right, about 0.467 nats.  A smaller spread allows more."""
CONTINUOUS_WEIGHT = 0.25
"""What a nat of c2 or c3 counts beside one of c1 in training; at 1, pictures follow them before they become digits."""
WIDEST = 2.0
"""How far the lecture turns c2 and c3 beyond the trained range."""
