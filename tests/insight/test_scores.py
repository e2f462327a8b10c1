import dataclasses

import pytest
from samples import tagged

import voc
from voc.errors import InputError
from voc.insight.scores import scores


def voices(*given, **voice):
    return [tagged(id=str(n), score=score, **voice) for n, score in enumerate(given)]


def row(table, measure, group=None):
    return next(one for one in table if (one.measure, one.group) == (measure, group))


def mood(one, sentiment):
    return dataclasses.replace(one, sentiment=sentiment)


def test_nps():
    found = row(scores(voices(10, 9, 8, 7, 6, 0, None)), "nps")
    assert (found.value, found.n) == (0, 6)
    assert (found.good, found.bad) == pytest.approx((1 / 3, 1 / 3))
    assert found.low == pytest.approx(-found.high)
    assert found.method.startswith("adjusted Wald")


def test_csat_is_the_share_of_the_top_two():
    found = row(scores(voices(5, 4, 3, 1)), "csat")
    assert (found.value, found.bad, found.n) == (0.5, 0.25, 4)
    ten = row(scores(voices(10, 9, 8, 1), scale=(1, 10)), "csat")
    assert ten.value == 0.5


def test_ces_is_a_mean_and_a_share():
    table = scores(voices(7, 5, 4, 2), scale="ces")
    assert row(table, "ces").value == 4.5
    assert row(table, "ces_easy").value == 0.5


def test_net_sentiment_counts_mixed_ones_as_neither():
    one = tagged()
    moods = ("positive", "positive", "negative", "mixed")
    found = row(scores([mood(one, sentiment) for sentiment in moods]), "net_sentiment")
    assert (found.value, found.good, found.bad, found.n) == (0.25, 0.5, 0.25, 4)


def test_groups_and_their_order():
    table = scores(
        [*voices(0, 10, 9, segment="大客户"), *voices(5, segment="小客户"), tagged()], "segment"
    )
    assert [(one.group, one.measure) for one in table] == [
        ("大客户", "nps"), ("大客户", "net_sentiment"), ("小客户", "nps"), ("小客户", "net_sentiment"),
    ]  # fmt: skip
    assert row(table, "nps", "小客户").value == -100


def test_groups_and_scores_of_other_columns():
    source = [
        tagged(meta={"门店": shop, "星": star})
        for shop, star in (("东", 5), ("东", "2"), ("西", "差"))
    ]
    table = scores(source, by="门店", column="星")
    assert row(table, "csat", "东").value == 0.5
    assert [one.measure for one in table if one.group == "西"] == ["net_sentiment"]
    with pytest.raises(InputError, match="门店"):
        scores(source, by="城市")


def test_an_unclear_scale_is_not_guessed():
    table = scores(voices(1, 6, 7))
    assert [one.measure for one in table] == ["net_sentiment"]
    assert 'scale="nps"' in table.notes()[0]
    assert "scale" in str(table)


def test_a_scale_that_was_read_off_is_told():
    assert "NPS" in scores(voices(0, 10)).notes("en")[0]
    assert scores(voices(0, 10), scale="nps").notes() == ()


def test_scores_off_the_scale_are_counted():
    table = scores(voices(0, 10, 99), scale="nps")
    assert row(table, "nps").n == 2
    assert table.notes("en")[0].startswith("1 scores")


def test_nothing_at_all():
    table = scores([])
    assert len(table) == 0
    assert "没有一个声音带评分" in str(table)
    assert "<p>没有" in table._repr_html_()
    table.plot()


def test_a_table_of_records():
    frame = voc.load_corpus("demo").annotated.to_frame()
    assert row(scores(frame), "nps").n > 300


def test_labels_have_their_names():
    table = scores(voices(9, channel="review"), "channel", scale="nps")
    assert table[0].group == "review"
    assert table.cells(table[0], "zh")[0] == "评价"
    assert table.sentences("en")[0].startswith("review: NPS is 100.0")
    odd = scores([tagged(score=9, meta={"level": "VIP"})], "level", scale="nps")
    assert odd.cells(odd[0], "zh")[0] == "VIP"


def test_words_and_pictures():
    table = scores([*voices(0, 10, segment="<b>"), *voices(9, segment="小客户")], "segment")
    assert table.sentences()[0] == (
        "<b>的 NPS（净推荐值）为 0.0（95% 区间 -84.9 … 84.9），n = 2，推荐者 50.0%，贬损者 50.0%。"
    )
    assert "promoters 50.0%" in table.sentences("en")[0]
    assert "&lt;b&gt;" in table.to_html()
    picture = table.plot("nps")
    assert list(picture.data[0].y) == ["&lt;b&gt; (2)", "小客户 (1)"]
    assert table.to_frame()["measure"].tolist()[0] == "nps"
    assert table.to_dicts()[0]["n"] == 2
    assert table.to_markdown("en").startswith("| group | measure |")
