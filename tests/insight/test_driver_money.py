import pytest
from samples import record, tagged

from voc.insight.driver_design import Factor
from voc.insight.driver_money import stakes
from voc.insight.reading import facts_of

LATE = Factor("pain", ("delivery.speed",), 0, 0, 0)


def of(*rows):
    voices = [tagged(record(0, 5), id=str(n), **row) for n, row in enumerate(rows)]
    return stakes(facts_of([*voices, tagged(meta={"金额": 999})]), [LATE], "金额", 100, 0)


def paid(customer, amount):
    return {"customer": customer, "meta": {"金额": amount}}


def test_an_amount_that_a_customer_repeats_is_counted_once():
    row = of(
        paid("A", 100),
        paid("A", 100),
        paid("A", 50),
        paid("B", 100),
        paid(None, 100),
        paid(None, 100),
    )[0]
    assert (row.n, row.total) == (5, 450)
    assert row.mean == pytest.approx(90)


def test_odd_amounts_are_left_out():
    row = of(paid("A", "12.5"), paid("B", None), paid("C", "多"), paid("D", float("nan")))[0]
    assert (row.n, row.total) == (1, 12.5)


def test_nobody_with_money():
    table = stakes(facts_of([tagged(record(0, 5), **paid("A", "多"))]), [LATE], "金额", 100, 0)
    assert len(table) == 0
    assert table.notes() == ("没有一个声音带金额。",)


def test_words_and_pictures():
    table = of(paid("A", 1000), paid("B", 3000))
    assert "ROX" in table.notes("en")[0]
    assert table.cells(table[0], "en")[:3] == ("delivery speed", "2", "4,000")
    assert list(table.plot().data[0].x) == [4000]
