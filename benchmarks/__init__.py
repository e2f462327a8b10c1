"""How fast voc is, and how fast other tools are, measured in one run: ``make bench``."""
