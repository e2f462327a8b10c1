import numpy as np
import pytest
from samples import record, tagged

from voc.insight.journey_counts import PAIN, Tally, placed
from voc.insight.reading import facts_of


def tally(*voices):
    """All records at one place; each voice is (kind, severity) pairs."""
    facts = facts_of(
        [
            tagged(
                *(record(0, 5, kind=kind, severity=severity) for kind, severity in pairs), id=str(n)
            )
            for n, pairs in enumerate(voices)
        ]
    )
    return Tally(facts, np.arange(facts.n_records), np.zeros(facts.n_records, dtype=np.int64), 1)


GOOD, BAD, WORST, WISH = ("praise", 0), ("pain", 2), ("pain", 4), ("need", 1)


@pytest.mark.parametrize(
    ("said", "mood"),
    [([GOOD], 1), ([BAD], -1), ([GOOD, BAD], 0), ([GOOD, WORST], -1 / 3), ([GOOD, WISH], 1)],
)
def test_mood_weighs_pains_by_severity(said, mood):
    assert tally(said).mood.tolist() == pytest.approx([mood])


def test_no_mood_without_pain_or_praise():
    one = tally([WISH])
    assert np.isnan([one.mood, *one.interval]).all()
    assert one.dissatisfaction.tolist() == [1.0]


def test_many_records_of_one_voice_are_no_more_certain_than_the_voice():
    low, high = tally([GOOD] * 9).interval
    assert (low[0], high[0]) == pytest.approx((-0.587, 1.0), abs=1e-3)
    assert tally(*[[GOOD]] * 9).interval[0] > low


def test_intervals_cover_what_is_true():
    rng = np.random.default_rng(0)
    hits = 0
    for _ in range(60):
        content = rng.beta(1, 3, 40)
        voices = [
            [GOOD if rng.random() < p else BAD for _ in range(rng.integers(1, 4))] for p in content
        ]
        low, high = tally(*voices).interval
        hits += low[0] <= -0.5 <= high[0]
    assert 52 <= hits <= 60


def test_dissatisfaction_counts_needs_too():
    assert tally([GOOD], [WISH], [("pain", 1)]).dissatisfaction.tolist() == [0.5]


def test_rows_about_one_category():
    one = tally([GOOD, BAD], [BAD])
    assert one.rows_about(0, PAIN, 0).tolist() == [1, 2]
    assert one.categories(PAIN).tolist() == [[2.0]]


def test_emotion_goes_with_the_mood():
    assert tally([BAD]).emotion == ("disappointment",)
    assert tally([GOOD]).emotion == (None,)


def test_places_of_unknown_texts():
    codes = facts_of([tagged(record(0, 5, stage="usage"), record(0, 5, stage="moon"))]).stage
    assert placed(codes, ("loyalty", "usage")).tolist() == [1, -1]
    assert placed(codes, ("loyalty", "usage"), (0, 0)).tolist() == [0, -1]
