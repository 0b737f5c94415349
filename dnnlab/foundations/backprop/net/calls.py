"""The same expression computed and differentiated by PyTorch alone: the judge of the page's two passes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from dnnlab.foundations.backprop.graph import Node
from dnnlab.foundations.backprop.parsing import read_expression
from dnnlab.foundations.backprop.views import Autograd

FORWARD: dict[str, Callable[..., Tensor]] = {
    "-": torch.sub,
    "*": torch.mul,
    "/": torch.div,
    "neg": torch.neg,
    "**": torch.pow,
    "exp": torch.exp,
    "log": torch.log,
    "sqrt": torch.sqrt,
    "sin": torch.sin,
    "cos": torch.cos,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "softplus": partial(functional.softplus, threshold=500.0),  # without it, it is a straight line from 20 on
    "relu": torch.relu,
    "abs": torch.abs,
    "max": torch.maximum,
    "min": torch.minimum,
}
"""What PyTorch calls each operation; a sum and a constant power are written out in :func:`compute`."""


def compute(node: Node, inputs: list[Tensor]) -> Tensor:
    """What an operation gives, each a scalar of shape ()."""
    if node.operation == "+":
        return torch.stack(inputs).sum()  # () each -> (terms,) -> ()
    if node.operation == "power":
        return torch.pow(inputs[0], node.number)
    return FORWARD[node.operation](*inputs)


def autograd(expression: str, variables: Mapping[str, float]) -> Autograd:
    """Values and gradients of all nodes of an expression, by ``Tensor.backward``.

    Args:
        expression: what was typed, or the text of the lecture's net.
        variables: name -> value, of all its variables.

    Raises:
        BadExpression: it is no expression.
        ValueError: a variable has no value.
    """
    graph = read_expression(expression, drawn=False)
    if missing := [name for name in graph.variables if name not in variables]:
        raise ValueError(f"{missing[0]} has no value.")
    tensors: list[Tensor] = []
    for node in graph.nodes:
        if node.kind == "operation":
            made = compute(node, [tensors[i] for i in node.inputs])
            if made.requires_grad:  # not the quotient of two numbers
                made.retain_grad()
        else:
            value = variables[node.symbol] if node.kind == "variable" else node.number
            made = torch.tensor(value, dtype=torch.float64, requires_grad=node.kind == "variable")
        tensors.append(made)
    tensors[-1].backward()
    gradients = [np.nan if each.grad is None else each.grad.item() for each in tensors]
    return Autograd(values=np.array([each.item() for each in tensors]), gradients=np.array(gradients))
