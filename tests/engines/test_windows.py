from types import SimpleNamespace

import numpy as np
import pytest

from voc.engines.windows import cut_windows, length_buckets, padded
from voc.text.split import split_texts

FIRST, LAST = 1, 2
LONG = "房间干净，隔音太差！" * 30
TEXTS = [
    "", "。。。", "充电时冒烟了", "充电时冒烟了！师傅很热情，客服呢？", "😀", "😀👍🎉", "太慢了😀", "\ud800\0慢",
    LONG, "慢 快 " * 60, "房间很干净就是隔音太差" * 40, "😀" + "好" * 3 + "😀😀，" * 50,
]  # fmt: skip


class Characters:
    """Each character is a token and its code point the number; blanks and, if so, emoji are none."""

    def __init__(self, knows_emoji=True):
        self.highest = 0x110000 if knows_emoji else 0x10000

    def encode(self, sequence):
        return SimpleNamespace(ids=[FIRST, LAST], offsets=[(0, 0), (0, 0)])

    def encode_batch(self, input, *, add_special_tokens):
        assert not add_special_tokens
        return [self._tokens(text) for text in input]

    def token_to_id(self, token):
        return None

    def _tokens(self, text):
        places = [i for i, c in enumerate(text) if not c.isspace() and ord(c) < self.highest]
        return SimpleNamespace(
            ids=[ord(text[i]) for i in places], offsets=[(i, i + 1) for i in places]
        )


def cut(texts, size=16, **options):
    clauses = split_texts(texts)
    return clauses, cut_windows(clauses, Characters(**options), size)


def said(windows, clause):
    """Text of the tokens of a clause."""
    ids = windows.ids[windows.clause_window[clause]]
    inside = ids[windows.clause_start[clause] : windows.clause_end[clause]]
    return "".join(map(chr, inside.tolist()))


@pytest.mark.parametrize("size", [4, 5, 16, 192])
@pytest.mark.parametrize("knows_emoji", [True, False], ids=["emoji", "no_emoji"])
def test_each_clause_is_a_range_in_a_window_of_its_own_voice(size, knows_emoji):
    clauses, windows = cut(TEXTS, size, knows_emoji=knows_emoji)
    lengths = windows.lengths[windows.clause_window]
    assert (windows.clause_start >= 1).all()
    assert (windows.clause_start < windows.clause_end).all()
    assert (windows.clause_end <= lengths).all()
    assert (np.diff(windows.clause_window) >= 0).all()
    np.testing.assert_array_equal(windows.voice[windows.clause_window], clauses.voice)


@pytest.mark.parametrize("size", [4, 5, 16, 192])
def test_the_windows_of_a_voice_hold_all_its_tokens(size):
    _, windows = cut(TEXTS, size)
    assert (windows.lengths <= size).all()
    assert windows.voice.tolist() == sorted(windows.voice.tolist())
    assert set(windows.voice.tolist()) == set(range(len(TEXTS)))
    assert {(int(ids[0]), int(ids[-1])) for ids in windows.ids} == {(FIRST, LAST)}
    for voice, text in enumerate(split_texts(TEXTS).texts):
        tokens = [ord(c) for c in text if not c.isspace()]
        inner = [windows.ids[i][1:-1] for i in np.flatnonzero(windows.voice == voice)]
        assert {t for window in inner for t in window.tolist()} == set(tokens)
        assert sum(map(len, inner)) >= len(tokens)
        assert inner[0].tolist() == tokens[: size - 2]
        assert inner[-1].tolist() == tokens[-(size - 2) :]


def test_a_range_is_the_clause_and_the_mark_behind_it():
    _, windows = cut(["充电时冒烟了！师傅很热情，客服呢", "房间干净就是隔音太差"])
    assert [said(windows, i) for i in range(5)] == [
        "充电时冒烟了!", "师傅很热情,", "客服呢", "房间干净就", "就是隔音太差",
    ]  # fmt: skip


def test_in_a_long_text_each_clause_is_whole_and_far_from_the_edges():
    clauses, windows = cut([LONG])
    assert len(windows.ids) > 20
    assert {said(windows, i) for i in range(len(clauses))} == {"房间干净,", "隔音太差!"}
    inner = range(2, len(clauses) - 2)  # before the first and behind the last is nothing to see
    assert all(windows.clause_start[i] > 2 and windows.clause_end[i] < 15 for i in inner)


def test_windows_overlap_by_half():
    _, windows = cut(["快慢好坏" * 10], 10)
    starts = [0, 4, 8, 12, 16, 20, 24, 28, 32]
    assert len(windows.ids) == len(starts)
    tokens = [ord(c) for c in "快慢好坏" * 10]
    assert [ids[1:-1].tolist() for ids in windows.ids] == [tokens[s : s + 8] for s in starts]


def test_a_clause_longer_than_a_window_is_seen_by_its_middle():
    _, windows = cut(["甲乙丙丁" + "快慢" * 18 + "戊己庚辛"], 16)
    assert said(windows, 0) == "快慢" * 7


def test_characters_without_a_token_take_what_stands_there():
    _, windows = cut(["😀", "😀，慢"], knows_emoji=False)
    assert said(windows, 0) == chr(LAST)
    assert said(windows, 1) == ","
    assert said(windows, 2) == "慢"


def test_no_voices_no_windows():
    _, windows = cut([])
    assert windows.ids == []
    assert len(windows.voice) == len(windows.clause_start) == len(windows.lengths) == 0


def test_buckets_hold_each_window_once_within_the_budget():
    lengths = np.random.default_rng(0).integers(2, 90, 300)
    buckets = list(length_buckets(lengths, 512))
    assert sorted(np.concatenate(buckets).tolist()) == list(range(300))
    padded_to = [len(rows) * lengths[rows].max() for rows in buckets]
    assert max(padded_to) <= 512
    assert lengths.sum() / sum(padded_to) > 0.9
    assert [rows.tolist() for rows in length_buckets(np.array([500, 3]), 128)] == [[1], [0]]
    assert list(length_buckets(np.array([], dtype=np.int64), 128)) == []


def test_padding_is_masked():
    stacked, mask = padded([np.array([5, 6]), np.array([7, 8, 9])])
    assert stacked.tolist() == [[5, 6, 0], [7, 8, 9]]
    assert mask.tolist() == [[1, 1, 0], [1, 1, 1]]
