from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.errors import InputError
from voc.labelled.copies import copy_groups
from voc.labelled.corpus import LabelledCorpus
from voc.labelled.split import split_indices

CITIES = "京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤琼川贵云陕甘青蒙桂藏宁新港澳台"


def corpus(**counts):
    """Texts that are no copies of each other, so many of each label."""
    labels = [name for name, count in counts.items() for _ in range(count)]
    texts = [
        f"{CITIES[n % len(CITIES)]}{CITIES[n // len(CITIES)]}第{n}件{name}"
        for n, name in enumerate(labels)
    ]
    return LabelledCorpus.of(texts, labels)


def test_labels_are_shared_out_exactly_where_nothing_is_copied():
    train, test = corpus(a=100, b=50, c=10, d=2).split(test=0.2)
    assert Counter(test.y) == {"a": 20, "b": 10, "c": 2, "d": 1}
    assert Counter(train.y) == {"a": 80, "b": 40, "c": 8, "d": 1}
    assert not set(train.ids) & set(test.ids)


def test_rare_labels_are_on_both_sides_and_single_ones_are_learned():
    train, test = corpus(a=30, b=2, c=1).split(test=0.1)
    assert set(test.y) == {"a", "b"}
    assert set(train.y) == {"a", "b", "c"}


def test_copies_stay_together():
    long = "买了三个月屏幕就出现绿线，去售后网点检测说是人为损坏，要我自己出钱换屏"
    texts = [f"{c}{long}" for c in CITIES[:10]] + ["发货慢", "發貨慢！", " 发货慢"] + list(CITIES)
    for seed in range(5):
        _, test = split_indices(texts, [["x"]] * len(texts), 0.3, seed)
        held_out = set(test)
        for group in copy_groups(texts):
            assert len({place in held_out for place in group}) == 1


def test_the_same_number_gives_the_same_split_and_another_another():
    some = corpus(a=40, b=40)
    assert some.split(random_state=1) == some.split(random_state=1)
    assert some.split(random_state=1) != some.split(random_state=2)


def test_texts_without_labels_are_shared_out_too():
    some = LabelledCorpus.of([f"{a}{b}路不通" for a in CITIES[:5] for b in CITIES[:8]], [[]] * 40)
    assert len(some.split(test=0.25)[1]) == 10


def test_a_large_group_does_not_flood_the_test_part():
    texts = ["发货慢"] * 50 + [f"{a}{b}路不通" for a in CITIES[:5] for b in CITIES[:10]]
    for seed in range(5):
        train, test = split_indices(texts, [["x"]] * 100, 0.2, seed)
        assert (len(train), len(test)) == (80, 20)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sets(st.sampled_from("abcd")), min_size=20, max_size=40),
    st.sampled_from([0.1, 0.3, 0.5]),
    st.integers(0, 9),
)
def test_several_labels_a_text(labels, share, seed):
    texts = [f"{CITIES[n % 34]}{CITIES[n // 34]}第{n}件事" for n in range(len(labels))]
    train, test = split_indices(texts, [sorted(names) for names in labels], share, seed)
    assert sorted(train + test) == list(range(len(texts)))
    assert (train, test) == (sorted(train), sorted(test))
    # Rarest first: the rarest label is exactly where it should be, one on each side if it has two.
    counts = Counter(name for names in labels for name in names or {""})
    rarest = min(counts, key=lambda name: (counts[name], name))
    held_out = sum(rarest in (labels[place] or {""}) for place in test)
    if counts[rarest] > 1:
        assert held_out == min(max(1, round(share * counts[rarest])), counts[rarest] - 1)
    else:
        assert held_out == 0


@pytest.mark.parametrize("share", [0, 1, -0.1, 1.5])
def test_shares_outside_the_range(share):
    with pytest.raises(InputError, match="is outside"):
        corpus(a=4).split(test=share)


def test_nothing_to_hold_out():
    for texts, labels in ((["慢", "慢！"], "aa"), (["慢", "好"], "ab"), ([], "")):
        with pytest.raises(InputError, match="can be held out"):
            LabelledCorpus.of(texts, labels).split()
