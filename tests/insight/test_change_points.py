import numpy as np

from voc.insight.change_points import change_points

RUNS = 100


def found(shares, voices, seed, level=0.05):
    rng = np.random.default_rng(seed)
    of = rng.poisson(voices, len(shares))
    return change_points(rng.binomial(of, shares), of, level)


def test_a_planted_change_is_found_within_one_period_in_most_runs():
    shares = np.repeat([0.05, 0.20], [14, 12])
    runs = [found(shares, 40, seed) for seed in range(RUNS)]
    right = [any(abs(one.place - 14) <= 1 for one in run) for run in runs]
    assert np.mean(right) >= 0.85
    assert np.mean([len(run) == 1 for run in runs]) >= 0.85


def test_what_comes_and_goes_is_two_changes():
    shares = np.repeat([0.05, 0.40, 0.05], [10, 6, 10])
    runs = [[one.place for one in found(shares, 30, seed)] for seed in range(RUNS)]
    close = [len(run) == 2 and np.abs(np.subtract(run, [10, 16])).max() <= 1 for run in runs]
    assert np.mean(close) >= 0.85


def test_false_alarms_are_as_rare_as_promised():
    steady = np.full(26, 0.1)
    alarms = [bool(found(steady, voices, seed)) for voices in (5, 60) for seed in range(200)]
    assert np.mean(alarms) <= 0.05


def test_periods_without_voices_are_skipped():
    hits, of = (
        np.array([0, 0, 0, 1, 0, 0, 9, 0, 8, 9]),
        np.array([0, 10, 10, 10, 0, 0, 10, 0, 10, 10]),
    )
    (change,) = change_points(hits, of)
    assert (change.start, change.place, change.end) == (1, 6, 10)


def test_nothing_to_find():
    for hits, of in (([], []), ([3], [9]), ([0, 0], [0, 0]), ([0, 0], [9, 9]), ([9, 9], [9, 9])):
        assert change_points(np.array(hits, dtype=int), np.array(of, dtype=int)) == ()


def test_few_voices_are_no_proof():
    assert change_points(np.array([0, 0, 1, 1]), np.ones(4, dtype=int)) == ()
