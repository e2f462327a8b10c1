"""What customers talk about that nobody asked for: topics, found in their own words."""
