import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.collect import dedupe, recent
from voc.collect.dedupe import Deduplicator, duplicate_groups, is_filler
from voc.errors import InputError
from voc.types import Voice

LONG = "买了三个月屏幕就出现绿线，去售后网点检测说是人为损坏，要我自己出钱换屏，客服也只会踢皮球"


def voices(*texts):
    return [Voice(id=str(i), text=text) for i, text in enumerate(texts)]


@pytest.mark.parametrize(
    "text",
    [
        "此用户没有填写评价。", "系统默认好评！", "评价方未及时做出评价,系统默认好评!",
        "好评", "好评好评好评", "五星好评，五星好评", "凑字数凑字数", "必须凑够字数才能评价，凑字数",
        "懒得写评价，复制粘贴", "好评，为了京豆。", "啊啊啊啊", "1111", "asdfasdf", "不错不错不错不错",
        "好好好好好", "。。。。。", "无", "系統默認好評",
    ],
)  # fmt: skip
def test_filler(text):
    assert is_filler(text)


@pytest.mark.parametrize(
    "text",
    [
        "太好了", "垃圾", "差评", "退钱退钱退钱退钱", "垃圾垃圾垃圾", "不错", "666", "👍", "😡😡", "[微笑]", "",
        " \n", "好评，就是物流慢", "凑字数，屏幕有坏点", "没有人接电话", "无法开机", "字数太少", "默认好评是欺骗消费者",
        "2333", "12315", "可以", "谢谢", "good", "差差差",
    ],
)  # fmt: skip
def test_not_filler(text):
    assert not is_filler(text)


@pytest.mark.parametrize(
    "text", ["好评" * 50_000, "好评" * 50_000 + "太贵", "很好" * 50_000 + "贵", "哈" * 100_000]
)
def test_long_filler_takes_no_time(text):
    assert is_filler(text) is not text.endswith("贵")


def test_marks_and_groups():
    stream = voices(
        "太慢了", "好评", "太慢了", " ", "好评！", "ＡＰＰ闪退", "app闪退", "", "太慢了"
    )
    deduplicator = Deduplicator()
    marked = list(deduplicator.mark(stream))
    assert [sorted(voice.marks) for voice in marked] == [
        [], ["filler"], ["duplicate"], ["empty"], ["filler"], [], ["duplicate"], ["empty"], ["duplicate"],
    ]  # fmt: skip
    assert [voice.text for voice in marked] == [voice.text for voice in stream]
    assert deduplicator.groups == [[0, 2, 8], [5, 6]]
    assert deduplicator.counts == {"filler": 2, "duplicate": 3, "empty": 2}


def test_repeated_filler_has_both_marks():
    first, second = Deduplicator().mark(voices("好评", "好评"))
    assert first.marks == {"filler"}
    assert second.marks == {"filler", "duplicate"}


def test_earlier_marks_stay_and_bad_rows_pass():
    bad = Voice(id="1", text="", marks=frozenset({"bad_row"}), error="line 3")
    failed = Voice(id="2", text="好评", marks=frozenset({"failed"}))
    same, more = Deduplicator().mark([bad, failed])
    assert same is bad
    assert more.marks == {"failed", "filler"}


def test_it_streams_and_continues():
    deduplicator = Deduplicator()
    endless = deduplicator.mark(Voice(id="x", text="充电慢") for _ in iter(int, 1))
    assert [next(endless).marks for _ in range(2)] == [frozenset(), {"duplicate"}]
    (third,) = deduplicator.mark(voices("充电慢"))
    assert third.marks == {"duplicate"}
    assert deduplicator.groups == [[0, 1, 2]]


def test_near_duplicates_lead_to_the_first():
    changed = LONG.replace("三个月", "两个月")
    stream = voices(LONG, "完全不同的一句话，说的是酒店早餐品种太少", changed, changed, LONG + "！")
    deduplicator = Deduplicator(near=True, threshold=0.7)
    marks = [sorted(voice.marks) for voice in deduplicator.mark(stream)]
    assert marks == [[], [], ["near_duplicate"], ["duplicate"], ["near_duplicate"]]
    assert deduplicator.groups == [[0, 2, 3, 4]]


def test_merging_digests_changes_nothing(monkeypatch):
    texts = [f"第{i % 37}号问题" for i in range(100)]
    expected = duplicate_groups(texts, near=False)
    monkeypatch.setattr(dedupe, "_NEWEST", 5)
    assert duplicate_groups(texts, near=False) == expected
    assert len(expected) == 37


def test_groups_for_a_notebook():
    texts = [LONG, "", LONG.replace("三个月", "两个月"), "好", "好"]
    assert duplicate_groups(texts, threshold=0.7) == [[0, 2], [3, 4]]
    assert duplicate_groups(texts, near=False) == [[3, 4]]


@pytest.mark.parametrize("threshold", [0, -1, 1.01])
def test_a_threshold_outside_its_range_is_refused(threshold):
    with pytest.raises(InputError, match="outside"):
        Deduplicator(threshold=threshold)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(st.sampled_from("好评慢 \x00\ud800😡1a。"), max_size=6), max_size=8))
def test_any_text_is_marked_and_kept(texts):
    marked = list(Deduplicator(near=True).mark(voices(*texts)))
    assert [voice.text for voice in marked] == texts
    for i, voice in enumerate(marked):
        assert ("empty" in voice.marks) == (not texts[i].strip())
        if texts[i] in texts[:i] and texts[i].strip():
            assert "duplicate" in voice.marks


def test_what_the_reader_has_marked_is_counted_too():
    deduplicator = Deduplicator()
    blank = Voice(id="1", text=" ", marks=frozenset({"empty"}))
    assert list(deduplicator.mark([blank])) == [blank]
    assert deduplicator.counts == {"empty": 1}


def test_short_texts_are_known_again_by_their_words_and_old_ones_by_their_views(monkeypatch):
    monkeypatch.setattr(recent, "_KEPT", 1)
    texts = ["好评", "好评", "太慢", "好评", "太慢", "太慢！", "太慢"]
    deduplicator = Deduplicator()
    marks = [sorted(voice.marks) for voice in deduplicator.mark(voices(*texts))]
    assert marks == [
        ["filler"], ["duplicate", "filler"], [], ["duplicate", "filler"], ["duplicate"], [], ["duplicate"],
    ]  # fmt: skip
    assert deduplicator.groups == [[0, 1, 3], [2, 4, 6]]
