import numpy as np
import pytest
from samples import record, tagged

from voc.errors import InputError
from voc.insight.customers import Customers
from voc.insight.personas import personas
from voc.insight.reading import facts_of
from voc.result import Result

SAID = {
    "发货太慢了": ("pain", "delivery.speed", "大客户"),
    "客服很热情": ("praise", "service.attitude", "小客户"),
    "希望能开发票": ("need", "aftersales.invoice", "小客户"),
}


def voices(n_each=12):
    """Three kinds of customers, each of whom says the same twice."""
    return [
        tagged(
            record(0, len(text), kind=kind, category=category, text=text),
            id=f"{text}-{customer}-{time}", text=text, customer=f"{text}-{customer}", segment=segment,
        )
        for text, (kind, category, segment) in SAID.items()
        for customer in range(n_each)
        for time in range(2)
    ]  # fmt: skip


def test_planted_groups_are_found():
    found = personas(voices())
    assert [(row.customers, row.voices) for row in found] == [(12, 24)] * 3
    assert {found.name(row) for row in found} >= {"为配送时效烦恼的大客户", "看重服务态度的小客户"}
    assert {row.quotes[0] for row in found} == set(SAID)
    assert sum(row.share for row in found) == pytest.approx(1)


def test_categories_that_set_them_apart():
    pained = next(row for row in personas(voices()) if row.pains)
    assert pained.pains == (("delivery.speed", 1.0),)
    assert (pained.needs, pained.praises, pained.segment) == ((), (), "大客户")
    assert "痛点：配送时效 100%" in personas(voices()).story(pained)
    assert personas(voices()).story(pained, "en").startswith("pain: delivery speed 100%")


def test_the_same_twice():
    assert list(personas(voices())) == list(personas(voices()))


def test_as_many_as_asked_for():
    assert len(personas(voices(), n=2)) == 2
    assert len(personas(voices(), n=1)) == 1
    assert len(personas(voices(), n=20)) == 3  # no more than differ
    for n in (0, 37):
        with pytest.raises(InputError, match=f"n={n}; expected 1 to 36"):
            personas(voices(), n=n)


def test_nobody_is_known():
    found = personas([tagged(record(0, 5))])
    assert len(found) == 0
    assert found.notes("en") == ("No voice says which customer it is from.",)
    assert len(personas([])) == 0


def test_one_customer_and_unknown_ones():
    found = personas([tagged(record(0, 5), customer="C1"), tagged(record(0, 5), id="2")])
    assert [row.customers for row in found] == [1]
    assert "1 条声音没有客户编号" in found.notes()[0]


def test_customers_who_say_nothing_are_quiet():
    found = personas([tagged(customer=f"C{n}", id=str(n)) for n in range(3)])
    assert found.name(found[0]) == "话不多的客户"
    assert found.story(found[0], "en") == "mostly dissatisfied."


def test_forms():
    found = personas(voices())
    assert len(found.to_frame()) == 3
    assert "“发货太慢了”" in found.to_markdown()
    assert len(found.plot().data[0].y) == 3


def test_a_category_counts_once_a_voice():
    one = tagged(record(0, 5), record(6, 13), customer="C1")
    customers = Customers.of(facts_of([one]))
    assert customers.said.sum() == 1
    assert customers.stages.tolist() == [[2.0]]
    assert np.isfinite(customers.features()).all()


def test_records_without_a_category_tell_nothing():
    voices = [tagged(record(0, 3), id=name, customer=name) for name in "ABC"]
    frame = Result(voices).to_frame()
    frame.loc[0, "category"] = None
    assert sum(row.customers for row in personas(frame, n=1)) == 3
