import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from samples import TEXT, record

import voc
import voc.qualify.explain as explain_module
from voc.errors import InputError
from voc.qualify.analyzer import Analyzer
from voc.qualify.decode import Decoding
from voc.qualify.explain import Explanation, RecordEvidence, explain_voice
from voc.taxonomy import Taxonomy
from voc.types import Voice

TWO = "房间挺干净，就是隔音太差"


def evidence(weights, text=TEXT, **changes):
    whole = np.zeros(len(text))
    whole[: len(weights)] = weights
    return RecordEvidence(record(0, 5, text=text), text, whole, 0.25, "exact", **changes)


def test_each_record_is_explained_by_its_own_words():
    explanation = voc.explain(TWO)
    assert [item.record for item in explanation.items] == voc.classify(TWO).records
    assert explanation.voice.text == TWO
    assert explanation.left_out == 0
    for item, words in zip(explanation.items, ("干净", "隔音"), strict=True):
        assert item.method == "exact"
        assert item.weights.shape == (len(TWO),)
        assert words in item.top(1)[0].text


def test_the_exact_weights_add_up_to_the_odds_of_the_scores(analyzer):
    clauses = explain_module.split_texts([TWO])
    pairs = analyzer.engine.score(clauses).pairs.astype(np.float64)
    for row, item in zip(pairs, explain_voice(analyzer, TWO).items, strict=True):
        column = analyzer.engine.pairs.index((item.record.kind, item.record.category))
        odds = row[column] / (1 - row.sum())
        assert item.log_odds == pytest.approx(np.log(odds), abs=1e-2)
        assert item.log_odds == pytest.approx(item.weights.sum() + item.rest)


@pytest.mark.parametrize(
    ("model", "taxonomy", "method"),
    [
        ("default", None, "exact"),
        ("lexicon", None, "occlusion"),
        ("default", Taxonomy.load(), "occlusion"),
    ],
    ids=["linear", "lexicon", "overlay"],
)
def test_every_engine_is_explained(model, taxonomy, method):
    item = voc.explain("物流太慢了", model=model, taxonomy=taxonomy).items[0]
    assert item.record.category == "delivery.speed"
    assert item.method == method
    assert "慢" in "".join(quote.text for quote in item.top())


@pytest.mark.parametrize("model", ["default", "lexicon"])
def test_a_record_that_backed_off_has_the_odds_of_all_its_leaves(model):
    analyzer = voc.load(model)
    always_back = replace(analyzer, decoding=replace(analyzer.decoding, leaf=1.1))
    [item] = explain_voice(always_back, "充电时冒烟了").items
    category = item.record.category
    assert category in [c.id for c in analyzer.taxonomy.categories]
    pairs = analyzer.engine.score(explain_module.split_texts(["充电时冒烟了"])).pairs[0]
    columns = [
        i for i, (kind, leaf) in enumerate(analyzer.engine.pairs)
        if kind == "pain" and analyzer.taxonomy.parent(leaf) == category
    ]  # fmt: skip
    others = pairs.sum() if model == "default" else pairs[columns].sum()
    assert item.log_odds == pytest.approx(np.log(pairs[columns].sum() / (1 - others)), abs=1e-2)


def test_weights_lie_over_the_raw_text():
    text = "<b>ＡＰＰ</b>太太太太太卡了！！！！"
    [item] = [i for i in voc.explain(text, model="lexicon").items if i.record.kind == "pain"]
    assert item.weights.shape == (len(text),)
    assert item.weights[text.index("卡")] > 0
    assert set(np.flatnonzero(item.weights)) <= set(range(item.record.start, item.record.end))
    with pytest.raises(ValueError, match="read-only"):
        item.weights[0] = 1


def test_a_voice_keeps_what_is_known_of_it():
    voice = Voice(id="7", text="充电时冒烟了", customer="甲")
    explanation = voc.explain(voice)
    assert explanation.voice.customer == "甲"
    assert explanation.items[0].record.voice_id == "7"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "\0",
        "\ud800",
        "😀" * 9,
        "hello",
        "充电时冒烟了\ud800\0",
        "<a href='x'>",
        "慢" * 3000,
    ],
    ids=["empty", "blank", "nul", "surrogate", "emoji", "english", "odd", "tag", "repeats"],
)
@pytest.mark.parametrize("model", ["default", "lexicon"])
def test_odd_texts_are_explained_like_others(text, model):
    explanation = voc.explain(text, model=model)
    assert len(explanation.items) == len(voc.classify(text, model=model).records)
    for item in explanation.items:
        assert np.isfinite(item.weights).all()
        assert len(item.weights) == len(text)
    explanation._repr_html_().encode("utf-8")
    json.dumps(explanation.to_dicts(), allow_nan=False)


def test_of_very_long_texts_the_first_records_are_explained(monkeypatch):
    text = "充电时冒烟了，" * 10
    monkeypatch.setattr(explain_module, "_MOST_WEIGHTS", 3 * len(text))
    explanation = voc.explain(text, model="lexicon")
    assert [item.record.start for item in explanation.items] == [0, 7, 14]
    assert explanation.left_out == 7
    assert "7 more records" in explanation._repr_html_()


def test_an_engine_without_pairs_explains_nothing():
    analyzer = voc.load("lexicon")
    silent = Analyzer(
        "none@1", SimpleNamespace(pairs=(), score=None), Decoding(), analyzer.taxonomy
    )
    explanation = explain_voice(silent, "太慢了")
    assert explanation.items == ()
    assert explanation.voice.marks == {"failed"}


@pytest.mark.parametrize("source", [["太慢了"], None, {"text": "太慢了"}])
def test_one_text_at_a_time(source):
    with pytest.raises(InputError, match=r"expected a str or a Voice; explain one text at a time"):
        voc.explain(source)


def test_the_heaviest_quotes_come_first_with_their_sign():
    item = evidence([0.1, 1, 1, 0, 0.9, 0, -3, -0.2, -1])
    assert item.top() == [
        (6, 7, "客", -3.0), (1, 3, "货太", 2.0), (8, 9, "倒", -1.0), (4, 5, "了", 0.9),
    ]  # fmt: skip
    assert item.top(1)[0].text == "客"
    assert evidence([]).top() == []


def test_dicts_are_ready_for_json():
    [plain] = Explanation(Voice(id="1", text=TEXT), (evidence([1, 0.5]),)).to_dicts()
    assert json.loads(json.dumps(plain)) == plain
    assert (plain["kind"], plain["quote"], plain["method"]) == ("pain", "发货太慢了", "exact")
    assert plain["weights"] == [1, 0.5, *[0] * (len(TEXT) - 2)]
    assert (plain["rest"], plain["log_odds"]) == (0.25, 1.75)
    assert plain["top"] == [{"start": 0, "end": 2, "text": "发货", "weight": 1.5}]
