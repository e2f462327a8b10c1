from datetime import datetime, timedelta

import numpy as np
import pytest
from samples import record, tagged

import voc
from voc.errors import InputError
from voc.insight.compare import compare
from voc.result import Result
from voc.taxonomy import Taxonomy

TAXONOMY = Taxonomy.load()
START = datetime(2026, 1, 5)
SPEED, PRICE, LOGIN = "delivery.speed", "price.level", "account.access"


def voices(n, shares, seed=0, **more):
    """``n`` voices, one an hour, that name each category as often as its share says."""
    rng = np.random.default_rng(seed)
    made = [
        tagged(
            *(record(0, 5, category=one) for one, share in shares.items() if rng.random() < share),
            id=str(at), **({"created_at": START + timedelta(hours=at)} | more),
        )
        for at in range(n)
    ]  # fmt: skip
    return Result(made, TAXONOMY)


BEFORE = voices(100, {LOGIN: 0.4, SPEED: 0.5, PRICE: 0.2}, score=3.0)
AFTER = voices(300, {LOGIN: 0.02, SPEED: 0.25, PRICE: 0.45}, 1, score=3.0)


def verdicts(comparison):
    return {row.category: row.verdict for row in comparison if row.category}


def test_verdicts():
    same = voices(100, {"appeal.taste": 0.3}, 2)
    found = verdicts(compare([*BEFORE, *same], [*AFTER, *voices(300, {"appeal.taste": 0.3}, 3)]))
    assert found == {
        LOGIN: "fixed",
        SPEED: "better",
        PRICE: "worse",
        "appeal.taste": "no_evidence",
    }


def test_more_voices_alone_change_nothing():
    shares = {LOGIN: 0.3, SPEED: 0.2}
    runs = [compare(voices(60, shares, seed), voices(240, shares, seed + 99)) for seed in range(20)]
    assert (
        sum("no_evidence" not in {row.verdict for row in run if row.category} for run in runs) == 0
    )
    assert sum(any(row.verdict != "no_evidence" for row in run) for run in runs) <= 3


def test_the_planted_fix_is_found_and_its_interval_covers():
    runs = [
        compare(voices(80, {LOGIN: 0.4}, seed), voices(80, {LOGIN: 0.04}, seed + 500))
        for seed in range(25)
    ]
    rows = [row for run in runs for row in run if row.category == LOGIN]
    assert np.mean([row.verdict == "fixed" for row in rows]) > 0.8
    assert np.mean([row.low <= -0.36 <= row.high for row in rows]) > 0.88


def test_sentences_cite_shares_and_counts():
    row = next(row for row in compare(BEFORE, AFTER) if row.category == LOGIN)
    table = compare(BEFORE, AFTER)
    zh, en = table.sentence(row), table.sentence(row, "en")
    assert f"从 {row.before:.1%}（100 条中 {row.before_count} 条）降到 {row.after:.1%}" in zh
    assert "：已解决，" in zh
    assert "几乎可以排除偶然（校正后 p<0.001）。" in zh
    assert f"fell to {row.after:.1%} ({row.after_count} of 300)" in en


def test_means_come_first():
    worse = [tagged(id=str(n), score=float(n % 3)) for n in range(20)]
    better = [tagged(id=str(n), score=float(n % 3 + 5)) for n in range(20)]
    comparison = compare(worse, better)
    net, score = comparison
    assert [net.measure, score.measure] == ["net_sentiment", "score"]
    assert (net.before, net.after) == (0, 0)
    assert np.isnan(net.p)
    assert net.verdict == "no_evidence"
    assert score.verdict == "better"
    assert score.low < 5 < score.high
    assert comparison.sentence(score).startswith("平均评分从 0.95（20 条）升到 5.95")
    assert "—" in comparison.to_markdown()


def test_one_source_at_a_date():
    all_ = [*voices(60, {LOGIN: 0.5}), *voices(60, {}, created_at=START + timedelta(days=9))]
    found = compare([*all_, tagged(id="x")], at="2026-01-10")
    (login,) = [row for row in found if row.category]
    assert (login.before_voices, login.after_voices, login.after_count) == (60, 60, 0)
    assert login.verdict == "fixed"
    with pytest.raises(InputError, match="2026-01-05 to 2026-01-14"):
        compare(all_, at="2027-01-01")


def test_where():
    other = voices(60, {LOGIN: 0.9}, product="B")
    found = compare([*voices(60, {LOGIN: 0.5}, product="A"), *other], other, where={"product": "B"})
    assert verdicts(found) == {LOGIN: "no_evidence"}


@pytest.mark.parametrize("more", [{}, {"after": AFTER, "at": "2026-01-06"}])
def test_one_of_after_and_at(more):
    with pytest.raises(InputError, match="after"):
        compare(BEFORE, **more)


def test_praise_is_not_less_of_a_pain():
    with pytest.raises(InputError, match="praise"):
        compare(BEFORE, AFTER, kinds=("pain", "praise"))


def test_nothing_on_one_side():
    assert len(compare([], AFTER)) == 0
    assert len(compare(BEFORE, Result())) == 0
    assert len(compare([], at="2026-01-01")) == 0
    assert len(compare([], []).plot().data) == 0


def test_tables_of_records_have_no_net_sentiment():
    found = compare(Result(BEFORE).to_frame(), Result(AFTER).to_frame())
    assert "net_sentiment" not in {row.measure for row in found}
    assert LOGIN in verdicts(found)


def test_the_picture_joins_before_and_after():
    picture = compare(BEFORE, AFTER).plot(lang="en")
    assert {trace.name for trace in picture.data} == {"fixed", "better", "worse"}
    fixed = next(trace for trace in picture.data if trace.name == "fixed")
    assert list(fixed.y[:2]) == ["sign-in", "sign-in"]
    assert fixed.marker.symbol[:2] == ("circle-open", "circle")


def test_the_fixes_of_the_demo_corpus():
    demo = voc.load_corpus("demo").annotated
    vacuum = compare(demo, at="2025-09-20", where={"product": "小拂扫地机"})
    assert verdicts(vacuum) == {"capability.stability": "fixed", "capability.performance": "fixed"}
    takeaway = compare(demo, at="2025-10-08", where={"product": "饱饱达"})
    assert verdicts(takeaway)["delivery.speed"] == "worse"
