import numpy as np
from samples import record, tagged

from voc.insight.quotes import best_quotes, best_rows
from voc.insight.reading import facts_of

SAID = (("慢", 4), ("发货慢，真慢", 2), ("发货慢，真慢！", 3), ("等了一周", 2), ("包装破了口子", 1))
FACTS = facts_of(
    [
        tagged(record(0, len(text), text=text, severity=severity), id=str(n), text=text)
        for n, (text, severity) in enumerate(SAID)
    ]
)
ALL = np.arange(len(SAID))


def test_severe_ones_come_first_and_none_twice():
    assert best_quotes(FACTS, ALL) == ("发货慢，真慢！", "等了一周", "包装破了口子")


def test_too_short_ones_come_last():
    assert best_quotes(FACTS, ALL, 9)[-1] == "慢"


def test_only_of_the_given_rows():
    assert best_rows(FACTS, np.array([3])) == (3,)
    assert best_rows(FACTS, np.array([], dtype=np.int64)) == ()


def test_one_of_each_voice():
    text = "发货太慢了，客服倒是很热情"
    facts = facts_of([tagged(record(0, 5), record(6, 13), text=text)])
    assert best_quotes(facts, np.arange(2)) == ("发货太慢了",)
