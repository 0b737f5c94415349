"""What the walk through the lesson on neurons sees beside its first address."""

LINKS = ("activation=threshold&beta=1&gate=XOR", "part=activations&act_layers=6", "part=binary&two_unit=bits")
