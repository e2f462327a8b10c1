import pytest

from voc.engines.grammar import Reader
from voc.engines.phrases import word_lists
from voc.taxonomy import Taxonomy
from voc.text.split import split_texts


@pytest.fixture(scope="module")
def reader():
    return Reader(Taxonomy.load())


def surest(reader, text):
    """The surest (kind, leaf) of the first clause of a text, and how sure."""
    clauses = split_texts([text])
    view, end = clauses.texts[0], int(clauses.end[0])
    pairs = reader.read(view[clauses.start[0] : end], view[end : end + 1]).pairs
    best = max(pairs, key=pairs.__getitem__, default=None)
    return best, pairs.get(best, 0.0)


@pytest.mark.parametrize(
    ("text", "kind", "leaf"),
    [
        pytest.param("充电时冒烟了", "pain", "quality.safety", id="fact-without-opinion"),
        pytest.param("钱到现在没到账", "pain", "purchase.payment", id="fact-not-arrived"),
        pytest.param("打了三次电话", "pain", "service.ownership", id="fact-three-calls"),
        pytest.param("味道不是很好", "pain", "appeal.taste", id="negated-praise"),
        pytest.param("没有想象中好吃", "pain", "appeal.taste", id="negation-at-a-distance"),
        pytest.param("不难吃", "praise", "appeal.taste", id="negated-pain"),
        pytest.param("不是不好", "praise", "overall.satisfaction", id="double-negation"),
        pytest.param("没有不满意", "praise", "overall.satisfaction", id="nothing-to-complain"),
        pytest.param("不但好吃", "praise", "appeal.taste", id="no-negation-in-budan"),
        pytest.param("房间也很小", "pain", "environment.space", id="degree-inside-phrase"),
        pytest.param("服务真的是非常差", "pain", "service.attitude", id="degree-run"),
        pytest.param("味道不如以前", "pain", "appeal.taste", id="worse-than-before"),
        pytest.param("不如以前好吃", "pain", "appeal.taste", id="less-than-before"),
        pytest.param("会不会掉色？", "need", "information.clarity", id="open-question"),
        pytest.param("这也叫好吃？", "pain", "appeal.taste", id="rhetorical-question"),
        pytest.param("为什么还不发货？", "pain", "delivery.speed", id="why-takes-for-granted"),
        pytest.param("希望不要再卡顿", "need", "capability.performance", id="wish"),
        pytest.param("建议在首页加个快捷入口", "need", "usability.interface", id="proposal"),
        pytest.param("要是能分两次付款就好了", "need", "purchase.payment", id="wish-at-the-end"),
        pytest.param("没有停车位", "pain", "environment.location", id="absence"),
        pytest.param("没有手续费", "praise", "price.charge", id="absence-of-the-unwanted"),
        pytest.param("環境太吵", "pain", "environment.noise", id="traditional"),
    ],
)
def test_grammar_decides_kind_and_leaf(reader, text, kind, leaf):
    assert surest(reader, text)[0] == (kind, leaf)


def test_supposed_pain_is_less_sure_than_stated(reader):
    stated, supposed = surest(reader, "过敏了")[1], surest(reader, "担心过敏")[1]
    assert supposed < 0.5 < stated


def test_one_opinion_judges_all_aspects_before_it(reader):
    pairs = reader.read("味道和服务都不错").pairs
    assert set(pairs) == {("praise", "appeal.taste"), ("praise", "service.attitude")}


def test_opinion_takes_the_aspect_of_the_clause_before(reader):
    aspects = reader.read("说说续航").aspects
    assert ("praise", "capability.energy") in reader.read("真的不错", carried=aspects).pairs


@pytest.mark.parametrize("text", ["", "路过", "？", "12315", "hello world", "😀😀"])
def test_nothing_said_nothing_found(reader, text):
    assert reader.read(text).pairs == {}


def test_new_taxonomy_without_special_leaves(tmp_path):
    path = tmp_path / "t.toml"
    path.write_text(
        '[[category]]\nid = "c"\nzh = "充电"\n'
        '[[category.leaf]]\nid = "c.pile"\nzh = "桩"\naspect = ["充電樁"]\npain = ["占位"]\n',
        encoding="utf-8",
    )
    reader = Reader(Taxonomy.load(path))
    assert set(reader.read("充电桩很差").pairs) == {("pain", "c.pile")}
    assert set(reader.read("被油车占位").pairs) == {("pain", "c.pile")}
    loose = reader.read("太差了")
    assert loose.pairs == {}
    assert loose.unplaced["pain"] > 0.5


@pytest.mark.parametrize("name", ["grammar.toml", "voice_cues.toml", "touchpoints.toml"])
def test_word_lists_hold_each_word_once(name):
    pending = [word_lists(name)]
    while pending:
        for value in pending.pop().values():
            if isinstance(value, dict):
                pending.append(value)
            elif isinstance(value, list) and isinstance(value[0], str):
                assert len(value) == len(set(value))
                assert all(word == word.strip().lower() != "" for word in value)
