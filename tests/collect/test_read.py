import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.collect.read import read
from voc.errors import InputError
from voc.types import Voice


def test_a_str_is_one_text_never_a_path(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("内容\n慢\n", encoding="utf-8")
    assert [(voice.id, voice.text) for voice in read(str(path))] == [("1", str(path))]
    assert [voice.text for voice in read(path)] == ["慢"]


def test_items_of_every_kind_in_one_iterable():
    ready = Voice(id="v", text="好")
    found = list(read(["慢", ready, {"text": "坏"}, 5, None, ["x"], " "]))
    assert [voice.text for voice in found] == ["慢", "好", "坏", "5", "", "", " "]
    assert [voice.id for voice in found] == ["1", "v", "3", "4", "5", "6", "7"]
    assert found[1] is ready
    assert found[4].marks == {"empty"}
    assert found[5].marks == {"bad_row"}
    assert found[5].error == "item 6: got a list, expected a str, a mapping or a Voice"
    assert found[6].marks == {"empty"}


def test_a_voice_with_odd_text_is_marked_and_keeps_its_marks():
    blank = Voice(id="1", text="", marks=frozenset({"duplicate"}))
    wrong = Voice(id="2", text=None)
    first, second = read([blank, wrong])
    assert first.marks == {"duplicate", "empty"}
    assert (second.text, second.marks) == ("", {"empty"})


def test_one_mapping_and_one_voice_are_sources():
    assert [voice.text for voice in read({"内容": "慢"})] == ["慢"]
    assert list(read(Voice(id="a", text="好"))) == [Voice(id="a", text="好")]


def test_everything_unmapped_and_unreadable_goes_to_meta():
    row = {
        "内容": "慢", "渠道": "线下", "时间": "昨天", "评分": "差", "城市": "南京", "客户": "C1", "型号": "X9",
        "客户等级": "大客户",
    }  # fmt: skip
    (voice,) = read([row])
    assert (voice.channel, voice.created_at, voice.score) == ("unknown", None, None)
    assert (voice.customer, voice.product, voice.segment) == ("C1", "X9", "大客户")
    assert voice.meta == {"城市": "南京", "channel": "线下", "created_at": "昨天", "score": "差"}


def test_a_channel_keeps_its_own_name():
    first, second = read([{"text": "慢", "channel": "小红书"}, {"text": "好", "channel": "Social"}])
    assert (first.channel, first.meta) == ("social", {"channel": "小红书"})
    assert (second.channel, second.meta) == ("social", {})


def test_named_columns():
    row = {
        "a": "慢",
        "b": "t1",
        "c": "电话",
        "d": "2025-01-02",
        "e": "u",
        "f": "s",
        "g": "p",
        "h": 3,
    }
    (voice,) = read(
        row, text="a", id="b", channel="c", created_at="d", customer="e", segment="f", product="g", score="h"
    )  # fmt: skip
    assert (voice.id, voice.text, voice.channel, voice.score) == ("t1", "慢", "call", 3.0)
    assert (voice.customer, voice.segment, voice.product) == ("u", "s", "p")
    assert voice.created_at.year == 2025


def test_a_mapping_of_another_kind_is_a_bad_row():
    *_, last = read([{"text": "慢"}, {"甲": "好"}])
    assert last.error == "item 2: no text column 'text'; it has '甲'"
    assert (last.text, last.meta) == ("", {"甲": "好"})


def test_mappings_without_text_are_refused_at_the_call():
    with pytest.raises(InputError, match=r"the iterable looks like the text; its columns: '甲'"):
        read([{"甲": "好"}])


def test_reading_is_lazy():
    taken = []

    def stream():
        for number in range(1000):
            taken.append(number)
            yield {"text": f"第{number}条"}

    voices = read(stream())
    assert next(voices).text == "第0条"
    assert len(taken) <= 2


def test_files_are_read_lazily_and_closed(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("内容\n" + "慢\n" * 50_000, encoding="utf-8")
    voices = read(path)
    assert next(voices).text == "慢"
    del voices  # an open file would warn, and a warning fails the test


@pytest.mark.parametrize("source", [5, None, b"abc", 2.5])
def test_sources_of_unknown_kind(source):
    with pytest.raises(InputError, match=r"source is a \w+; expected a str, Voice, mapping"):
        read(source)


def test_files_that_are_not_there_or_of_unknown_kind(tmp_path):
    with pytest.raises(InputError, match=r"b\.csv does not exist; give the path of a file: \.csv"):
        read(tmp_path / "b.csv")
    with pytest.raises(InputError, match="is a folder"):
        read(tmp_path)
    odd = tmp_path / "a.docx"
    odd.write_bytes(b"x")
    with pytest.raises(InputError, match=r"a\.docx is of no supported kind; expected one of \.csv"):
        read(odd)


def test_sheet_and_query_where_they_do_not_belong(tmp_path):
    with pytest.raises(InputError, match="sheet= goes with"):
        read(tmp_path / "a.csv", sheet="一月")
    with pytest.raises(InputError, match="query= goes with"):
        read(tmp_path / "a.csv", query="select 1")


def test_half_a_gzip_says_where_it_breaks_off(tmp_path):
    path = tmp_path / "a.csv.gz"
    lines = "".join(f"{number},{number * 7919 % 10007}慢\n" for number in range(20_000))
    whole = gzip.compress(("编号,内容\n" + lines).encode())
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match=r"a\.csv\.gz cannot be read beyond"):
        list(read(path))


def test_gzipped_csv(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress("编号,内容\n1,慢\n".encode("gbk")))
    assert [voice.text for voice in read(path)] == ["慢"]


@pytest.mark.parametrize("text", ["\ud800", "\0", "慢" * 100_000, "👨‍👩‍👧🇨🇳", "Ça va? สวัสดี"])
def test_odd_texts_stay_as_they_are(text):
    assert next(read(text)).text == text
    assert next(read([{"text": text}])).text == text


@given(
    st.lists(st.one_of(st.text(), st.none(), st.floats(), st.dictionaries(st.text(), st.text())))
)
def test_every_item_gives_one_voice(items):
    head = [{"text": "好"}]
    voices = list(read(head + items))
    assert len(voices) == 1 + len(items)
    assert all(isinstance(voice.text, str) for voice in voices)
