from dataclasses import replace

import numpy as np
import pytest
from samples import tagged

from voc.engines.heads_fit import AuxiliaryTask, fit_heads
from voc.engines.linear import LinearEngine
from voc.engines.linear_fit import LinearSettings, fit_linear
from voc.engines.ngrams import NgramTable, document_frequency
from voc.engines.targets import build_targets, soft_targets
from voc.text.split import split_texts
from voc.types import KINDS, Record

CATEGORIES = ("delivery.speed", "service.attitude")
SETTINGS = LinearSettings(bits=12, min_count=1, n_folds=2, n_hidden=48, epochs=60, n_networks=1)
GOODS = ("手机", "耳机", "书", "水果", "衣服", "鞋子", "水杯", "台灯")
# What is said of each thing: words, kind, category, severity, voice type, sentiment.
SAID = (
    ("发货太慢了", "pain", "delivery.speed", 2, "service_issue", "negative"),
    ("当天就送到", "praise", "delivery.speed", 0, "praise", "positive"),
    ("客服骂人", "pain", "service.attitude", 3, "complaint", "negative"),
    ("客服很热情", "praise", "service.attitude", 0, "praise", "positive"),
)


def annotated(number, goods, said, kind, category, severity, voice_type, sentiment):
    text = f"买了{goods}，{said}！"
    start = text.index(said)
    unit = Record(
        voice_id=str(number), kind=kind, category=category, start=start, end=start + len(said),
        quote=said, severity=severity, stage="delivery", touchpoint=None, level="ease", confidence=1.0,
    )  # fmt: skip
    flags = frozenset({"churn"}) if severity == 3 else frozenset()
    voice = tagged(unit, id=str(number), text=text)
    return replace(
        voice, voice_type=voice_type, sentiment=sentiment, flags=flags, urgency=severity // 2
    )


VOICES = [annotated(i, g, *s) for i, (g, s) in enumerate((g, s) for g in GOODS for s in SAID)]
POLARITY = AuxiliaryTask(
    "polarity",
    [voice.voice.text for voice in VOICES],
    np.array([[voice.sentiment == "positive"] for voice in VOICES], dtype=np.float32),
)


def fit(voices=VOICES, auxiliary=(POLARITY,), random_state=0, taught=None, **changes):
    settings = replace(SETTINGS, **changes)
    return fit_linear(voices, CATEGORIES, auxiliary, settings, random_state, taught)


@pytest.fixture(scope="module")
def engine():
    return fit()


def check(first, second):
    assert first.keys() == second.keys()
    for name, array in first.items():
        np.testing.assert_array_equal(array, second[name], err_msg=name)


def scores_of(engine, texts):
    scores = engine.score(split_texts(texts))
    return {
        "pairs": scores.pairs,
        "severity": scores.severity,
        "stage": scores.stage,
        **scores.voices,
    }


def test_it_learns_what_it_was_shown(engine):
    scores = engine.score(split_texts(["买了雨伞，发货太慢了！", "买了雨伞，客服很热情！"]))
    assert engine.name == "linear"
    assert engine.pairs == tuple((kind, category) for kind in KINDS for category in CATEGORIES)
    said = scores.pairs[[1, 3]].argmax(axis=1)
    assert [engine.pairs[i] for i in said] == [
        ("pain", "delivery.speed"), ("praise", "service.attitude"),
    ]  # fmt: skip
    assert (scores.pairs[[0, 2]].sum(axis=1) < 0.5).all()
    low, high = scores.voices["polarity"][:, 0]
    assert low < 0.5 < high


def test_scores_are_probabilities_of_the_promised_shapes(engine):
    texts = ["发货太慢了，客服很热情", "", "。", "delivery", "😀"]
    widths = {
        "voice_type": 8,
        "sentiment": 4,
        "emotion": 9,
        "urgency": 4,
        "flags": 6,
        "polarity": 1,
    }
    for some in (texts, texts[:1], texts[1:2], []):
        clauses = split_texts(some)
        scores = engine.score(clauses)
        assert scores.pairs.shape == (len(clauses), 6)
        assert scores.severity.shape == (len(clauses), 5)
        assert scores.stage.shape == (len(clauses), 8)
        assert {name: rows.shape for name, rows in scores.voices.items()} == {
            name: (len(some), width) for name, width in widths.items()
        }
        for rows in (scores.pairs, scores.severity, scores.stage, *scores.voices.values()):
            assert ((rows >= 0) & (rows <= 1)).all()
        for name in ("voice_type", "sentiment", "emotion", "urgency"):
            np.testing.assert_allclose(scores.voices[name].sum(axis=1), 1, atol=1e-5)
        assert (scores.pairs.sum(axis=1) <= 1 + 1e-5).all()


def test_two_fits_give_identical_arrays(engine):
    again = fit()
    check(engine.arrays(), again.arrays())
    assert again.config() == engine.config()


