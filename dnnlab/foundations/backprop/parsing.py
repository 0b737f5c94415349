"""A typed expression becomes a graph: read with Python's ``ast``, and nothing of it is ever evaluated.

Allowed are numbers, variables, + - * / **, brackets, the functions of
:data:`~dnnlab.foundations.backprop.operations.FUNCTIONS`, and names for results: ``a = w*x; a*a``.  Whatever else
stands there is refused with a sentence that says where.
"""

from __future__ import annotations

import ast
import math
import re
from functools import lru_cache
from itertools import count

from dnnlab.foundations.backprop.graph import Graph, Node, Span
from dnnlab.foundations.backprop.operations import FUNCTIONS, OPERATIONS
from dnnlab.syntax import statements

LONGEST = 400
"""Characters of an expression."""
MOST_NODES, MOST_VARIABLES, DEEPEST = 48, 16, 14
"""What still fits into a diagram: nodes, variables among them, operations in a row."""
LARGEST = 1e6
"""Of a number in the text."""
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,7}")
_BINARY = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}
_WORDS = {"^": "for a power write **", "×": "for a product write *", "·": "for a product write *",
          "−": "for a minus write -", "÷": "for a quotient write /"}  # fmt: skip
_MISSING = "an operation is missing, perhaps a *"
_PATTERNS = (
    (r"(?<![A-Za-z0-9_.])(?>(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?)[A-Za-z_(]", True, f"Behind a number {_MISSING}"),
    (r"\)\s*[A-Za-z0-9(]", True, f"Behind the bracket {_MISSING}"),
    (r"//", False, "// has no meaning here: for a quotient write /"),
    (r"==|\*=|\+=|-=|/=", False, "{} has no meaning here: a name for a result is given by one ="),
)
"""What Python would read in a way of its own; whether the place is its last character; what to say of it."""


class BadExpression(ValueError):
    """The text is no expression of the microscope; the message is one sentence that says where.

    Args:
        why: what is wrong.
        at: the character where, from 0.
    """

    def __init__(self, why: str, at: int) -> None:
        super().__init__(f"{why} (at character {at + 1}).")
        self.at = at


@lru_cache(maxsize=256)
def read_expression(text: str, *, drawn: bool = True) -> Graph:
    """The graph of an expression.

    Args:
        drawn: whether it has to fit into a diagram, where only so many nodes can be read.

    Raises:
        BadExpression: it is none, or too large for a diagram.
    """
    _check_characters(text, LONGEST if drawn else 4 * LONGEST)
    lead = len(text) - len(text.lstrip())
    try:
        body = statements(text.strip())
    except SyntaxError as error:
        at = lead + (error.offset or 1) - 1
        raise BadExpression(_syntax(text, error), min(max(at, 0), max(len(text) - 1, 0))) from None
    except (MemoryError, RecursionError):
        raise BadExpression("The expression has too many brackets inside each other", 0) from None
    return _Reader(text, lead, drawn).read(body)


def _check_characters(text: str, longest: int) -> None:
    """Refuse what can have no meaning before Python's parser sees it."""
    if len(text) > longest:
        raise BadExpression(f"The expression is {len(text)} characters long, and at most {longest} fit", longest)
    if not text.strip():
        raise BadExpression("Type an expression, such as sigmoid(w*x + b)", 0)
    for at, letter in enumerate(text):
        if letter in _WORDS:
            raise BadExpression(f"“{letter}” has no meaning here: {_WORDS[letter]}", at)
        if not re.match(r"[A-Za-z0-9_ .,+\-*/()=;]", letter):
            shown = letter if letter.isprintable() else "This character"
            raise BadExpression(f"“{shown}” has no meaning here", at)
    for pattern, behind, why in _PATTERNS:
        if found := re.search(pattern, text):
            raise BadExpression(why.format(found[0]), found.end() - 1 if behind else found.start())


def _syntax(text: str, error: SyntaxError) -> str:
    """What Python's parser found, in words without its terms."""
    said = str(error.msg)
    if "was never closed" in said:
        return "This bracket is never closed"
    if "unmatched" in said or "does not match" in said:
        return "This bracket was never opened"
    if "cannot assign" in said:
        return "Left of = stands one name"
    if "too many nested" in said:
        return "The expression has too many brackets inside each other"
    if error.offset and error.offset > len(text.strip()):
        return "The expression ends too early"
    return "Something is missing or too much here"


