"""Predictions about gradients, judged by what the learner has stepped through."""

from __future__ import annotations

from collections.abc import Callable

from dnnlab.foundations.backprop.examples import DEEP, EXAMPLES
from dnnlab.foundations.backprop.knobs import SIGMOID, ExpressionConfig, NetConfig
from dnnlab.foundations.backprop.parsing import BadExpression, read_expression
from dnnlab.foundations.backprop.passes import Undefined, both_passes
from dnnlab.foundations.backprop.twopass import net_of
from dnnlab.foundations.backprop.variables import read_variables, values_for
from dnnlab.plots.written import written
from dnnlab.ui.tryit import SET_UP, Outcome, Question, Questions


def gradient_at_the_end(config: ExpressionConfig, name: str) -> float | None:
    """The gradient of a variable, once the learner has come to the end of the backward pass."""
    try:
        graph = read_expression(config.expression)
        passes = both_passes(graph, values_for(graph.variables, config.variables))
    except (BadExpression, Undefined):
        return None
    if config.place < 2 * len(graph.operations) + 1:
        return None
    return passes.gradients[graph.variables[name]]


def _asked(
    expression: str, variables: str, name: str, options: tuple[float, ...]
) -> Callable[[ExpressionConfig], Outcome | None]:
    """Judges which of the options the gradient of a variable is nearest to, with this expression and these values."""

    def judge(config: ExpressionConfig) -> Outcome | None:
        wanted, now = read_variables(variables), read_variables(config.variables)
        same = config.expression == expression and all(now.get(each) == value for each, value in wanted.items())
        value = gradient_at_the_end(config, name) if same else None
        if value is None:
            return None
        nearest = min(range(len(options)), key=lambda i: abs(options[i] - value))
        return Outcome(nearest, f"At the end of your backward pass dL/d{name} is {written(value)}.")

    return judge


SQUARE, SQUARE_AT = "(w1*x1 + w2*x2 - y)**2", "w1=2,x1=3,w2=1,x2=-1,y=4"
TWICE, TWICE_AT = "a = w*x; a*a + a", "w=1,x=2"
OFF, OFF_AT = "(relu(w*x + b) - y)**2", "w=1,x=1,b=-2,y=1"
TEN, TEN_AT = EXAMPLES[DEEP].expression, "x=0"
TO_THE_END = "Set it up and step to the end of the backward pass, or press Play."

ON_EXPRESSION = Questions(
    ExpressionConfig,
    Question(
        key="backprop-weight",
        ask="L = (w1·x1 + w2·x2 − y)² with w1 = 2, x1 = 3, w2 = 1, x2 = −1, y = 4. What is dL/dw1?",
        options=("2", "3", "6", "18"),
        todo=TO_THE_END,
        setups={SET_UP: {"expression": SQUARE, "variables": SQUARE_AT, "place": 0}},
        judge=_asked(SQUARE, SQUARE_AT, "w1", (2, 3, 6, 18)),
        why="The sum is 6 − 1 = 5, the error 5 − 4 = 1. The square hands back 2 · 1 = 2, the minus and the sum pass it "
        "on as it is, and the product multiplies by the other factor, x1 = 3: 2 · 3 = 6.",
    ),
    Question(
        key="backprop-twice",
        ask="a = w·x is used three times: L = a·a + a, with w = 1 and x = 2. What is dL/dw?",
        options=("2: only the last use counts", "4", "10: three shares add up"),
        todo=TO_THE_END,
        setups={SET_UP: {"expression": TWICE, "variables": TWICE_AT, "place": 0}},
        judge=_asked(TWICE, TWICE_AT, "w", (2, 4, 10)),
        why="At a = 2 the sum hands back 1, and the product hands back 2 twice, once for each factor: 1 + 2 + 2 = 5. "
        "Then dL/dw = 5 · x = 10. A gradient is the sum over all ways from the result to the variable.",
    ),
    Question(
        key="backprop-off",
        ask="A neuron with relu has the sum w·x + b = −1, and should say 1. What is dL/dw of L = (relu(w·x + b) − y)²?",
        options=("−2: it is told to grow", "0: it is told nothing", "2"),
        todo=TO_THE_END,
        setups={SET_UP: {"expression": OFF, "variables": OFF_AT, "place": 0}},
        judge=_asked(OFF, OFF_AT, "w", (-2, 0, 2)),
        why="The error does come back to the output of the relu, −2. But below 0 its slope is 0, and everything behind "
        "it is multiplied by that. A unit that is off for every example never learns again: a dead ReLU.",
    ),
    Question(
        key="backprop-deep",
        ask="Ten sigmoids in a row, x = 0. How much of the gradient is left at x?",
        options=("about a tenth", "about a thousandth", "less than a hundred-thousandth"),
        todo=TO_THE_END,
        setups={SET_UP: {"expression": TEN, "variables": TEN_AT, "place": 0}},
        judge=_asked(TEN, TEN_AT, "x", (0.1, 0.001, 0.0)),
        why="The slope of a sigmoid is at most 0.25, and 0.25 to the power of 10 is about a millionth. This is the "
        "vanishing gradient: the first layers of a deep net of sigmoids hardly learn.",
    ),
)


def net_at_the_end(config: NetConfig) -> bool:
    """Whether the learner has come to the end of the backward pass."""
    return config.place >= 2 * (config.hidden + config.outputs) + 1


def _silent_input(config: NetConfig) -> Outcome | None:
    net = net_of(config)
    if net.x[1] != 0 or not net_at_the_end(config):
        return None
    largest = float(abs(net.passes.gradients.W1[:, 1]).max())
    return Outcome(1 if largest == 0 else 0, f"Of the weights from x₂ the largest gradient is {written(largest)}.")


def _saturated(config: NetConfig) -> Outcome | None:
    net = net_of(config)
    if (config.psi, config.outputs) != (SIGMOID, 1) or not net_at_the_end(config):
        return None
    if net.y[0] != 1 or net.weights.b2[0] != SATURATED:
        return None
    delta = float(net.passes.delta[0])
    return Outcome(
        0 if abs(delta) > 0.5 else 1 if abs(delta) > 0.05 else 2,
        f"Your output is {written(float(net.passes.f[0]))}, and δ is {written(delta)}.",
    )


SATURATED = -5.0
"""The output's bias in the question about a sigmoid that is wrong and sure."""
ON_NET = Questions(
    NetConfig,
    Question(
        key="backprop-silent",
        ask="The second input is 0. What are the gradients of the weights that read it?",
        options=("as large as those of the first input", "all exactly 0", "it depends on the weights"),
        todo="Set it up, and step to the end.",
        setups={SET_UP: {"variables": "x2=0", "place": 0}},
        judge=_silent_input,
        why="Equation (2): the gradient of a weight is s of its unit times the input that it reads. Times 0 it is 0, "
        "whatever s is. The bias reads a 1 and gets s itself.",
    ),
    Question(
        key="backprop-saturated",
        ask="The output is a sigmoid that says nearly 0, and 1 is wanted: as wrong as can be. How large is δ?",
        options=("larger than 0.5: a large error, a large step", "0.05 to 0.5", "smaller than 0.05: it hardly learns"),
        todo="Set it up, and step to the end.",
        setups={SET_UP: {"psi": SIGMOID, "variables": f"y1=1,c1={SATURATED:g}", "place": 0}},
        judge=_saturated,
        why="δ is the error times the slope of ψ, and a sigmoid is flat where it says nearly 0. With the quadratic "
        "loss a net that is wrong and sure of it learns slowly; with the cross-entropy the slope cancels.",
    ),
)
