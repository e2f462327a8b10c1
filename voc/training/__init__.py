"""Training by a recipe: read, refuse, learn, measure, write a whole model folder."""
