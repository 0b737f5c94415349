"""What the walk through the cell lesson sees beside its parts."""

LINKS = ("cell=GRU&sequence=abcab&hidden=3", "cell=RNN", "part=unfolded&unfolded_cell=LSTM&unfolded_length=8")
