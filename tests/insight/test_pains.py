from datetime import datetime, timedelta

import numpy as np
import pytest
from samples import record, tagged

from voc.errors import InputError
from voc.insight.pains import Pain, Pains, pains
from voc.result import Result


def slow(n, *, day=None, severity=2, segment=None, **more):
    text = f"第{n}次了，发货太慢了"
    return tagged(
        record(0, len(text), text=text, severity=severity, level="need_met"),
        id=str(n), text=text, segment=segment,
        created_at=None if day is None else datetime(2026, 1, 1) + timedelta(days=day), **more,
    )  # fmt: skip


def quiet(n, day=None, **more):
    when = None if day is None else datetime(2026, 1, 1) + timedelta(days=day)
    return tagged(id=f"q{n}", text="嗯", created_at=when, **more)


def test_figures_of_one_row():
    need = record(0, 5, kind="need", category="price", severity=1, level="delight")
    ranked = pains([slow(1, severity=4), slow(2, severity=1), tagged(need, id="3"), quiet(4)])
    first, second = ranked
    assert (first.kind, first.category, first.slice) == ("pain", "delivery.speed", None)
    assert (first.records, first.voices, first.share) == (2, 2, 0.5)
    assert first.share_low == pytest.approx(0.15, abs=0.001)
    assert (first.severity, first.score) == (2.5, 15)
    assert (first.score_share, first.cumulative) == (15 / 16, 15 / 16)
    assert first.quotes == ("第1次了，发货太慢了", "第2次了，发货太慢了")
    assert (second.category, second.score, second.cumulative) == ("price", 1, 1)


def test_a_voice_that_says_it_twice_counts_once():
    (row,) = pains([tagged(record(0, 5), record(6, 13))])
    assert (row.records, row.voices, row.share) == (2, 1, 1)


def test_ties_go_by_records_and_then_stay_in_order():
    light = [record(0, 5, category="price.level", severity=1) for _ in range(2)]
    ranked = pains([tagged(record(0, 5), record(6, 13, category="service.attitude"), *light)])
    assert [row.category for row in ranked] == ["price.level", "delivery.speed", "service.attitude"]


def test_weights_can_be_changed():
    (row,) = pains([slow(1)], weights={"need_met": 0.5})
    assert row.score == 1


@pytest.mark.parametrize("weights", [{"speed": 1}, {"ease": -1}, {"ease": float("nan")}])
def test_odd_weights_are_refused(weights):
    with pytest.raises(InputError, match="weights"):
        pains([slow(1)], weights=weights)


def test_records_without_a_level_have_that_of_their_leaf():
    frame = Result([slow(1)]).to_frame().drop(columns="level")
    assert pains(frame)[0].score == 2 * 2
    assert pains(frame.assign(category="delivery"))[0].score == 2 * 1


def test_slices_have_their_own_voices():
    voices = [slow(1, segment="大客户"), quiet(2, segment="大客户"), slow(3), quiet(4), quiet(5)]
    rows = {row.slice: row for row in pains(voices, by="segment")}
    assert rows["大客户"].share == 1 / 2
    assert rows[None].share == 1 / 3


def test_slices_of_records_count_the_voices_with_such_a_record():
    praise = record(6, 13, kind="praise", category="service.attitude", stage="delivery", severity=0)
    voices = [slow(1), tagged(praise, id="2"), tagged(praise, id="3"), quiet(4)]
    (row,) = pains(voices, by="stage")
    assert (row.slice, row.share) == ("delivery", 1 / 3)


def test_a_rise_is_found_and_chance_is_not():
    before = [quiet(n, n % 75) for n in range(149)]
    voices = [*before, *(slow(n, day=90 + n % 10) for n in range(30)), slow(99, day=1)]
    voices += [quiet(1000 + n, 90 + n % 10) for n in range(20)]
    ranked = pains(voices)
    assert ranked[0].direction == "up"
    assert ranked[0].trend > 10
    assert ranked.since == datetime(2026, 1, 1) + timedelta(days=90)
    (row,) = pains([*before, slow(1, day=70), slow(2, day=74)])
    assert row.direction == "unclear"


