"""Models that come with voc, one folder each."""