class _Reader:
    """Collects nodes while it goes through what ``ast`` found."""

    def __init__(self, text: str, lead: int, drawn: bool) -> None:
        self.text, self.lead, self.drawn = text, lead, drawn
        self.nodes: list[Node] = []
        self.names: dict[str, int] = {}
        """Variables and named results -> their index."""
        self.given: dict[str, int] = {}
        """Named results alone."""
        self.depth: list[int] = []

    def read(self, body: list[ast.stmt]) -> Graph:
        """All statements; the last one is the result."""
        for statement in body:
            last = self._statement(statement)
        root = self.nodes[last]
        if root.kind != "operation":
            raise BadExpression("There is nothing to compute: write at least one operation", root.span[0])
        if not any(node.kind == "variable" for node in self.nodes):
            raise BadExpression("There is nothing to differentiate by: write at least one variable", root.span[0])
        self._all_used(last)
        return Graph(self.text, tuple(self._named(last)))

    def _statement(self, statement: ast.stmt) -> int:
        if isinstance(statement, ast.Expr):
            return self._node(statement.value)
        if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
            raise self._bad("This is no expression", statement)
        target = statement.targets[0]
        if not isinstance(target, ast.Name):
            raise self._bad("Left of = stands one name", target)
        name = self._name(target)
        index = self._node(statement.value)
        if name in self.names:
            what = "is given twice" if name in self.given else "is a variable before it is given a value"
            raise self._bad(f"{name} {what}", target)
        self.names[name] = self.given[name] = index
        return index

    def _node(self, tree: ast.expr) -> int:
        """The index of what a piece of the text stands for."""
        match tree:
            case ast.Constant():
                return self._add(Node(kind="number", symbol="", span=self._span(tree), number=self._number(tree)))
            case ast.Name():
                name = self._name(tree)
                if name not in self.names:
                    self.names[name] = self._add(Node(kind="variable", symbol=name, span=self._span(tree)))
                return self.names[name]
            case ast.UnaryOp(op=ast.UAdd()):
                return self._node(tree.operand)
            case ast.UnaryOp(op=ast.USub()):
                if (number := _constant(tree)) is not None:
                    return self._add(Node(kind="number", symbol="", span=self._span(tree), number=number))
                return self._operation("neg", tree, [tree.operand])
            case ast.BinOp() if type(tree.op) in _BINARY:
                return self._binary(_BINARY[type(tree.op)], tree)
            case ast.Call():
                return self._call(tree)
            case ast.Attribute():
                raise self._bad("Nothing here has parts: a dot stands only in a number", tree)
        raise self._bad("Only numbers, variables, + - * / **, brackets and functions have a meaning here", tree)

    def _binary(self, sign: str, tree: ast.BinOp) -> int:
        if sign == "+":
            return self._operation("+", tree, _terms(tree))
        if sign == "**":
            exponent = _constant(tree.right)
            if exponent is not None:
                if abs(exponent) > LARGEST:
                    raise self._bad("This exponent is too large", tree.right)
                return self._operation("power", tree, [tree.left], exponent)
        return self._operation(sign, tree, [tree.left, tree.right])

    def _call(self, tree: ast.Call) -> int:
        if not isinstance(tree.func, ast.Name):
            raise self._bad("Only the functions by their names can be called", tree.func)
        name = tree.func.id
        if name not in FUNCTIONS:
            raise self._bad(f"There is no function {name}; there are {', '.join(FUNCTIONS)}", tree.func)
        wanted = OPERATIONS[name].inputs
        if tree.keywords or len(tree.args) != wanted:
            takes = "one number" if wanted == 1 else f"{wanted} numbers, with a comma between"
            raise self._bad(f"{name} takes {takes}", tree)
        return self._operation(name, tree, tree.args)

    def _operation(self, key: str, tree: ast.expr, inputs: list[ast.expr], number: float = 0.0) -> int:
        found = tuple(self._node(each) for each in inputs)
        node = Node(kind="operation", symbol="", span=self._span(tree), operation=key, inputs=found, number=number)
        return self._add(node)

    def _add(self, node: Node) -> int:
        depth = 1 + max((self.depth[i] for i in node.inputs), default=-1)
        if self.drawn:
            self._check_size(node, depth)
        self.nodes.append(node)
        self.depth.append(depth)
        return len(self.nodes) - 1

    def _check_size(self, node: Node, depth: int) -> None:
        """Refuse a further node that does not fit into a diagram."""
        if depth > DEEPEST:
            raise BadExpression(f"Too deep: here more than {DEEPEST} operations stand in a row", node.span[0])
        if len(self.nodes) == MOST_NODES:
            raise BadExpression(f"Too large: only {MOST_NODES} variables, numbers and operations fit", node.span[0])
        if node.kind == "variable" and sum(each.kind == "variable" for each in self.nodes) == MOST_VARIABLES:
            raise BadExpression(f"Too many variables: only {MOST_VARIABLES} fit", node.span[0])

    def _number(self, tree: ast.Constant) -> float:
        value = tree.value
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._bad("This is no number", tree)
        if not abs(value) <= LARGEST:  # also false for infinity, which 1e999 is
            raise self._bad(f"This number is too large: at most {LARGEST:,.0f}", tree)
        return float(value)

    def _name(self, tree: ast.Name) -> str:
        if tree.id in FUNCTIONS:
            raise self._bad(f"{tree.id} is a function: behind it stands a bracket, {tree.id}(…)", tree)
        if not NAME.fullmatch(tree.id):
            raise self._bad("A name has a letter first, then letters, digits or _, 8 in all", tree)
        return tree.id

    def _all_used(self, last: int) -> None:
        """Refuse what nothing comes of."""
        used, todo = {last}, [last]
        while todo:
            new = set(self.nodes[todo.pop()].inputs) - used
            used |= new
            todo += new
        unused = [index for index in range(len(self.nodes)) if index not in used]
        if unused:
            name = next((name for name, of in self.given.items() if of == unused[-1]), "This")
            raise BadExpression(f"{name} is worked out and then not used", self.nodes[unused[-1]].span[0])

    def _named(self, last: int) -> list[Node]:
        """The nodes with the symbols that formulas use."""
        own = {index: name for name, index in self.given.items() if self.nodes[index].kind == "operation"}
        letter = next(each for each in ("u", "v", "q", "node") if not any(re.fullmatch(f"{each}\\d+", name)
                                                                          for name in self.names))  # fmt: skip
        result = next(each for each in ("L", "Loss", "result", "Result_") if each not in self.names)
        numbers, made = count(1), []
        for index, node in enumerate(self.nodes):
            symbol = node.symbol
            if node.kind == "operation":
                symbol = own.get(index) or (result if index == last else f"{letter}{next(numbers)}")
            elif node.kind == "number":
                symbol = f"{node.number:g}"
            made.append(
                Node(kind=node.kind, symbol=symbol, span=node.span, operation=node.operation, inputs=node.inputs,
                     number=node.number)
            )  # fmt: skip
        return made

    def _span(self, tree: ast.expr) -> Span:
        return self.lead + tree.col_offset, self.lead + (tree.end_col_offset or tree.col_offset)

    def _bad(self, why: str, tree: ast.AST) -> BadExpression:
        return BadExpression(why, self.lead + getattr(tree, "col_offset", 0))


def _terms(tree: ast.expr) -> list[ast.expr]:
    """The terms of a sum of sums: a + b + c is one node."""
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Add):
        return [*_terms(tree.left), *_terms(tree.right)]
    return [tree]


def _constant(tree: ast.expr) -> float | None:
    """What a piece without variables is, such as the exponent in x ** (1/2); None: it is more than that."""
    match tree:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool) and abs(value) <= LARGEST:
            return float(value)
        case ast.UnaryOp(op=ast.USub()):
            inner = _constant(tree.operand)
            return None if inner is None else -inner
        case ast.BinOp(op=ast.Div()):
            left, right = _constant(tree.left), _constant(tree.right)
            if left is None or not right:
                return None
            return left / right if math.isfinite(left / right) else None
    return None
