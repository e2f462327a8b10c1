from datetime import date

import numpy as np
import pytest

from voc.errors import InputError
from voc.topic_model.calendar import calendar_of
from voc.topic_model.counts import topic_counts
from voc.topic_model.periods import TopicTrends, topic_trends
from voc.topic_model.rates import rate_change

NAMES = {0: "物流慢", 1: "电池鼓包", 2: "老活动", 3: "没收到赠品"}


def monthly(counts, n_voices=200):
    """Labels and times of one unit a voice; the others of each month have no topic."""
    counts = np.array(counts)
    labels = [
        np.repeat([*range(len(counts)), -1], [*month, n_voices - month.sum()]) for month in counts.T
    ]
    months = np.datetime64("2025-01") + np.arange(counts.shape[1])
    return np.concatenate(labels), np.repeat(months, n_voices)


PLANTED = monthly(
    [
        [30, 33, 28, 31, 30, 29, 32, 31],  # steady
        [1, 0, 0, 1, 0, 1, 14, 16],  # emerging
        [20, 22, 18, 21, 19, 20, 0, 0],  # gone
        [0, 0, 1, 0, 1, 0, 0, 1],  # rare
    ]
)


def test_weeks_start_on_monday_and_have_no_gaps():
    cut = calendar_of(["1969-12-31", "1970-01-05", "1970-01-20"], "week")
    assert cut.starts.astype(str).tolist() == [
        "1969-12-29", "1970-01-05", "1970-01-12", "1970-01-19",
    ]  # fmt: skip
    assert cut.places.tolist() == [0, 1, 3]


@pytest.mark.parametrize(
    ("last", "period"), [("2026-01-31", "day"), ("2026-02-01", "week"), ("2026-09-01", "month")]
)
def test_auto_takes_what_can_be_overseen(last, period):
    assert calendar_of(["2026-01-01", last]).period == period


def test_a_voice_counts_once_a_topic_and_period():
    times = ["2026-01-01", "2026-01-01", "2026-01-01", "2026-02-01", "NaT"]
    counted = topic_counts([0, 0, 1, 0, 0], times, [7, 7, 7, 8, 9], "month")
    assert counted.counts.tolist() == [[1, 1], [1, 0]]
    assert counted.voices.tolist() == [1, 1]


def test_planted_changes_are_found_and_nothing_else():
    trends = topic_trends(*PLANTED, NAMES)
    assert [(row.name, row.state) for row in trends] == [
        ("电池鼓包", "emerging"), ("老活动", "gone"), ("物流慢", "steady"), ("没收到赠品", "unknown"),
    ]  # fmt: skip
    assert [row.topic for row in trends.emerging] == [1]
    assert [row.topic for row in trends.dying] == [2]
    new = trends[0]
    assert (new.voices_now, new.voices_before) == (30, 3)
    assert new.share_now == pytest.approx(30 / 400)
    assert new.low < new.ratio < new.high
    assert (trends[1].first, trends[1].last) == (date(2025, 1, 1), date(2025, 6, 1))
    assert np.isnan(trends[3].p)


def test_sentences_cite_numbers():
    new, gone, steady, rare = topic_trends(*PLANTED, NAMES)
    assert new.sentence().startswith(
        "“电池鼓包”正在冒头：最近2个月占7.5%（30条），此前占0.2%（3条）"
    )
    assert new.sentence("en").endswith("adjusted p<0.001.")
    assert "0条" in gone.sentence()
    assert "倍" not in steady.sentence()
    assert "too few" in rare.sentence("en")


def test_growing_is_less_than_twice_as_much_and_fading_is_not_gone():
    labels, times = monthly([[40] * 6 + [64] * 2, [64] * 6 + [40] * 2])
    assert [row.state for row in topic_trends(labels, times, {})] == ["growing", "fading"]


def test_more_voices_alone_change_nothing():
    labels, times = monthly([[20] * 8])
    more = np.repeat(np.arange(len(labels)), np.where(times >= np.datetime64("2025-07"), 3, 1))
    assert topic_trends(labels[more], times[more], NAMES)[0].state == "steady"


def test_one_period_has_nothing_to_compare():
    trends = topic_trends([0] * 9, ["2026-01-01"] * 9, NAMES)
    assert [row.state for row in trends] == ["unknown"]
    assert "此前一条也没有" in trends[0].sentence()


def test_a_table_in_both_languages_and_a_picture():
    trends = topic_trends(*PLANTED, NAMES)
    assert "冒头" in trends.to_markdown()
    assert "emerging" in trends.to_markdown("en")
    assert list(trends.to_frame()["topic"]) == [1, 2, 0, 3]
    assert trends.to_dicts()[0]["first"] == "2025-01-01"
    assert [line.name for line in trends.plot(2).data if line.name] == ["老活动", "电池鼓包"]
    assert len(TopicTrends().plot().data) == 0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"times": ["NaT"] * 3}, "no unit has a time"),
        ({"times": ["2026-01-01"]}, "1 times for 3 labels"),
        ({"times": ["morgen"] * 3}, "no times"),
        ({"voice": [1]}, "1 voices for 3 labels"),
        ({"window": 9}, "window=9"),
        ({"level": 5}, "level=5"),
        ({"period": "year"}, "period='year'"),
    ],
)
def test_what_cannot_be_used_is_refused(given, said):
    usual = {"labels": [0, 0, 1], "times": ["2026-01-01", "2026-01-02", "2026-01-03"], "names": {}}
    with pytest.raises(InputError, match=said):
        topic_trends(**{**usual, **given})


def simulated(rng, bursts, ratio=1.0, periods=12, topics=20):
    shares = rng.dirichlet(np.full(topics, 0.7))[:, None] * 0.9
    voices = rng.poisson(400, periods)
    factor = rng.gamma(1 / bursts, bursts, (topics, periods)) if bursts else 1.0
    rates = shares * factor * np.where(np.arange(periods) < periods - 3, 1.0, ratio)
    return rng.binomial(voices, np.minimum(rates, 1)), voices


@pytest.mark.parametrize("bursts", [0, 0.1])
def test_false_alarms_are_as_rare_as_stated(bursts):
    rng = np.random.default_rng(0)
    p = [rate_change(*simulated(rng, bursts), 3).p for _ in range(150)]
    assert 0.01 < np.mean(np.concatenate(p) < 0.05) < 0.06


@pytest.mark.parametrize("ratio", [1.0, 1.8])
def test_intervals_of_the_ratio_cover(ratio):
    rng = np.random.default_rng(1)
    inside = []
    for _ in range(150):
        counts, voices = simulated(rng, 0, ratio)
        change = rate_change(counts, voices, 3)
        inside += ((change.low <= ratio) & (ratio <= change.high))[counts.sum(axis=1) > 0].tolist()
    assert 0.94 < np.mean(inside) < 0.995


def test_what_always_comes_in_bursts_is_no_news():
    calm = np.array([[10, 10, 10, 10, 10, 10, 30]])
    bursty = np.array([[1, 35, 2, 20, 1, 1, 30]])
    voices = np.full(7, 500)
    assert rate_change(calm, voices, 1).p[0] < 0.01
    assert rate_change(bursty, voices, 1).p[0] > 0.05
