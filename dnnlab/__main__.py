"""``python -m dnnlab``: the experiments from the command line."""

import sys

from dnnlab.catalogue import CATALOGUE
from dnnlab.live.cli import main

if __name__ == "__main__":
    sys.exit(main(CATALOGUE))
