import numpy as np
import pytest

from voc.errors import InputError
from voc.topic_model.drift import TopicDrift, topic_drift

RNG = np.random.default_rng(0)
LEARNED = np.where(RNG.random(2000) < 0.05, -1, 0), RNG.beta(6, 4, 2000)
MONTHS = np.repeat(np.arange("2026-01", "2026-05", dtype="datetime64[M]"), 200)


def units(outliers=0.05, lower=0.0):
    """Four months; the last one as asked, the others as learned."""
    last = MONTHS == MONTHS[-1]
    labels = np.where(RNG.random(800) < np.where(last, outliers, 0.05), -1, 0)
    return labels, RNG.beta(6, 4, 800) - lower * last


def test_what_did_not_change_still_fits():
    drift = topic_drift(*LEARNED, *units(), MONTHS, period="month")
    assert [row.fits for row in drift] == [True] * 4
    assert not drift.refit
    assert drift.sentence().startswith("2026-04-01起：话题仍然适用：200条里")


@pytest.mark.parametrize("change", [{"outliers": 0.2}, {"lower": 0.12}])
def test_a_change_of_the_last_month_advises_a_refit(change):
    drift = topic_drift(*LEARNED, *units(**change), MONTHS, period="month")
    assert [row.fits for row in drift] == [True, True, True, False]
    assert drift.refit
    assert "refit advised" in drift.sentence("en")


def test_better_scores_and_fewer_outliers_are_no_reason():
    assert not topic_drift(*LEARNED, *units(outliers=0, lower=-0.3), MONTHS).refit


def test_a_month_of_few_units_is_not_judged():
    labels, scores = units(lower=0.12)
    drift = topic_drift(*LEARNED, labels[:610], scores[:610], MONTHS[:610])
    assert drift[-1].fits is None
    assert drift.latest is drift[-2] or drift.latest.fits
    assert np.isnan(drift[-1].p)


def test_without_times_all_is_one_period():
    drift = topic_drift(*LEARNED, *units())
    assert [row.start for row in drift] == [None]
    assert drift.to_dicts()[0]["start"] is None
    assert "—" in drift.to_markdown()


def test_without_scores_the_outliers_tell():
    labels, _ = units(outliers=0.5)
    drift = topic_drift(LEARNED[0], np.full(2000, np.nan), labels, np.full(800, np.nan), MONTHS)
    assert drift.refit
    assert np.isnan(drift[-1].index)


def test_nothing_new_is_an_empty_table():
    drift = topic_drift(*LEARNED, [], [], [])
    assert len(drift) == 0
    assert not drift.refit
    assert drift.sentence("en") == "Too few new units to tell."
    assert len(TopicDrift().plot().data[0].x) == 0


def test_the_picture_shows_each_period():
    drift = topic_drift(*LEARNED, *units(outliers=0.3), MONTHS, period="month")
    bars = drift.plot().data[0]
    assert bars.x == ("2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01")
    assert bars.marker.color[0] != bars.marker.color[-1]


def test_false_alarms_are_as_rare_as_stated():
    rng = np.random.default_rng(1)
    alarms = 0
    for _ in range(25):
        labels = np.where(rng.random(800) < 0.05, -1, 0)
        drift = topic_drift(*LEARNED, labels, rng.beta(6, 4, 800), MONTHS, period="month")
        alarms += any(row.fits is False for row in drift)
    assert alarms <= 3


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (([], [], [0], [0.5]), "nothing that the topics were learned from"),
        (([0], [0.5], [0], []), "0 scores for 1 labels"),
        (([0], [0.5], [0], [0.5], ["2026-01-01"] * 2), "2 times for 1 labels"),
    ],
)
def test_what_cannot_be_used_is_refused(given, said):
    with pytest.raises(InputError, match=said):
        topic_drift(*given)


def test_the_level_is_a_share():
    with pytest.raises(InputError, match="level=2"):
        topic_drift(*LEARNED, *units(), level=2)
