from dataclasses import replace

import numpy as np
import pytest

from voc.engines.mlp import Head, Mlp, Target, average, fit_mlp, logistic

HEADS = (Head("side", 2), Head("high", 1, "sigmoid"))
RNG = np.random.default_rng(0)
POINTS = RNG.normal(size=(200, 3)).astype(np.float32)


def targets(points):
    left = points[:, 0] > 0
    return {
        "side": Target(np.stack((~left, left), axis=1).astype(np.float32)),
        "high": Target((points[:, 1:2] * points[:, 2:] > 0).astype(np.float32)),
    }


def fit(**changes):
    settings = {
        "n_hidden": 16,
        "epochs": 60,
        "batch_size": 32,
        "learning_rate": 0.02,
        "dropout": 0.0,
    }
    return fit_mlp(POINTS, HEADS, targets(POINTS), **(settings | changes))


@pytest.fixture(scope="module")
def network():
    return fit()


def test_it_learns_what_is_linear_and_what_is_not(network):
    said = network(POINTS)
    expected = targets(POINTS)
    assert (said["side"].argmax(1) == expected["side"].values.argmax(1)).mean() > 0.97
    assert ((said["high"] > 0.5) == expected["high"].values).mean() > 0.9


def test_probabilities_keep_their_shape_and_range(network):
    for features in (POINTS, POINTS[:1], POINTS[:0], 1e6 * POINTS):
        said = network(features)
        assert {name: rows.shape for name, rows in said.items()} == {
            "side": (len(features), 2), "high": (len(features), 1),
        }  # fmt: skip
        np.testing.assert_allclose(said["side"].sum(axis=1), 1, atol=1e-6)
        assert all(np.isfinite(rows).all() and rows.dtype == np.float32 for rows in said.values())


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50, 64, 65])
def test_a_row_does_not_depend_on_its_batch(size):
    wide = Mlp(
        (Head("a", 40),),
        RNG.normal(size=(445, 512)).astype(np.float32), np.zeros(512, np.float32),
        RNG.normal(size=(512, 40)).astype(np.float32), np.zeros(40, np.float32),
    )  # fmt: skip
    rows = RNG.normal(size=(130, 445)).astype(np.float32) / 100
    parts = [wide(rows[i : i + size])["a"] for i in range(0, len(rows), size)]
    # BLAS may add up a small product in another order; nothing else may differ.
    np.testing.assert_allclose(np.concatenate(parts), wide(rows)["a"], atol=5e-6)


def test_the_same_seed_gives_the_same_network_and_another_one_another():
    first, second, other = (
        fit(epochs=2, dropout=0.3, random_state=state).hidden for state in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, other)


def test_unknown_labels_teach_nothing():
    unknown = {
        name: replace(t, values=np.zeros_like(t.values)) for name, t in targets(POINTS).items()
    }
    unknown["high"] = replace(unknown["high"], weight=0.0)
    trained = fit_mlp(POINTS, HEADS, unknown, n_hidden=4, epochs=3, weight_decay=0.0)
    fresh = fit_mlp(POINTS, HEADS, unknown, n_hidden=4, epochs=0, weight_decay=0.0)
    np.testing.assert_array_equal(trained.hidden, fresh.hidden)
    np.testing.assert_array_equal(trained.output_bias, fresh.output_bias)


def test_average_averages_logits(network):
    other = fit(epochs=2, random_state=3)
    both = average([network, other])(POINTS)["high"]
    logits = [np.log(n(POINTS)["high"].astype(float)) - np.log1p(-n(POINTS)["high"].astype(float))
              for n in (network, other)]  # fmt: skip
    near = np.abs(logits).max(axis=0) < 8  # where float32 still tells 1 - p from 0
    np.testing.assert_allclose(both[near], logistic(np.mean(logits, axis=0))[near], atol=1e-4)
    np.testing.assert_allclose(average([network])(POINTS)["side"], network(POINTS)["side"])


def test_arrays_round_trip(network):
    arrays = network.arrays("clause")
    assert set(arrays) == {
        f"clause.{n}" for n in ("hidden", "hidden_bias", "output", "output_bias")
    }
    again = Mlp.from_arrays(HEADS, arrays, "clause")
    np.testing.assert_array_equal(again(POINTS)["side"], network(POINTS)["side"])


def test_logistic_is_safe_at_the_ends():
    np.testing.assert_allclose(logistic(np.float32([-1e9, 0, 1e9])), [0, 0.5, 1], atol=1e-20)


def test_a_label_known_by_half_pulls_to_the_same_place():
    rng = np.random.default_rng(0)
    features = rng.normal(size=(400, 4)).astype(np.float32)
    head = Head("kind", 2)
    share = np.tile(np.array([[0.7, 0.3]], dtype=np.float32), (400, 1))
    half = fit_mlp(
        features, [head], {"kind": Target(share / 2)}, n_hidden=8, epochs=60, batch_size=100
    )
    np.testing.assert_allclose(half(features)["kind"][:, 0].mean(), 0.7, atol=0.05)
