"""How sure a figure is, for all that counts: intervals, tests, and what many tests at once cost."""
