"""Estimators in scikit-learn's contract over lists of texts: learn one's own labels."""
