"""Corpora that come with voc, one folder each."""
