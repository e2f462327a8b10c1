"""voc: Chinese customer voices in, pain / need / praise records out."""

__version__ = "0.1.0"
