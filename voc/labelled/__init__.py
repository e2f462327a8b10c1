"""Texts with labels: read, checked, split; what models are retrained on."""
