"""Expressions to pick from, each with values at which something can be seen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """An expression, values of its variables, and what to look at."""

    expression: str
    variables: str
    look: str


LOSS = "A neuron and its loss"
TWICE, ENTROPY, DEAD, DEEP, SOFTMAX, LAYER = (
    "A value used twice", "Cross-entropy of a neuron", "A ReLU that is off", "Ten sigmoids in a row",
    "Softmax of two", "A hidden layer of two",
)  # fmt: skip
EXAMPLES = {
    LOSS: Example(
        "(sigmoid(w1*x1 + w2*x2 + b) - y)**2", "w1=0.5,x1=2,w2=-1,x2=1.5,b=1,y=1",
        "A weight’s gradient grows with its input.",
    ),
    TWICE: Example("a = w*x; a*a + a", "w=0.5,x=3", "Three times a is used: three shares arrive at it and add up."),
    ENTROPY: Example(
        "p = sigmoid(w*x + b); -(y*log(p) + (1 - y)*log(1 - p))", "w=1,x=2,b=-1,y=0",
        "At the sum before σ the gradient is p − y: the slope of σ has cancelled.",
    ),
    DEAD: Example(
        "(relu(w*x + b) - y)**2", "w=0.5,x=2,b=-2,y=1", "Below 0 a ReLU hands nothing back: no weight learns."
    ),
    DEEP: Example(
        "sigmoid(sigmoid(sigmoid(sigmoid(sigmoid(sigmoid(sigmoid(sigmoid(sigmoid(sigmoid(x))))))))))", "x=0.5",
        "Each σ multiplies the gradient by 0.25 at most: it vanishes on its way back.",
    ),
    SOFTMAX: Example(
        "p = exp(a)/(exp(a) + exp(b)); -log(p)", "a=1,b=2", "The gradient at a is p − 1, at b it is 1 − p."
    ),
    LAYER: Example(
        "h1 = tanh(v1*x + c1); h2 = tanh(v2*x + c2); (w1*h1 + w2*h2 - y)**2",
        "v1=0.5,x=2,c1=0,v2=-1,c2=1,w1=1,w2=-0.5,y=1", "What the output hands back is split over both units.",
    ),
    "A quotient and a root": Example("sqrt(x**2 + y**2)/z", "x=3,y=4,z=2", "Of a quotient the lower number has a "
                                                                           "gradient too, with a minus."),
    "The larger of two": Example("max(a*b, c)", "a=2,b=-1,c=0.5", "Only the larger one gets a gradient."),
}  # fmt: skip
