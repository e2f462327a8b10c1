from datetime import date
from itertools import combinations

import numpy as np
import pytest
from scipy.cluster.hierarchy import linkage

from voc._charts import FONTS
from voc.errors import InputError
from voc.topic_model.picture_pairs import share_pairs
from voc.topic_model.pictures import topic_bars, topic_lines, topic_map, topic_tree
from voc.topic_model.places import apart, spread, topic_positions

RNG = np.random.default_rng(0)
N = 30
NAMES = [f"退款迟迟不到账{place}" for place in range(N)]
SIZES, MOODS = RNG.integers(1, 900, N), RNG.uniform(-1, 1, N)
DAYS = [date(2026, month, 1) for month in range(1, 7)]


def overlaps(centres, sizes):
    return [
        pair
        for pair in combinations(range(len(centres)), 2)
        if (
            np.abs(centres[pair[0]] - centres[pair[1]]) + 1e-3 < sizes[list(pair)].mean(axis=0)
        ).all()
    ]


def test_alike_topics_are_near():
    places = topic_positions([[1, 0, 0], [2, 0.1, 0], [0, 0, 1]])
    far = np.linalg.norm(places[:, None] - places, axis=2)
    assert far[0, 1] < 0.2 < 1 < far[0, 2]
    assert np.array_equal(places, topic_positions([[1, 0, 0], [2, 0.1, 0], [0, 0, 1]]))


@pytest.mark.parametrize("vectors", [[[1.0, 2.0]], [[0.0, 0.0], [0.0, 0.0]], [[1.0], [2.0]]])
def test_few_or_equal_topics_have_places(vectors):
    assert topic_positions(vectors) == pytest.approx(np.zeros((len(vectors), 2)))


@pytest.mark.parametrize("n", [2, 30, 80])
def test_boxes_never_lie_over_each_other(n):
    sizes = np.column_stack([RNG.uniform(40, 200, n), RNG.uniform(30, 90, n)])
    placed = apart(RNG.normal(500, 20, (n, 2)), sizes, 960)
    assert overlaps(placed, sizes) == []
    assert (placed[:, 0] >= sizes[:, 0] / 2 - 1e-9).all()
    assert (placed[:, 0] <= 960 - sizes[:, 0] / 2 + 1e-9).all()


def test_names_at_the_ends_of_lines_keep_their_distance():
    placed = spread(RNG.beta(1, 20, N), 0.02, 0, 1)
    assert np.diff(np.sort(placed)).min() >= 0.02 - 1e-9
    assert placed.min() >= 0
    assert placed.max() <= 1
    assert spread([], 1, 0, 1).size == 0


def test_the_map_has_each_name_inside_the_picture():
    picture = topic_map(RNG.normal(size=(N, 2)), NAMES, SIZES, MOODS)
    bubbles = picture.data[0]
    assert sorted(bubbles.text) == sorted(NAMES)
    low, high = picture.layout.yaxis.range
    assert low < min(bubbles.y)
    assert max(bubbles.y) < high
    # One unit of an axis is one pixel, else the names would not keep the room they were given.
    margin = picture.layout.margin
    assert picture.layout.width - margin.l - margin.r == picture.layout.xaxis.range[1]
    assert picture.layout.height - margin.t - margin.b == pytest.approx(high - low)


def test_the_largest_bar_is_on_top():
    picture = topic_bars(NAMES, SIZES, np.full(N, np.nan))
    assert list(picture.data[0].x) == sorted(SIZES, reverse=True)
    assert picture.layout.yaxis.ticktext[0] == NAMES[int(SIZES.argmax())]
    assert picture.layout.yaxis.range == (N - 0.5, -0.5)
    assert picture.layout.yaxis.automargin


def test_lines_end_in_their_names():
    shares = RNG.random((N, len(DAYS)))
    shares[3] = np.nan
    picture = topic_lines(NAMES, DAYS, shares)
    assert sorted(label.text for label in picture.layout.annotations) == sorted(NAMES)
    heights = sorted(label.y for label in picture.layout.annotations)
    low, high = picture.layout.yaxis.range
    pixels = np.diff(heights) / (high - low) * (picture.layout.height - 100)
    assert pixels.min() > 15


def test_leaves_of_the_tree_are_named_where_they_are():
    vectors = np.array([[0.0], [5.0], [0.1], [5.2]])
    picture = topic_tree(linkage(vectors), ["甲", "乙", "丙", "丁"])
    leaves = picture.layout.yaxis.ticktext
    assert abs(leaves.index("甲") - leaves.index("丙")) == 1
    assert abs(leaves.index("乙") - leaves.index("丁")) == 1
    assert np.nanmax(picture.data[0].x) == pytest.approx(4.9)
    assert topic_tree(np.empty((0, 4)), ["甲"]).layout.yaxis.ticktext == ("甲",)


def test_pictures_have_fonts_with_chinese_and_no_html_of_others():
    names, one = ["<b>a</b>\x00\ud800"], [1]
    for picture in (
        topic_map([[0, 0]], names, one, one),
        topic_bars(names, one, one),
        topic_lines(names, DAYS[:1], [[0.5]]),
        topic_tree([], names),
        share_pairs(names, [[0.1, 0.2]], ("<i>", "乙"), [True]),
    ):
        assert picture.layout.font.family == FONTS
        assert not any(tag in picture.to_json() for tag in ("<b>", "\\u003cb\\u003e"))


def test_nothing_to_show_is_an_empty_picture():
    assert len(topic_map(np.empty((0, 2)), [], [], []).data[0].x) == 0
    assert len(topic_bars([], [], []).data[0].x) == 0
    assert len(topic_lines([], [], []).data) == 0
    assert topic_tree([], []).layout.yaxis.ticktext == ()
    assert len(share_pairs([], [], ("甲", "乙"), []).data[0].x) == 0


def test_lengths_must_agree():
    with pytest.raises(InputError, match="1 sizes and 2 sentiments for 2 names"):
        topic_bars(["甲", "乙"], [1], [0, 0])
    with pytest.raises(InputError, match="1 shares for 1 topics and 2 periods"):
        topic_lines(["甲"], DAYS[:2], [[0.1]])
    with pytest.raises(InputError, match="2 names for 0 merges"):
        topic_tree([], ["甲", "乙"])
