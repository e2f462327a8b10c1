from datetime import date, datetime, timedelta

import numpy as np
import pytest
from samples import record, tagged

import voc
from voc.errors import InputError
from voc.insight.trends import trends
from voc.result import Result

START = datetime(2026, 1, 5)  # a Monday
SPEED, PRICE = "delivery.speed", "price.level"


def voices(weeks, of_speed, seed=0, n=20, **more):
    """``n`` voices a week, of which a share names SPEED, and a tenth PRICE."""
    rng = np.random.default_rng(seed)
    made = []
    for week, share in zip(range(weeks), of_speed, strict=True):
        for at in range(n):
            named = [SPEED] * (rng.random() < share) + [PRICE] * (rng.random() < 0.1)
            when = START + timedelta(days=7 * week, minutes=10_000 * (at + 1) / n)
            made.append(
                tagged(
                    *(record(0, 5, category=one) for one in named),
                    id=f"{week}-{at}", created_at=when, **more,
                )
            )  # fmt: skip
    return made


GROWN = voices(16, [0.05] * 10 + [0.6] * 6)


def test_a_planted_change_is_told_with_its_numbers():
    (change,) = trends(GROWN).changes
    assert (change.category, change.direction, change.slice) == (SPEED, "up", None)
    assert change.start == date(2026, 3, 16)
    assert change.before_voices == 200
    assert change.after_voices == 120
    assert change.before_low < 0.05 < change.before_high
    assert change.after_low < 0.6 < change.after_high
    assert change.low < 0.55 < change.high
    assert change.p < 0.001


def test_the_sentences_of_changes():
    changes = trends(GROWN).changes
    zh, en = changes.sentences()[0], changes.sentences("en")[0]
    assert zh.startswith("2026-03-16 起，“配送时效”从 ")
    assert "升到" in zh
    assert en.startswith("Since 2026-03-16, “delivery speed” rose to ")
    assert f"{changes[0].after:.1%} ({changes[0].after_count} of 120)" in en
    assert "配送时效" in changes.to_markdown()


def test_rows_are_counts_of_voices_with_intervals():
    twice = tagged(record(0, 5), record(6, 13), id="a", created_at=START)
    other = tagged(record(0, 5, kind="praise"), id="b", created_at=START)
    (row,) = trends([twice, other], period="week", until="2026-01-12")
    assert (row.category, row.voices, row.count, row.share) == (SPEED, 2, 1, 0.5)
    assert 0 < row.low < 0.5 < row.high < 1
    assert row.finished
    assert trends([other], kinds=("praise",))[0].count == 1


def test_steady_voices_are_left_alone():
    alarms = sum(bool(trends(voices(12, [0.2] * 12, seed)).changes) for seed in range(10))
    assert alarms <= 1


def test_the_newest_finished_period():
    jumped = voices(9, [0.05] * 7 + [0.8, 0.0])
    last_monday = [*jumped[:-20], tagged(id="x", created_at=START + timedelta(weeks=8))]
    latest = trends(last_monday).latest
    assert latest.days == (date(2026, 2, 23), date(2026, 3, 1))
    assert (latest.voices, latest.usual) == (20, 20)
    first = latest[0]
    assert (first.category, first.before_periods, first.before_voices) == (SPEED, 7, 140)
    assert first.p < 0.001
    assert first.quote == "发货太慢了"[:5]


def test_this_period_in_words():
    jumped = trends(voices(8, [0.05] * 7 + [0.8]))
    zh, en = jumped.this_period(), jumped.this_period("en")
    assert zh[0] == "本周（2026-02-23 至 2026-03-01）有 20 条声音，此前平均 20.0 条。"
    assert "“配送时效”从此前 7 周的" in zh[1]
    assert "例如“发货太慢了”" in zh[1]
    assert "in the 7 weeks before" in en[1]
    steady = trends(voices(8, [0.1] * 8))
    assert steady.this_period()[1] == "与此前相比，没有能排除偶然的变化。"


def test_news_are_since_the_last_change():
    latest = trends(GROWN).latest
    (speed,) = [item for item in latest if item.category == SPEED]
    assert speed.before_periods == 5
    assert speed.p > 0.05


def test_moods_have_intervals_and_their_news():
    result = trends([*GROWN, tagged(id="z", created_at=START)])
    assert {mood.mean for mood in result.moods} == {-0.25}
    assert len(result.moods) == 16
    assert result.moods[0].low == pytest.approx(-0.25)
    assert "-0.25" in result.moods.to_markdown("en")


