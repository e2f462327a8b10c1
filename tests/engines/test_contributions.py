import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.engines.context import clause_features
from voc.engines.contributions import LinearContributions
from voc.engines.linear import VOICE_HEADS, HashedHeads, LinearEngine, clause_heads
from voc.engines.mlp import Mlp
from voc.engines.ngrams import NgramTable, document_frequency
from voc.text.split import split_texts
from voc.types import KINDS

CATEGORIES = ("delivery.speed", "service.attitude")
KNOWN = ("发货太慢了", "客服很热情", "app太卡", "好", "慢慢慢慢")
N_HEADS = 5
PAIRS = [[column] for column in range(len(KINDS) * len(CATEGORIES))]


def random_network(rng, heads, n_features, n_hidden=24):
    def values(*shape):
        return rng.normal(scale=0.25, size=shape).astype(np.float32)

    n_outputs = sum(head.size for head in heads)
    return Mlp(
        heads, values(n_features, n_hidden), values(n_hidden), values(n_hidden, n_outputs),
        values(n_outputs),
    )  # fmt: skip


def random_engine(seed):
    """An engine that has learnt nothing, so that its numbers are as unlike as can be."""
    rng = np.random.default_rng(seed)
    clauses = split_texts(KNOWN)
    offset = clauses.batch.bounds[clauses.voice]
    spans = (clauses.batch.codes, offset + clauses.start, offset + clauses.end)
    table = NgramTable.fit(document_frequency(*spans, 1), 10)
    weights = rng.normal(size=(len(table.idf), N_HEADS)).astype(np.float32)
    hashed = HashedHeads(table, weights, rng.normal(size=N_HEADS).astype(np.float32))
    heads = clause_heads(len(PAIRS))
    return LinearEngine(
        CATEGORIES,
        hashed,
        random_network(rng, heads, 4 * N_HEADS + 7),
        random_network(rng, VOICE_HEADS, 3 * N_HEADS + 3),
    )


ENGINE = random_engine(0)


def logits(engine, clauses):
    """Of all pairs and of "nothing", by the way forward."""
    net = engine.clause_net
    features = clause_features(clauses, *engine.hashed(clauses)).astype(np.float64)
    active = np.maximum(features @ net.hidden + net.hidden_bias, 0)
    return (active @ net.output + net.output_bias)[:, : len(PAIRS) + 1]


def log_odds(engine, clauses, clause, columns):
    of_clause = logits(engine, clauses)[clause]
    return np.logaddexp.reduce(of_clause[columns]) - of_clause[-1]


def check_sums(engine, text):
    clauses = split_texts([text])
    take_apart = LinearContributions(engine, clauses)
    for clause in range(len(clauses)):
        for columns in (*PAIRS, [0, 1], [1, 2, 5]):
            parts = take_apart(clause, columns)
            assert parts.weights.shape == (len(clauses.texts[0]),)
            assert parts.weights.sum() + parts.rest == pytest.approx(
                log_odds(engine, clauses, clause, columns), abs=1e-4
            )


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "text",
    [
        "发货太慢了", "发货太慢了，客服很热情！app太卡？", "慢慢慢，慢慢慢慢。好", "<br>ＡＰＰ太卡", "😀",
        "完全没见过", "好",
    ],
)  # fmt: skip
def test_weights_and_rest_add_up_to_the_log_odds(seed, text):
    check_sums(random_engine(seed), text)


@settings(max_examples=60, deadline=None)
@given(st.text("发货太慢了好app，。！ \n", max_size=20))
def test_any_text_adds_up(text):
    check_sums(ENGINE, text)


def test_they_are_the_odds_that_the_scores_tell():
    clauses = split_texts(["发货太慢了，客服很热情"])
    pairs = ENGINE.score(clauses).pairs.astype(np.float64)
    parts = LinearContributions(ENGINE, clauses)(0, [0, 1])
    odds = pairs[0, :2].sum() / (1 - pairs[0].sum())
    assert np.exp(parts.weights.sum() + parts.rest) == pytest.approx(odds, rel=1e-4)


def test_what_is_unknown_or_between_clauses_weighs_nothing():
    text = "。发货，鱼翅！好"
    parts = LinearContributions(ENGINE, split_texts([text]))(0, [0])
    assert [text[i] for i in np.flatnonzero(parts.weights)] == ["发", "货", "好"]


def test_the_order_of_the_clauses_counts():
    texts = ("发货太慢了，app太卡，好", "好，发货太慢了，app太卡")
    weights = [
        LinearContributions(ENGINE, split_texts([text]))(0, [0]).weights[text.index("好")]
        for text in texts
    ]
    assert weights[0] != pytest.approx(weights[1])


def test_a_column_without_weights_in_a_trained_model_is_told_from_one_with(analyzer):
    engine, clauses = analyzer.engine, split_texts(["充电时冒烟了"])
    column = engine.pairs.index(("pain", "quality.safety"))
    parts = LinearContributions(engine, clauses)(0, [column])
    other = LinearContributions(engine, clauses)(
        0, [engine.pairs.index(("praise", "appeal.taste"))]
    )
    assert parts.weights[3:5].sum() > 0 > other.weights[3:5].sum()


def test_a_long_voice_is_taken_apart_section_by_section(analyzer):
    text = "送货太慢了，客服不理人。" * 20
    clauses = split_texts([text])
    engine = analyzer.engine
    scores = engine.score(clauses)
    for clause in (0, 12, 39):
        column = int(scores.pairs[clause].argmax())
        parts = LinearContributions(engine, clauses)(clause, [column])
        said, nothing = scores.pairs[clause, column], 1 - scores.pairs[clause].sum()
        odds = np.log(said / nothing)
        assert parts.weights.sum() + parts.rest == pytest.approx(odds, abs=0.05)
        start, end = int(clauses.start[clause]), int(clauses.end[clause])
        assert start <= parts.weights.argmax() < end
