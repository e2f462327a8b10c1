import pytest
from alerting import said

import voc
from voc.errors import InputError
from voc.insight.profile import profile
from voc.result import Result


def of(*voices, **more):
    return profile(Result(voices), "C1", **more)


def mine(id, day, **more):
    return said(id, day=day, customer="C1", **more)


def test_the_time_line_of_one_customer():
    told = of(mine(2, 9), mine(1, 0), said(3, customer="C2"), mine(4, None))
    assert [row.voice_id for row in told] == ["1", "2", "4"]
    assert told.stages == (("delivery", 3),)
    assert told.told_again == (("delivery.speed", 3),)


def test_the_customer_is_hidden_unless_asked_for():
    voice = mine(1, 0, text="打13800138000没人接")
    told = of(voice)
    for form in (
        told.to_markdown(),
        told._repr_html_(),
        str(told),
        repr(told),
        str(told.to_dicts()),
    ):
        assert "C1" not in form
        assert "13800138000" not in form
    assert of(voice, salt="秘密").customer != told.customer
    shown = of(voice, show_customer=True)
    assert shown.customer == "C1"
    assert "13800138000" not in shown.to_markdown()


@pytest.mark.parametrize(
    ("later", "is_open"),
    [
        ([], True),
        ([{"category": "price.value"}], True),
        ([{"category": "price.value"}, {"category": "price.value"}], False),
        ([{"kind": "praise", "severity": 0}], False),
        ([{"kind": "praise", "severity": 0}, {}], True),
    ],
    ids=["last", "left-out-once", "left-out-twice", "praised", "back-again"],
)
def test_when_a_pain_is_open(later, is_open):
    told = of(mine(0, 0), *(mine(n, n, **more) for n, more in enumerate(later, 1)))
    assert ("delivery.speed" in [pain.category for pain in told.open_pains]) is is_open


def test_an_open_pain_tells_how_bad_and_since_when():
    told = of(mine(0, 0, severity=3), mine(1, 5, text="又晚了三天"))
    (pain,) = told.open_pains
    assert (pain.voices, pain.severity, pain.quote) == (2, 3, "又晚了三天")
    assert "未了的痛点：配送时效，2 次，最重 3 级，2025-01-06 起，“又晚了三天”。" in told.summary()
    assert any("Open pain: delivery speed, 2 voices" in line for line in told.summary("en"))


def test_hints_of_leaving_have_evidence():
    angry = {"sentiment": "negative"}
    leaving = mine(
        2,
        3,
        text="再也不来了",
        severity=3,
        more={"flags": frozenset({"churn"}), "score": -0.9} | angry,
    )
    told = of(mine(0, 0, more={"score": 0.1}), mine(1, 1, more={"score": -0.4}), leaving)
    says, falls, severe = told.churn_hints
    assert (says.voice_ids, says.evidence) == (("2",), ("再也不来了",))
    assert "+0.10 → -0.40 → -0.90" in falls.zh
    assert severe.voice_ids == ("0", "1", "2")
    assert of(mine(0, 0)).churn_hints == ()


def test_an_unknown_customer_is_refused_without_names():
    with pytest.raises(InputError, match="one of the 1 in this source") as caught:
        profile([said(1, customer="张三")], "李四")
    assert "张三" not in str(caught.value)
    assert "李四" not in str(caught.value)
    with pytest.raises(InputError, match="one of the 0"):
        profile([], "C1")


def test_a_table_of_records_will_do():
    told = profile(Result([mine(1, 0)]).to_frame(), "C1")
    assert told.open_pains == of(mine(1, 0)).open_pains
    assert "—" in told.to_markdown()


def test_forms():
    told = of(mine(1, 0, text="<b>慢</b>|慢"), mine(2, 1, text="\ud800"))
    assert "<b>慢" not in told._repr_html_()
    assert "\\|" in told.to_markdown("en")
    assert list(told.to_frame()["voice_id"]) == ["1", "2"]
    assert list(told.plot().data[0].y) == [-0.25, -0.25]


def test_the_demo_corpus():
    told = profile(voc.load_corpus("demo").annotated, "C0625")
    assert [f"{row.when:%m-%d}" for row in told] == ["11-18", "11-23", "12-02"]
    assert told.told_again == (("delivery.speed", 3),)