def test_slices_and_filters():
    both = voices(16, [0.05] * 10 + [0.7] * 6, product="A") + voices(16, [0.1] * 16, 1, product="B")
    by_product = trends(both, by="product")
    assert [(one.slice, one.category) for one in by_product.changes] == [("A", SPEED)]
    assert "A的“配送时效”" in by_product.changes.sentences()[0]
    assert not trends(both, where={"product": "B"}).changes
    assert trends(both, where={"product": ["A", "B"]})[0].voices == 40
    with pytest.raises(InputError, match="voices have: A, B"):
        trends(both, where={"product": "C"})
    with pytest.raises(InputError, match="门店"):
        trends(both, by="门店")


def test_columns_of_meta_are_slices_too():
    found = trends(voices(2, [1, 1], meta={"城市": "南京"}), by="城市")
    assert found[0].slice == "南京"


def test_dates_out_of_order_gaps_and_none():
    few = [*GROWN[::-1][:20], *GROWN[:20], tagged(id="n"), tagged(id="m")]
    found = trends(few, period="week")
    assert found.undated == 2
    speed = [row for row in found if row.category == PRICE]
    assert len(speed) == 16
    assert [row.voices for row in speed] == [20, *[0] * 14, 20]
    assert np.isnan(speed[3].share)
    assert found.plot().to_dict()["data"]


def test_one_day_only():
    found = trends([tagged(record(0, 5), id=str(n), created_at=START) for n in range(9)])
    assert (found.unit, len(found), len(found.changes)) == ("day", 1, 0)
    assert "有 9 条声音。" in found.this_period()[0]


def test_nothing_is_finished_yet():
    found = trends([tagged(record(0, 5), created_at=START)], period="month")
    assert found.this_period("en") == ("No period is finished yet.",)
    assert "未完" in found.to_markdown()


def test_nothing_at_all():
    for source in ([], Result().to_frame()):
        found = trends(source)
        assert (len(found), len(found.changes), len(found.moods)) == (0, 0, 0)
        assert found.this_period()
        assert len(found.plot().data) == 0
    with pytest.raises(InputError, match="created_at"):
        trends([tagged()])
    with pytest.raises(InputError, match="kinds="):
        trends(GROWN, kinds=("Pain",))
    with pytest.raises(InputError, match="alpha=5"):
        trends(GROWN, alpha=5)


def test_a_table_of_records_with_categories_of_ones_own():
    own = [tagged(record(0, 5, category="own.thing"), created_at=START)]
    found = trends(Result(own).to_frame())
    assert found[0].category == "own.thing"
    assert len(found.moods) == 0
    assert "own.thing" in str(found)


def test_the_picture_has_a_band_and_a_line_for_each():
    picture = trends(GROWN).plot(n=1)
    assert [note.text for note in picture.layout.annotations] == ["配送时效"]
    assert len(picture.data) == 3
    assert len(picture.layout.shapes) == 1


def test_stories_of_the_demo_corpus():
    demo = voc.load_corpus("demo").annotated
    found = {
        (one.slice, one.category, one.start, one.direction)
        for one in trends(demo, by="product").changes
    }
    assert found == {
        ("饱饱达", "delivery.speed", date(2025, 10, 6), "up"),
        ("云杉银行App", "account.access", date(2025, 9, 8), "up"),
        ("云杉银行App", "account.access", date(2025, 11, 10), "down"),
    }
    (vacuum,) = trends(demo, where={"product": "小拂扫地机"}).changes
    assert (vacuum.category, vacuum.start) == ("capability.stability", date(2025, 9, 15))


def test_long_quotes_and_odd_texts_are_shown_short():
    text = "等\n" * 50_000 + "\udcff\x00"
    jumped = voices(8, [0.0] * 8)
    jumped += [
        tagged(
            record(0, len(text), text=text), id=f"x{n}", text=text, product="\udcff",
            created_at=START + timedelta(days=50, minutes=n),
        )
        for n in range(20)
    ]  # fmt: skip
    found = trends(jumped, until="2026-03-02")
    assert len(found.latest[0].quote) == len(text)
    assert all("\n" not in one and len(one) < 300 for one in found.this_period())
    assert {row.slice for row in trends(jumped, by="product")} == {"\udcff"}
