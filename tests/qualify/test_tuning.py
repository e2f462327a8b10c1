import pytest

from voc.corpus import load_corpus
from voc.evaluation import evaluate
from voc.qualify.analyzer import Analyzer
from voc.qualify.decode import Decoding
from voc.qualify.tuning import choose_share, tune

VOICES = load_corpus("demo").annotated[:40]


def record_leaf(analyzer, decoding):
    changed = Analyzer("tuned@1", analyzer.engine, decoding, analyzer.taxonomy)
    return evaluate(VOICES, changed.tag(VOICES.voices))["record_leaf"]


@pytest.fixture(scope="module")
def tuned(analyzer):
    return tune(analyzer.engine, analyzer.taxonomy, VOICES, VOICES)


def test_tuned_thresholds_do_better_than_bad_ones(analyzer, tuned):
    bad = Decoding(pain=0.9, need=0.9, praise=0.9)
    assert record_leaf(analyzer, tuned) > record_leaf(analyzer, bad) + 0.1


def test_confidences_are_fitted(tuned):
    assert tuned.record != Decoding().record
    assert all(0 <= share <= 1 for share in tuned.record.shares + tuned.voice_type.shares)


def test_grades_keep_their_order(tuned):
    assert list(tuned.severity) == sorted(tuned.severity)
    assert list(tuned.urgency) == sorted(tuned.urgency)


def test_an_engine_beside_itself_is_of_no_use(analyzer):
    engine = analyzer.engine
    assert choose_share(engine, engine, analyzer.taxonomy, VOICES[:5], analyzer.decoding) == 0
