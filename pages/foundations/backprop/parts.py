"""The parts of the lesson on backpropagation."""

EXPRESSION, NET = "expression", "net"
TITLES = {EXPRESSION: "Any expression", NET: "The lecture’s net"}
CLAIMS = {
    NET: "Two passes give all gradients of a net: δ at the outputs, s at the hidden units, a product for each weight."
}
"""What a part lets the learner check; the first one says what the lesson says."""
HELP = "Type an expression and step through its graph; or a net with one hidden layer, in the lecture’s equations."
