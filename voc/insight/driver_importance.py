"""How much of an outcome's spread goes with each pain, and how much pains repeat each other."""

from __future__ import annotations

import numpy as np

from voc.insight.codes import Floats

_ORDERS = 200  # each also backwards
_TINY = 1e-9


def importance(columns: Floats, outcome: Floats, n_factors: int, random_state: int) -> Floats:
    """Part of the outcome's variance that goes with each factor, of shape (n_factors,).

    Parameters
    ----------
    columns : ndarray of shape (n, q)
        Factors first, then controls; none is constant.
    outcome : ndarray of shape (n,)
    n_factors : int
    random_state : int

    Notes
    -----
    Lindeman, Merenda and Gold's measure (LMG), the Shapley value of R²: what a factor adds to R² of
    a linear regression, after the controls, in the mean over orders in which the factors come in;
    200 random orders and their reverses. The gains of one order are the squares of the last row of
    the Cholesky factor of the correlations.
    """
    n_columns = columns.shape[1]
    every = _correlations(columns, outcome)
    rng = np.random.default_rng(random_state)
    first = rng.permuted(np.tile(np.arange(n_factors), (_ORDERS, 1)), axis=1)
    orders = np.vstack((first, first[:, ::-1]))
    beside = np.tile(np.arange(n_factors, n_columns), (len(orders), 1))
    last = np.full((len(orders), 1), n_columns)
    whole = np.hstack((beside, orders, last))
    root = np.linalg.cholesky(every[whole[:, :, None], whole[:, None, :]])
    gains = root[:, -1, n_columns - n_factors : n_columns] ** 2
    return np.bincount(orders.ravel(), gains.ravel(), n_factors) / len(orders)


def inflation(columns: Floats) -> Floats:
    """Variance inflation factors: 1 for a column that the others tell nothing of.

    Parameters
    ----------
    columns : ndarray of shape (n, q)
        None is constant.

    Returns
    -------
    ndarray of shape (q,)
        Infinite for a column that the others give exactly.
    """
    found = np.diag(np.linalg.inv(_correlations(columns)))
    return np.where(found > 1 / np.sqrt(_TINY), np.inf, np.maximum(found, 1))


def _correlations(columns: Floats, *outcome: Floats) -> Floats:
    """From sums of products: with a million voices, centred columns would not fit in memory."""
    beside = [(one - one.mean()) / one.std() for one in outcome]
    last = np.column_stack(beside) if beside else np.empty((len(columns), 0))
    means = np.concatenate((columns.mean(axis=0), last.mean(axis=0)))
    across = columns.T @ last
    products = np.block([[columns.T @ columns, across], [across.T, last.T @ last]])
    both = products / len(columns) - np.outer(means, means)
    spread = np.sqrt(np.diag(both))
    return np.asarray(both / np.outer(spread, spread) + _TINY * np.eye(len(both)))
