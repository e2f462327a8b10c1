import pickle
import re
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.collect.mask import Masker, mask, mask_voice
from voc.types import Voice


def tag_of(text, masker):
    (tag,) = re.findall("〔.+?〕", masker.mask(text).text)
    return tag


def test_one_value_in_many_spellings_has_one_tag():
    masker = Masker(salt="s")
    spellings = [
        "13800138000",
        "138-0013-8000",
        "+86 138 0013 8000",
        "１３８００１３８０００",
        "vx13800138000",
    ]
    assert len({tag_of(text, masker) for text in spellings}) == 1
    assert tag_of("京A·12345", masker) == tag_of("京a12345", masker)


def test_a_tag_depends_on_value_kind_and_salt_only():
    text = "电话13800138000"
    assert mask(text, salt="a").text == Masker("a").mask(text).text
    assert mask(text, salt="a").text != mask(text, salt="b").text
    assert mask(text, salt="a").text != mask("电话13800138001", salt="a").text
    assert re.fullmatch("电话〔电话[0-9a-f]{6}〕", mask(text).text)


def test_twenty_thousand_phones_have_as_many_tags():
    masker = Masker()
    tags = {tag_of(f"电话138{number:08}", masker) for number in range(20_000)}
    assert len(tags) == 20_000


def test_masking_twice_changes_nothing():
    masker = Masker()
    for number in range(200):
        once = masker.mask(f"QQ{10_000 + number}，微信号abc_{number}，电话138{number:08}").text
        assert masker.mask(once).text == once


def test_spans_lead_back_to_the_raw_text():
    text = "打13800138000没人接，寄文三路90号"
    masked = mask(text)
    tag_end = masked.text.index("〕") + 1
    after = masked.text.index("没人接")
    assert text[slice(*masked.span(after, after + 3))] == "没人接"
    assert text[slice(*masked.span(2, 4))] == "13800138000"
    assert text[slice(*masked.span(0, tag_end))] == "打13800138000"
    assert masked.span(0, len(masked.text)) == (0, len(text))
    assert masked.span(3, 3) == (1, 1)
    with pytest.raises(IndexError, match="outside"):
        masked.span(0, len(masked.text) + 1)


def test_a_voice_loses_what_is_personal_and_nothing_else():
    meta = {
        "姓名": "张三", "手机号": 13800138000, "备用": 13800138000.0, "订单号": "13800138000", "金额": 99.5,
        "门店": "徐家汇店", "tags": ["电话13800138000", "好"], "nested": {"邮箱": "a@b.cn"}, "vip": True, "x": None,
    }  # fmt: skip
    voice = Voice(
        id="1", text="我叫张三，太慢了", customer="U77", meta=meta, created_at=datetime(2024, 1, 1),
        error="line 3: 13800138000",
    )  # fmt: skip
    masked = mask_voice(voice, Masker("s"))
    whole = repr(masked)
    assert "张三" not in whole
    assert "U77" not in whole
    assert "a@b.cn" not in whole
    assert masked.meta["手机号"] == masked.meta["备用"]
    assert masked.meta["tags"][0] == f"电话{masked.meta['手机号']}"
    kept = ("订单号", "金额", "门店", "vip", "x")
    assert {name: masked.meta[name] for name in kept} == {name: meta[name] for name in kept}
    assert (masked.id, masked.created_at) == (voice.id, voice.created_at)
    assert voice.meta["姓名"] == "张三"


def test_customers_can_be_joined_and_stay_pseudonyms():
    masker = Masker("s")
    first, second, other = (
        mask_voice(Voice(id="1", text="", customer=customer), masker).customer
        for customer in ("U77", " U77", "U78")
    )
    assert first == second != other
    assert masker.customer(first) == first
    assert mask_voice(Voice(id="1", text=""), masker).customer is None


def test_a_masker_can_be_sent_to_workers_without_its_salt():
    masker = Masker("secret-salt")
    masker.mask("电话13800138000")
    sent = pickle.dumps(masker)
    assert b"secret-salt" not in sent
    assert b"13800138000" not in sent
    assert tag_of("13800138000", pickle.loads(sent)) == tag_of("13800138000", masker)


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        st.sampled_from("我叫王小微信号:电话138001-8 @qq.com京A９路上海市区单元室\ud800😡〔〕"),
        max_size=40,
    )
)
def test_offsets_lead_back(text):
    masked = mask(text)
    assert len(masked.offsets) == len(masked.text) + 1
    assert masked.offsets[-1] == len(text)
    assert (masked.offsets[1:] >= masked.offsets[:-1]).all()
    inside = {i for piece in masked.found for i in range(piece.start, piece.end)}
    for i, character in enumerate(masked.text):
        start, end = masked.span(i, i + 1)
        assert start in inside or text[start:end] == character
