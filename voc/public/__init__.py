"""Public corpora by name: what they are, where they come from, and voc's annotations of them."""
