"""``python -m voc``: the command line."""

import sys

from voc.cli import main

if __name__ == "__main__":
    sys.exit(main())