def test_the_number_of_jobs_changes_nothing(engine):
    check(fit(n_jobs=2).arrays(), engine.arrays())


def test_another_seed_gives_another_network(engine):
    other = fit(random_state=1).arrays()
    assert not np.array_equal(other["clause.hidden"], engine.arrays()["clause.hidden"])


def test_arrays_round_trip(engine):
    stored = LinearEngine.from_arrays(engine.arrays(), engine.config())
    again = LinearEngine.from_arrays(stored.arrays(), stored.config())
    texts = ["买了雨伞，发货太慢了", "客服骂人", ""]
    first, second, third = (scores_of(one, texts) for one in (engine, stored, again))
    assert stored.config() == engine.config()
    assert stored.arrays()["heads.weights"].dtype == np.int8
    for name, rows in first.items():
        np.testing.assert_allclose(second[name], rows, atol=0.05, err_msg=name)
        np.testing.assert_allclose(third[name], second[name], atol=1e-6, err_msg=name)


def test_scores_do_not_depend_on_the_batch(engine):
    texts = [voice.voice.text for voice in VOICES] + ["", "一，二，三"]
    whole = scores_of(engine, texts)
    parts = [scores_of(engine, [text]) for text in texts]
    for name, rows in whole.items():
        np.testing.assert_array_equal(np.concatenate([p[name] for p in parts]), rows, err_msg=name)


def test_polarity_is_the_first_head_of_its_task_and_kept_as_it_is(engine):
    assert engine.polarity == len(engine.hashed.bias) - 1
    topic = AuxiliaryTask("topic", POLARITY.texts, np.repeat(POLARITY.values, 2, axis=1))
    asked = split_texts(["发货太慢了", "客服很热情"])
    expected = engine.score(asked).voices["polarity"]
    for tasks, n in (((POLARITY, topic), 96), ((topic, POLARITY), 5)):
        other = fit(auxiliary=tasks, epochs=1, n_directions=n)
        assert other.polarity == len(other.hashed.bias) - 1
        np.testing.assert_allclose(other.score(asked).voices["polarity"], expected, atol=1e-3)
    assert fit(auxiliary=(topic,), epochs=1).polarity is None
    without = fit(auxiliary=(), epochs=1)
    assert without.polarity is None
    assert "polarity" not in without.score(split_texts(["慢"])).voices


def test_voices_without_clauses_may_be_among_those_trained_on():
    blank = replace(VOICES[0], voice=replace(VOICES[0].voice, text="。"), records=())
    engine = fit([*VOICES, blank], auxiliary=(), epochs=1)
    assert np.isfinite(engine.score(split_texts(["慢", ""])).pairs).all()


def test_a_label_without_examples_stays_silent():
    clauses = build_targets(VOICES, CATEGORIES).clauses
    offset = clauses.batch.bounds[clauses.voice]
    spans = (clauses.batch.codes, offset + clauses.start, offset + clauses.end)
    table = NgramTable.fit(document_frequency(*spans, 1), 12)
    values = np.zeros((len(clauses), 2), dtype=np.float32)
    values[::2, 1] = 1
    heads = fit_heads(table, table.matrix(*spans), values, 1.0)
    assert heads.bias[0] == -10
    assert not heads.weights[:, 0].any()
    assert heads.weights[:, 1].any()


def test_it_learns_what_only_its_teacher_knows(engine):
    clauses = split_texts([f"买了{goods}，急死人！" for goods in GOODS])
    pairs = np.zeros((len(clauses), 6), dtype=np.float32)
    pairs[1::2, 0] = 0.9
    taught = soft_targets(clauses, replace(engine.score(clauses), pairs=pairs))
    # The n-grams are those of the annotated voices; one has the words, but no record.
    known = [*VOICES, tagged(id="99", text="急死人")]
    asked = split_texts(["买了雨伞，急死人！", "买了雨伞，客服很热情！"])
    untaught = fit(known, auxiliary=()).score(asked).pairs
    pairs = fit(known, auxiliary=(), taught=taught).score(asked).pairs
    assert untaught[1, 0] < 0.3
    assert pairs[1, 0] > 0.6
    assert pairs[3].argmax() == untaught[3].argmax() == 5  # praise of the attitude


def test_few_directions_say_nearly_what_all_heads_say(engine):
    fewer = fit(n_directions=12)
    assert fewer.hashed.weights.shape[1] == 13 < engine.hashed.weights.shape[1]
    clauses = build_targets(VOICES, CATEGORIES).clauses
    said, all_said = fewer.score(clauses).pairs, engine.score(clauses).pairs
    told = all_said.max(axis=1) > 0.5
    assert told.any()
    assert (said[told].argmax(axis=1) == all_said[told].argmax(axis=1)).mean() > 0.95


def test_a_teacher_who_says_nothing_changes_nothing(engine):
    nothing = split_texts([])
    taught = soft_targets(nothing, engine.score(nothing))
    check(fit(taught=taught, epochs=2).arrays(), fit(epochs=2).arrays())
