import time
from dataclasses import replace

import numpy as np
import pytest
from samples import record, tagged

from voc.bootstrap import Interval, bootstrap_intervals
from voc.errors import InputError
from voc.evaluation import evaluate
from voc.types import EMOTIONS, FLAGS, SENTIMENTS, VOICE_TYPES

CATEGORIES = ("delivery.speed", "service.reach", "service.attitude", "price.value")
RNG = np.random.default_rng(7)


def any_voice(number):
    records = [
        record(
            (start := int(RNG.integers(9))), start + 4, kind=str(RNG.choice(["pain", "need", "praise"])),
            category=str(RNG.choice(CATEGORIES)), severity=int(RNG.integers(4)),
            stage=str(RNG.choice(["usage", "delivery"])),
        )
        for _ in range(RNG.integers(3))
    ]  # fmt: skip
    return replace(
        tagged(*records, id=str(number)), voice_type=str(RNG.choice(VOICE_TYPES)),
        sentiment=str(RNG.choice(SENTIMENTS)), emotion=str(RNG.choice(EMOTIONS[:2])),
        urgency=int(RNG.integers(4)), flags=frozenset(RNG.choice(FLAGS, RNG.integers(3)).tolist()),
    )  # fmt: skip


def some(n):
    """Annotations, and predictions of which every second is a guess."""
    reference = [any_voice(i) for i in range(n)]
    predicted = [any_voice(i) if i % 2 else voice for i, voice in enumerate(reference)]
    return reference, predicted


def test_it_is_the_quantiles_of_evaluate_over_samples_of_voices():
    reference, predicted = some(30)
    rng = np.random.default_rng(3)
    figures = []
    for _ in range(40):
        drawn = rng.integers(30, size=30)
        sides = [
            [replace(s[j], voice=replace(s[j].voice, id=str(i))) for i, j in enumerate(drawn)]
            for s in (reference, predicted)
        ]
        figures.append(evaluate(*sides))
    found = bootstrap_intervals(reference, predicted, samples=40, level=0.9, random_state=3)
    assert list(found) == [name for name in evaluate(reference, predicted) if name != "voices"]
    for name, interval in found.items():
        expected = np.quantile([f[name] for f in figures], [0.05, 0.95])
        assert interval == pytest.approx(tuple(expected), abs=1e-12), name


def test_intervals_hold_the_figure_and_shrink_with_more_voices():
    few, many = (some(n) for n in (20, 300))
    narrow, wide = bootstrap_intervals(*many), bootstrap_intervals(*few)
    for name, value in evaluate(*many).items():
        if name != "voices":
            assert narrow[name].low <= value <= narrow[name].high
    widths = [np.mean([i.high - i.low for i in found.values()]) for found in (narrow, wide)]
    assert widths[0] < widths[1] / 2


def test_a_wider_level_is_wider():
    pair = some(40)
    wide, narrow = (bootstrap_intervals(*pair, level=level) for level in (0.99, 0.5))
    assert wide["record_leaf"].low < narrow["record_leaf"].low
    assert wide["record_leaf"].high > narrow["record_leaf"].high


def test_the_seed_decides():
    pair = some(20)
    first = bootstrap_intervals(*pair, samples=50)
    assert first == bootstrap_intervals(*pair, samples=50)
    assert first != bootstrap_intervals(*pair, samples=50, random_state=1)


def test_the_same_is_perfect_in_every_sample():
    voices = some(20)[0]
    assert bootstrap_intervals(voices, voices, samples=20)["record_top"] == Interval(1.0, 1.0)


def test_a_label_that_falls_below_the_limit_in_a_sample_is_still_counted():
    """Else samples without the emotions that are hard and rare would flatter the figure."""
    reference = [replace(voice, emotion="joy") for voice in some(20)[0]]
    reference[:5] = [replace(voice, emotion="anger") for voice in reference[:5]]
    predicted = [replace(voice, emotion="joy") for voice in reference]
    assert bootstrap_intervals(reference, predicted)["emotion"].high < 0.6


def test_a_thousand_samples_of_two_hundred_voices_are_fast():
    pair = some(200)
    start = time.perf_counter()
    bootstrap_intervals(*pair, samples=1000)
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    ("how", "message"),
    [({"samples": 0}, "samples=0 is below 1"), ({"level": 1.0}, r"level=1\.0 is outside \(0, 1\)")],
)
def test_parameters_out_of_range_are_refused(how, message):
    with pytest.raises(InputError, match=message):
        bootstrap_intervals([tagged()], [tagged()], **how)


def test_no_voices_and_other_voices_are_refused():
    with pytest.raises(InputError, match="no voices to draw from"):
        bootstrap_intervals([], [])
    with pytest.raises(InputError, match="lack a prediction"):
        bootstrap_intervals([tagged()], [])
