"""What ``voc.classify`` promises of every text, with the default model."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import TEXT
from strategies import awkward_texts

import voc
from voc import types
from voc.errors import InputError, ModelNotFoundError
from voc.qualify.analyzer import Analyzer
from voc.taxonomy import Taxonomy

TAXONOMY = Taxonomy.load()
LONG = 100_000
ODD = {
    "empty": "",
    "blank": " \t\r\n　\u200b\ufeff",
    "nul": "\x00",
    "nul_inside": "发货\x00太慢了",
    "high_surrogate": "\ud83d",
    "low_surrogate_inside": "客服\udfff不理人",
    "split_pair": "好\ud83d\ude00",
    "emoji": "😀😡👍🏻❤\ufe0f🇨🇳👨‍👩‍👧",
    "stars": "⭐⭐⭐⭐⭐",
    "one_han": "慢",
    "one_letter": "a",
    "one_mark": "。",
    "one_astral": "𠮷",
    "unassigned": "\U0010ffff\U000e0001\u0378",
    "english": "Delivery was slow, but the staff were kind.",
    "japanese": "配達がとても遅いです",
    "korean": "배송이 너무 느려요",
    "russian": "Доставка очень медленная",
    "arabic": "التوصيل بطيء جدا",
    "combining": "e\u0301" + "\u0301" * 500,
    "html": "<script>alert('慢')</script>",
    "open_comments": "<!--" * (LONG // 4),
    "sql": "'; DROP TABLE voices; --",
    "null": "null",
    "long_words": ("发货太慢了，客服不理人。" * LONG)[:LONG],
    "long_han": "慢" * LONG,
    "long_blank": " " * LONG,
    "long_emoji": "😡" * LONG,
    "long_nul": "\x00" * LONG,
    "long_letters": "a," * (LONG // 2),
    "long_digits": "1" * LONG,
    "long_contrast": "但是" * (LONG // 2),
    "long_users": "@" * LONG,
}
COMMON = [
    "房间挺干净，就是隔音太差", "充电时冒烟了，必须给个说法！", "师傅很热情，当天就装好了", "希望能加一个夜间模式",
    "请问怎么开发票", "等了两小时还没送到，再也不来了", "嗯", "", "。", "味道不错 分量太少", "投诉三次了都没人管，要求退款",
]  # fmt: skip


def check(tagged):
    """Whether everything in a tagged voice is what ``voc.types`` promises."""
    voice = tagged.voice
    assert tagged.voice_type in types.VOICE_TYPES
    assert tagged.sentiment in types.SENTIMENTS
    assert tagged.emotion in types.EMOTIONS
    assert tagged.flags <= set(types.FLAGS)
    assert voice.marks <= set(types.MARKS)
    assert tagged.urgency in range(4)
    assert -1 <= tagged.score <= 1
    assert 0 <= tagged.confidence <= 1
    assert re.fullmatch(r"default@\d+\.\d+\.\d+", tagged.model)
    starts = [record.start for record in tagged.records]
    assert starts == sorted(starts)
    assert len(tagged.records) == len({(r.kind, r.category, r.start) for r in tagged.records})
    for record in tagged.records:
        check_record(record, voice)


def check_record(record, voice):
    assert record.voice_id == voice.id
    assert 0 <= record.start < record.end <= len(voice.text)
    assert record.quote == voice.text[record.start : record.end]
    assert record.kind in types.KINDS
    assert record.category in TAXONOMY
    assert record.severity in (range(1) if record.kind == "praise" else range(1, 5))
    assert record.stage in types.STAGES
    assert record.touchpoint is None or record.touchpoint in types.TOUCHPOINTS
    assert record.level in types.LEVELS
    assert 0 <= record.confidence <= 1


def tags(tagged):
    """A tagged voice without the id and marks that its place in the source gave it."""
    records = tuple(replace(record, voice_id="") for record in tagged.records)
    return replace(tagged, voice=voc.Voice(id="", text=tagged.voice.text), records=records)


@pytest.mark.parametrize("name", ODD)
def test_every_odd_text_comes_back_tagged(name):
    result = voc.classify(ODD[name])
    [tagged] = result
    assert isinstance(tagged, voc.TaggedVoice)
    assert tagged.voice.text == ODD[name]
    assert result.errors == []
    assert "failed" not in tagged.voice.marks
    check(tagged)


@pytest.mark.parametrize(
    "name", ["empty", "blank", "nul", "high_surrogate", "one_mark", "long_blank"]
)
def test_where_nothing_is_said_nothing_is_found(name):
    [tagged] = voc.classify(ODD[name])
    assert (tagged.voice_type, tagged.sentiment, tagged.score) == ("other", "neutral", 0.0)
    assert (tagged.emotion, tagged.urgency, tagged.flags, tagged.records) == (
        "neutral", 0, frozenset(), (),
    )  # fmt: skip


def test_odd_texts_spoil_no_batch():
    together = voc.classify(list(ODD.values()) + COMMON)
    alone = voc.classify(COMMON)
    assert list(map(tags, together[len(ODD) :])) == list(map(tags, alone))


@settings(max_examples=150, deadline=None)
@given(st.lists(awkward_texts(), max_size=4))
def test_every_text_keeps_every_promise(texts):
    result = voc.classify(texts)
    assert [tagged.voice.text for tagged in result] == texts
    assert result.errors == []
    for tagged in result:
        check(tagged)


@settings(max_examples=40, deadline=None)
@given(st.lists(awkward_texts(), max_size=3))
def test_masked_texts_keep_every_promise_too(texts):
    result = voc.classify(texts, mask=True)
    assert len(result) == len(texts)
    for tagged in result:
        check(tagged)


def test_it_says_what_people_would_say():
    result = voc.classify(["发货太慢了", "师傅很热情", "希望增加夜间模式", "请问怎么开发票"])
    assert [(r.kind, r.category, r.quote) for r in result[0].records] == [
        ("pain", "delivery.speed", "发货太慢了"),
    ]  # fmt: skip
    assert {record.kind for record in result[1].records} == {"praise"}
    assert "service.attitude" in {record.category for record in result[1].records}
    assert {record.kind for record in result[2].records} == {"need"}
    assert [tagged.sentiment for tagged in result[:2]] == ["negative", "positive"]
    assert result[0].score < 0 < result[1].score


def test_one_text_one_voice_one_mapping_give_a_result_of_length_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("内容\n慢\n", encoding="utf-8")
    for source in (TEXT, "a.csv", voc.Voice(id="7", text=TEXT), {"评论": TEXT}):
        result = voc.classify(source)
        assert isinstance(result, voc.Result)
        assert len(result) == 1
    assert voc.classify("a.csv")[0].voice.text == "a.csv"


def test_nothing_gives_nothing():
    for source in ([], (), iter([]), pd.DataFrame({"内容": []})):
        result = voc.classify(source)
        assert len(result) == 0
        assert result.records == result.errors == []


def test_what_is_known_of_a_voice_stays():
    voice = voc.Voice(
        id="9", text=TEXT, channel="review", customer="C1", score=2.0, meta={"城市": "南京"}
    )
    [tagged] = voc.classify([voice])
    assert tagged.voice == voice
    assert {record.voice_id for record in tagged.records} == {"9"}


def test_three_broken_rows_among_a_thousand(tmp_path):
    lines = [
        json.dumps({"id": f"r{i}", "text": f"第{i}单发货太慢了"}, ensure_ascii=False)
        for i in range(1000)
    ]
    broken = {9: '{"id": "r9", "text": ', 500: "]", 999: '{"id": "r999", "text": "慢"'}
    for number, line in broken.items():
        lines[number] = line
    path = tmp_path / "voices.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    result = voc.classify(path)
    assert len(result) == 1000
    marked = [i for i, tagged in enumerate(result) if "bad_row" in tagged.voice.marks]
    assert marked == sorted(broken)
    assert result.marks["bad_row"] == len(result.errors) == 3
    for number, error in zip(sorted(broken), result.errors, strict=True):
        assert re.search(rf"\bline {number + 1}\b", error)
    sound = [tagged for i, tagged in enumerate(result) if i not in broken]
    assert all(tagged.records for tagged in sound)
    assert [t.voice.id for t in sound] == [f"r{i}" for i in range(1000) if i not in broken]


def test_broken_rows_of_a_table(tmp_path):
    rows = [
        "编号,内容,评分",
        *(f"{i},第{i}单发货太慢了,1" for i in range(997)),
        "a,慢",
        "b,慢,1,2,3",
        "c",
    ]
    path = tmp_path / "voices.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    result = voc.classify(path)
    assert len(result) == 1000
    assert result.marks["bad_row"] == 3
    assert [error.split(":")[0] for error in result.errors] == [
        "line 999",
        "line 1000",
        "line 1001",
    ]


def test_odd_members_of_a_list_are_marked_in_their_place():
    result = voc.classify(["太慢了", None, {"text": "太贵了"}, 3.5, b"\xff", float("nan")])
    assert len(result) == 6
    assert result[0].records
    assert result[2].records
    for tagged in result:
        check(tagged)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
def test_results_do_not_depend_on_the_size_of_batches(analyzer, size):
    texts = (COMMON + [text[:200] for text in ODD.values()]) * 3
    voices = [voc.Voice(id=str(i), text=text) for i, text in enumerate(texts)]
    parts = [t for i in range(0, len(voices), size) for t in analyzer.tag(voices[i : i + size])]
    assert parts == analyzer.tag(voices)


def test_results_do_not_depend_on_threads(analyzer):
    expected = voc.classify(COMMON * 20)
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: voc.classify(COMMON * 20), range(8)))
        singles = list(pool.map(lambda text: voc.classify(text)[0], COMMON * 20))
    assert all(result == expected for result in results)
    assert list(map(tags, singles)) == list(map(tags, expected))


def test_a_stream_gives_what_classify_gives(analyzer):
    expected = voc.classify(COMMON)
    assert voc.Result(analyzer.stream(COMMON)) == expected
    assert voc.Result(analyzer.stream(text for text in COMMON)) == expected
    assert analyzer.classify(COMMON) == expected


def test_the_same_twice(analyzer):
    assert voc.classify(COMMON) == voc.classify(COMMON)
    fresh = Analyzer(analyzer.name, analyzer.engine, analyzer.decoding, analyzer.taxonomy)
    assert fresh.classify(COMMON) == voc.classify(COMMON)


class Fragile:
    """The default engine, but one word is too much for it."""

    def __init__(self, engine):
        self.engine, self.name, self.pairs = engine, engine.name, engine.pairs

    def score(self, clauses):
        if any("触发" in text for text in clauses.texts):
            raise ZeroDivisionError("触发: the customer's own words")
        return self.engine.score(clauses)


def test_an_engine_that_breaks_on_one_text_gets_all_others_right(analyzer):
    texts = COMMON * 5
    expected = analyzer.classify(texts)
    fragile = replace(analyzer, engine=Fragile(analyzer.engine))
    texts[23] = "这句触发错误"
    result = fragile.classify(texts)
    assert [i for i, t in enumerate(result) if "failed" in t.voice.marks] == [23]
    assert result.errors == ["voice 24: tagging failed with ZeroDivisionError; please report it"]
    assert list(map(tags, result[:23])) == list(map(tags, expected[:23]))
    assert list(map(tags, result[24:])) == list(map(tags, expected[24:]))
    check(result[23])


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("客服让我打13800138000，一直没人接", "13800138000"),
        ("我的电话是138-0013-8000，太慢了", "138-0013-8000"),
        ("联系电话：１３８００１３８０００，退款", "１３８００１３８０００"),
        ("打+86 138 0013 8000也没人接，服务太差", "138 0013 8000"),
        ("座机010-62345678打不通", "62345678"),
    ],
)
def test_masking_leaves_no_phone_number_anywhere(text, secret):
    assert voc.classify(text)[0].voice.text == text
    row = {"内容": text, "手机": "13912345678", "备注": text}
    [tagged] = voc.classify([row], mask=True)
    everything = repr(tagged)
    assert secret not in everything
    assert "13912345678" not in everything
    assert "〔电话" in tagged.voice.text
    check(tagged)


def test_masked_voices_can_still_be_joined():
    result = voc.classify(["打13800138000没人接", "13800138000占线"], mask=True)
    first, second = (re.search("〔电话.*?〕", tagged.voice.text).group() for tagged in result)
    assert first == second


def test_an_own_taxonomy(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(
        '[[category]]\nid = "room"\nzh = "客房"\n'
        '[[category.leaf]]\nid = "room.noise"\nzh = "噪音"\naspect = ["隔音"]\npain = ["隔音太差"]\n',
        encoding="utf-8",
    )
    text = "房间挺干净，就是隔音太差"
    for taxonomy in (path, str(path), Taxonomy.load(path)):
        [tagged] = voc.classify(text, taxonomy=taxonomy)
        assert [(r.kind, r.category, r.quote) for r in tagged.records] == [
            ("pain", "room.noise", "就是隔音太差"),
        ]  # fmt: skip
    assert {r.category for r in voc.classify(text).records}.isdisjoint({"room.noise"})


def test_columns_are_passed_on():
    [tagged] = voc.classify([{"甲": "太慢了", "乙": "U1"}], text="甲", customer="乙")
    assert (tagged.voice.text, tagged.voice.customer) == ("太慢了", "U1")
    with pytest.raises(InputError, match="丙"):
        voc.classify([{"甲": "太慢了"}], text="丙")


@pytest.mark.parametrize("source", [None, 3, b"abc"])
def test_a_source_of_no_kind_raises(source):
    with pytest.raises(InputError, match="expected a str, Voice, mapping, DataFrame"):
        voc.classify(source)


def test_an_unknown_model_raises():
    with pytest.raises(ModelNotFoundError, match=r"Available: .*default"):
        voc.classify("太慢了", model="no-such-model")


def test_sentiment_is_the_score_of_classify():
    texts = ["物流很快，包装也好", "太差了", "", "\ud800"]
    scores = voc.sentiment(texts)
    assert scores == [tagged.score for tagged in voc.classify(texts)]
    assert voc.sentiment(texts[0]) == scores[0]
    assert voc.sentiment([]) == []
    assert scores[1] < 0 < scores[0]
    assert scores[2:] == [0, 0]


def test_categories_of_ones_own_are_shown_by_their_names(tmp_path):
    (tmp_path / "own.toml").write_text(
        'version = 1\n[[category]]\nid = "tea"\nzh = "奶茶"\n[[category.leaf]]\nid = "tea.sweet"\n'
        'zh = "甜度口感"\npain = ["甜得发腻"]\n',
        encoding="utf-8",
    )
    result = voc.classify(["甜得发腻", "太甜"], taxonomy=tmp_path / "own.toml")
    assert "甜度口感" in result._repr_html_()
    assert "甜度口感" in result[:1]._repr_html_()
    assert "甜度口感" in str(voc.summary(result))
    assert "tea.sweet" not in voc.summary(result).to_html()
