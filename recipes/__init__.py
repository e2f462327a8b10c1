"""How the built-in models were made. Run by hand: CI has neither the corpora nor the time."""