def test_more_voices_alone_are_no_trend():
    days = [*range(0, 60, 2), *(60 + n // 20 for n in range(120))]
    voices = [slow(n, day=day) if n % 2 else quiet(n, day) for n, day in enumerate(days)]
    (row,) = pains(voices)
    assert row.direction == "unclear"
    assert row.trend == pytest.approx(1, abs=0.15)


@pytest.mark.parametrize("days", [(None, None), (3, 3), (3, None)])
def test_no_trend_without_two_times(days):
    ranked = pains([slow(n, day=day) for n, day in enumerate(days)])
    assert (ranked[0].trend, ranked[0].direction, ranked.since) == (None, None, None)


def test_slices_by_time_have_no_trend():
    ranked = pains([slow(n, day=n) for n in range(9)], by="week")
    assert {row.direction for row in ranked} == {None}


def test_unresolved_by_flags_or_by_a_column():
    voices = [slow(n, meta={"办结": state}) for n, state in enumerate(["是", "否", "", 0])]
    assert pains(voices)[0].unresolved == 1  # all samples say "repeat"
    assert pains(voices, resolved="办结")[0].unresolved == pytest.approx(2 / 3)
    with pytest.raises(InputError, match="已解决"):
        pains([slow(1, meta={"办结": "也许"})], resolved="办结")


def test_a_table_knows_flags_only_if_it_has_them():
    frame = Result([slow(1), slow(2)]).to_frame()
    assert pains(frame)[0].unresolved is None
    assert pains(frame.assign(flags=["repeat|safety", "safety"]))[0].unresolved == 0.5


def test_praise_has_no_score():
    praise = record(6, 13, kind="praise", severity=0)
    (row,) = pains([tagged(praise)], kinds=("praise",))
    assert row.score == 0
    assert np.isnan(row.cumulative)
    with pytest.raises(InputError, match="complaint"):
        pains([], kinds=("complaint",))


@pytest.mark.parametrize("by", [None, "segment", "week", "门店"])
def test_nothing_to_rank(by):
    empty = pains([], by=by)
    assert len(empty) == 0
    assert list(empty.to_frame().columns) == list(Pain.__dataclass_fields__)
    assert empty.to_markdown().count("\n") == 1
    assert len(empty.plot().data) == 1


def test_odd_rows_of_a_table():
    frame = Result([slow(n) for n in range(4)]).to_frame()
    frame = frame.astype({"id": object, "created_at": object})
    frame["created_at"] = ["2026年1月2日", "2026/01/05 10:00", "昨天", "20260107"]
    frame.loc[0, "category"] = None
    frame.loc[1, "id"] = None
    frame.loc[2, ["severity", "quote"]] = [9, "\x00\ud800👍"]
    ranked = pains(frame)
    assert ranked[0].records == 3
    assert ranked.since is not None


def test_what_people_see():
    ranked = pains([slow(n, segment="大客户", day=n) for n in range(2)], by="segment")
    assert "配送时效 · 大客户" in str(ranked)
    assert "delivery speed · 大客户" in ranked.to_markdown("en")
    assert "看不出变化" in ranked._repr_html_()
    assert Pains(ranked[:0]).top(3).by is None
    assert ranked.top(1).by == "segment"


def test_unknown_categories_keep_their_id():
    ranked = pains([tagged(record(0, 5, category="own.leaf"))])
    assert ranked.name(ranked[0]) == "own.leaf"


def test_the_chart_has_bars_of_each_kind_and_a_line():
    need = record(0, 5, kind="need", category="price")
    figure = pains([slow(1), tagged(need, id="2")]).plot()
    assert [trace.type for trace in figure.data] == ["bar", "bar", "scatter"]
    assert figure.data[0].name == "痛点"
    assert list(figure.layout.xaxis.ticktext) == ["配送时效", "价格"] or "价格" in str(
        figure.layout
    )
    assert figure.data[-1].y[-1] == pytest.approx(1)
