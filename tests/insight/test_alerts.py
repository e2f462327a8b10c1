from collections import Counter

import numpy as np
import pytest
from alerting import said

import voc
from voc.errors import InputError
from voc.insight._alert_surprise import alarming, surprises
from voc.insight.alert import Alert, hidden
from voc.insight.alert_rules import Rules
from voc.insight.alerts import alerts
from voc.result import Result

SPIKE = Rules.load().spikes[0]
FLOOD = [said(f"{n}", day=7 * (n // 10), category="price.value") for n in range(80)]
SURGE = [said(f"s{n}", day=56, category="account.access", text="登不上去") for n in range(8)]


def rules_of(found):
    return [alert.rule for alert in found]


@pytest.mark.parametrize(
    ("voice", "rule"),
    [
        (said(1, severity=4), "critical"),
        (said(1, more={"urgency": 3}), "urgent"),
        (said(1, more={"urgency": 2, "flags": frozenset({"safety"})}), "safety"),
        (said(1, more={"flags": frozenset({"escalate"})}), "escalation"),
        (said(1, segment="大客户", more={"flags": frozenset({"churn"})}), "key-churn"),
    ],
)
def test_a_serious_voice_is_alerted(voice, rule):
    (alert,) = alerts([voice])
    assert (alert.rule, alert.voice_ids, alert.quotes) == (rule, ("1",), ("等了三天才发货",))
    assert (alert.owner, alert.tell) == ("channel", ("渠道负责人",))


@pytest.mark.parametrize(
    "voice",
    [
        said(1, severity=3),
        said(1, segment="小客户", more={"flags": frozenset({"churn"})}),
        said(1, more={"flags": frozenset({"safety"})}),  # long past
        said(1, kind="praise", severity=0),
    ],
)
def test_others_are_not(voice):
    assert len(alerts([voice])) == 0


def test_one_alert_a_voice_that_names_the_other_rules():
    voice = said(1, severity=4, more={"urgency": 3, "flags": frozenset({"safety", "escalate"})})
    (alert,) = alerts([voice])
    assert alert.why_zh == (
        "安全风险：严重度 4（危急），紧急度 3（立即），标记：升级维权、安全风险；"
        "也符合：危急痛点、要投诉到监管、媒体或法院、需要立即处理。"
    )
    assert "urgency 3 (now)" in alert.why_en


def test_a_voice_without_records_is_quoted_as_it_begins():
    from dataclasses import replace

    voice = replace(said(1, text="停水了" * 50, more={"urgency": 3}), records=())
    (alert,) = alerts([voice])
    assert (alert.category, alert.owner) == (None, "service")
    assert len(alert.quotes[0]) == 60


def test_categories_of_a_rule_take_leaves_and_their_parents(tmp_path):
    text = '[[rule]]\nid = "d"\nkind = "voice"\nzh = "配送"\nen = "d"\nalarm = "red"\n'
    path = tmp_path / "rules.toml"
    path.write_text(text + 'categories = ["delivery"]\n', encoding="utf-8")
    voices = [said(1), said(2, category="price.value"), said(3, kind="praise", severity=0)]
    (alert,) = alerts(voices, path)
    assert (alert.voice_ids, alert.tell) == (("1",), ())


def test_ids_stay_and_differ():
    voices = [said(1, severity=4), said(2, severity=4), said(1, day=1, severity=4)]
    first, again = alerts(voices), alerts(reversed(voices))
    assert {alert.id for alert in first} == {alert.id for alert in again}
    assert len({alert.id for alert in first}) == 3


def test_three_contacts_within_thirty_days():
    voices = [said(n, day=day, customer="C1") for n, day in enumerate((0, 40, 50, 60, 65))]
    (alert,) = alerts([*voices, said(9, day=61, customer="C2")])
    assert alert.rule == "repeated-contact"
    assert alert.voice_ids == ("1", "2", "3")  # counting starts anew after it
    assert "2025-02-15 至 2025-03-07 同一客户 3 次" in alert.why_zh
    assert "C1" not in str(alert)


def test_a_surge_is_alerted_with_its_numbers():
    (alert,) = alerts([*FLOOD, *SURGE, *(said(f"o{n}", day=57) for n in range(3))])
    assert (alert.rule, alert.category, alert.owner) == ("spike", "account.access", "product")
    assert "11 条声音里有 8 条说到“登录注销”" in alert.why_zh
    assert "0/80" in alert.why_zh
    assert "at most 5% a week" in alert.why_en
    assert alert.voice_ids == tuple(f"s{n}" for n in range(8))
    assert alert.quotes == ("登不上去",)


def test_more_voices_of_all_kinds_are_no_surge():
    more = [said(f"m{n}", day=56, category="price.value") for n in range(60)]
    assert len(alerts([*FLOOD, *more])) == 0


def test_no_surge_without_history():
    assert len(alerts([*FLOOD[:30], *(said(f"{n}", day=21) for n in range(100, 120))])) == 0


@pytest.mark.parametrize("spread", [0.0, 0.3])
@pytest.mark.parametrize("categories", [1, 30])
def test_false_alarms_stay_below_what_the_rule_states(spread, categories):
    rng = np.random.default_rng(7)
    runs, alarms = 120, 0
    for _ in range(runs):
        mean = rng.lognormal(1.5, 1, categories)
        volumes = rng.integers(100, 300, 9).astype(float)
        noise = rng.gamma(1 / spread, spread, (9, categories)) if spread else 1.0
        counts = rng.poisson(mean * noise * volumes[:, None] / 200).astype(float)
        surprise = surprises(counts[:-1], volumes[:-1], counts[-1], volumes[-1])
        alarms += len(alarming(SPIKE, surprise, counts[-1], counts.sum(axis=0))) > 0
    assert alarms / runs <= SPIKE.false_alarms


def test_the_test_is_the_exact_binomial_one_where_counts_do_not_vary():
    counts, volumes = np.full((8, 1), 5.0), np.full(8, 100.0)
    (found,) = surprises(counts, volumes, np.array([12.0]), 100.0)
    from scipy.stats import binom

    assert found == pytest.approx(binom.sf(11, 52, 1 / 9))


def test_the_wilder_the_history_the_less_surprising():
    volumes, now = np.full(8, 100.0), np.array([20.0])
    calm, wild = np.full((8, 1), 5.0), np.array([[0, 12, 0, 9, 1, 0, 15, 3]], dtype=float).T
    (of_calm,), (of_wild,) = (surprises(one, volumes, now, 100.0) for one in (calm, wild))
    assert of_calm < 1e-3 < 0.02 < of_wild


def test_the_demo_corpus():
    annotated = voc.load_corpus("demo").annotated
    found = alerts(annotated)
    counts = Counter(rules_of(found))
    assert counts["spike"] == 1  # in 26 weeks: the planted one
    (spike,) = [alert for alert in found if alert.rule == "spike"]
    assert (spike.category, f"{spike.when:%Y-%m-%d}") == ("account.access", "2025-09-08")
    assert sum(counts.values()) == 82
    assert [alert.alarm for alert in found] == sorted(
        (alert.alarm for alert in found), key=["red", "orange", "yellow"].index
    )


def test_a_table_of_records_will_do():
    voices = Result([said(1, severity=4), said(2), said(3, severity=4, day=None)])
    of_frame = alerts(voices.to_frame())
    assert {alert.id for alert in of_frame} == {alert.id for alert in alerts(voices)}


def test_nothing_and_odd_voices():
    assert len(alerts([])) == 0
    odd = [
        said(n, text=text, severity=4)
        for n, text in enumerate(("\ud800冒烟", "\x00" * 9, "😀" * 999))
    ]
    found = alerts([*odd, said("\ud800", day=None, category="ours.own", severity=4)])
    assert len(found) == 4
    assert found[-1].when is None
    assert "ours.own" in found.to_markdown()
    with pytest.raises(InputError, match="got str"):
        alerts("充电时冒烟了")


def test_personal_data_stay_in_the_house():
    assert hidden("打13800138000，找13900139000") == "打〔电话〕，找〔电话〕"
    (alert,) = alerts([said(1, severity=4, text="打13800138000没人接，冒烟了", customer="C1")])
    assert "13800138000" not in str(alert)


def test_forms():
    found = alerts(
        [said(1, severity=4, text="<b>冒烟</b>"), said(2, day=None, more={"urgency": 3})]
    )
    assert "<b>冒烟" not in found._repr_html_()
    assert "red: now" in found.to_markdown("en")
    assert list(found.to_frame()["rule"]) == ["critical", "urgent"]
    assert Alert.from_dict(found[0].to_dict()) == found[0]
    assert Alert.from_dict(found[1].to_dict()) == found[1]
    shown = found.plot()
    assert sum(len(trace.x) for trace in shown.data) == 1
    assert len(alerts([]).plot().data) == 3
