import math

import numpy as np
import pytest
from samples import record, tagged

import voc
from voc.errors import InputError
from voc.insight.drivers import drivers

LEAVES = ("delivery.speed", "service.reach", "price.value")


def voices(n=120, effects=(-3.0, -1.0, 0.0), **columns):
    """Scores of 0 to 10 that fall by known steps with each of three pains."""
    rng = np.random.default_rng(1)
    has = rng.random((n, 3)) < 0.3
    score = np.clip(np.round(7 + has @ effects + rng.normal(size=n)), 0, 10)
    score[:2] = 0, 10
    return [
        said(row, [leaf for leaf, on in zip(LEAVES, has[row], strict=True) if on], score[row])
        for row in range(n)
    ]


def said(n, leaves, score, **more):
    records = [record(0, 5, category=leaf) for leaf in leaves]
    return tagged(*records, **{"id": str(n), "score": score} | more)


def plain(rows):
    """Voices with one pain or none; each row is (leaves, score, meta)."""
    return [said(n, leaves, score, meta=meta) for n, (leaves, score, meta) in enumerate(rows)]


def by_leaf(table):
    return {row.categories[0]: row for row in table}


def test_planted_effects_are_found():
    table = drivers(voices(), samples=200)
    found = by_leaf(table)
    assert table[0].categories == ("delivery.speed",)
    for leaf, effect in zip(LEAVES, (-3, -1, 0), strict=True):
        assert found[leaf].effect == pytest.approx(effect, abs=0.5)
    assert found["delivery.speed"].clear
    assert found["delivery.speed"].n == found["delivery.speed"].n_customers > 20
    assert sum(row.importance for row in table) == pytest.approx(1)
    assert 0.5 < table.explained < 0.9
    assert found["delivery.speed"].points > found["price.value"].points


def test_what_is_held_equal_changes_what_is_seen():
    """A shop with low scores, whose customers complain of delivery without scoring lower for it."""
    rows = []
    for n in range(160):
        bad, late = n % 2 == 0, n % 10 < (6 if n % 2 == 0 else 2)
        rows.append(
            (
                LEAVES[:1] if late else [],
                (3 if bad else 9) + n % 3 - 1,
                {"店": "东" if bad else "西"},
            )
        )
    alone, beside = (drivers(plain(rows), controls=names, samples=100)[0] for names in ([], ["店"]))
    assert alone.effect < -1
    assert abs(beside.effect) < 0.3
    assert beside.mean_with == alone.mean_with
    assert beside.vif > alone.vif == pytest.approx(1)


def test_categories_that_always_come_together_are_one_row():
    rows = [(LEAVES[:2] if n % 4 == 0 else [], 5 - 3 * (n % 4 == 0) + n % 3, {}) for n in range(80)]
    table = drivers(plain(rows), samples=50)
    assert [row.categories for row in table] == [("delivery.speed", "service.reach")]
    assert "配送时效+联系渠道" in str(table)
    assert any("总是一起出现" in note for note in table.notes())


def test_rare_categories_are_no_rows():
    source = [*voices(), *(said(f"r{n}", ["price.charge"], 5) for n in range(3))]
    table = drivers(source, samples=50)
    assert "price.charge" not in by_leaf(table)
    assert "1 categories" in table.notes("en")[1]
    assert "price.charge" in by_leaf(drivers(source, minimum=2, samples=50))


def test_ten_voices_of_one_customer_are_not_ten_witnesses():
    source = [*voices(), *(said(f"r{n}", ["price.charge"], 5, customer="C1") for n in range(12))]
    assert "price.charge" not in by_leaf(drivers(source, samples=50))


def test_repurchase_is_told_in_chances():
    rows = [
        (LEAVES[:1] if n < 50 else [], None, {"复购": int(n % 10 < (3 if n < 50 else 8))})
        for n in range(150)
    ]
    table = drivers(plain(rows), outcome="复购", samples=100)
    assert table.binary
    assert table[0].effect == pytest.approx(-0.5, abs=0.02)
    assert table[0].low < -0.35
    assert math.isnan(table[0].points)
    assert "个百分点" in table.sentences()[0]
    assert "percentage points" in table.sentences("en")[0]
    assert "逻辑回归" in table.notes()[0]
    assert "pp" in str(table)


def test_points_are_only_of_nps():
    rows = [
        (LEAVES[:1] if n % 3 == 0 else [], 5 - 2 * (n % 3 == 0) - n % 2, {"推荐": 9})
        for n in range(60)
    ]
    assert math.isnan(drivers(plain(rows), samples=50)[0].points)
    assert drivers(plain(rows), scale="nps", samples=50)[0].points == pytest.approx(0, abs=1e-6)


