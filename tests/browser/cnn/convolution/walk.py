"""What the walk through the convolution lesson sees beside its parts."""

LINKS = ("layer=transposed", "layer=colour&kernel_size=5")
