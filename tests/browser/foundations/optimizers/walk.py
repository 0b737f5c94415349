"""What the walk through the optimizers sees beside its parts."""

LINKS = ("surface=saddle&noise=0.05&start_y=0", "surface=regression&batch=1&decaying=true", "surface=Rosenbrock")