def test_dissatisfaction_and_opportunity():
    praises = [
        tagged(record(6, 13, kind="praise", category="delivery.speed", severity=0), id=f"p{n}")
        for n in range(20)
    ]
    source = [*voices(), *praises]
    table = drivers(source, samples=50)
    late = by_leaf(table)["delivery.speed"]
    carriers = sum(
        any(r.kind == "pain" and r.category == "delivery.speed" for r in v.records) for v in source
    )
    assert late.dissatisfaction == carriers / (carriers + 20)
    assert late.opportunity == pytest.approx(late.importance * late.dissatisfaction)
    assert by_leaf(drivers(source, better="lower", samples=50))["delivery.speed"].opportunity == 0


def test_praises_can_be_looked_at_too():
    source = [
        tagged(
            *([record(6, 13, kind="praise", severity=0)] if n % 3 == 0 else []),
            id=str(n),
            score=n % 3 + n % 5,
        )
        for n in range(60)
    ]
    table = drivers(source, kinds=["praise"], samples=50)
    assert table[0].kind == "praise"
    assert math.isnan(table[0].opportunity)
    assert "（满意点）" in str(table)


def test_money():
    rows = [
        (LEAVES[:1] if n % 3 == 0 else [], n % 3 + n % 5, {"金额": 100 + n % 2}) for n in range(60)
    ]
    table = drivers(plain(rows), money="金额", samples=200)
    stake = table.money[0]
    assert (stake.n, stake.total, stake.mean) == (20, 2010, 100.5)
    assert stake.total_low < 2010 < stake.total_high
    assert 100 < stake.mean_low < 100.5 < stake.mean_high < 101
    assert drivers(plain(rows), samples=50).money is None


def test_no_outcome_is_refused():
    for source in ([], [tagged(score=None)]):
        with pytest.raises(InputError, match="outcome="):
            drivers(source)
    with pytest.raises(InputError, match="复购"):
        drivers(voices(), outcome="复购")
    with pytest.raises(InputError, match="no voice has a number"):
        drivers([tagged(meta={"复购": "是"})], outcome="复购")


@pytest.mark.parametrize(
    ("source", "note"),
    [
        ([said(1, LEAVES[:1], 3)], "都是 3"),
        ([said(n, LEAVES[: n % 2], 5) for n in range(40)], "都是 5"),
        ([said(n, [], n % 5) for n in range(40)], "minimum=10"),
        (voices(12), "minimum=10"),
    ],
    ids=["one-voice", "constant", "no-pains", "few"],
)
def test_what_cannot_be_told_is_an_empty_table_that_says_why(source, note):
    table = drivers(source)
    assert len(table) == 0
    assert note in str(table)
    assert math.isnan(table.explained)
    table.plot()


def test_fewer_voices_than_columns():
    rng = np.random.default_rng(0)
    leaves = voc.Taxonomy.load().ids[:30]
    source = [said(n, [leaf for leaf in leaves if rng.random() < 0.5], n % 11) for n in range(24)]
    table = drivers(source, minimum=3)
    assert len(table) == 0
    assert "24 customers" in table.notes("en")[0]


@pytest.mark.parametrize(
    "odd",
    [
        {"kinds": []}, {"kinds": "pain"}, {"kinds": ["Pain"]}, {"better": "more"}, {"minimum": 1}, {"samples": 0},
        {"controls": "product"}, {"controls": ["城市"]}, {"controls": ["score"]}, {"money": "金额"}, {"scale": "stars"},
    ],
    ids=str,
)  # fmt: skip
def test_parameters_out_of_range(odd):
    with pytest.raises(InputError):
        drivers(voices(60), **odd)


def test_the_same_seed_gives_the_same_table():
    source = voices(60)
    assert list(drivers(source, samples=50)) == list(drivers(source, samples=50))


def test_a_table_of_records_lacks_silent_voices():
    table = drivers(voc.Result(voices()).to_frame(), samples=50)
    assert "Result" in table.notes()[-1]


def test_words_and_pictures():
    table = drivers(voices(), samples=100)
    first, last = table.sentences()[0], by_leaf(table)
    assert first.startswith(f"其他痛需与控制项相同时，“配送时效”（{table[0].n} 个声音）与评分低 ")
    assert "相伴" in first
    assert "NPS 估计相差 +" in first
    assert not last["price.value"].clear
    assert any("no clear difference" in said for said in table.sentences("en"))
    for cause in ("导致", "造成", "because", "due to", "caused"):
        assert all(cause not in said for lang in ("zh", "en") for said in table.sentences(lang))
    picture = table.plot("en")
    assert picture.data[0].y[0] == f"delivery speed ({table[0].n})"
    assert len(set(picture.data[0].marker.color)) > 1
    assert len(table.to_frame()) == len(table)
    assert table.to_markdown("en").startswith("| pain or need | voices |")


def test_the_stories_of_the_demo_corpus():
    table = drivers(voc.load_corpus("demo").annotated, samples=200)
    clear = {row.categories[0] for row in table if row.clear and row.effect < 0}
    assert clear >= {"delivery.speed", "account.access", "capability.stability"}
    assert "service.attitude" not in by_leaf(table)  # nine customers
