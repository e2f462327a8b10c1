"""Data files: taxonomy, label names, word lists."""
