import math
from datetime import datetime

import pytest

from tests.samples import record, tagged
from voc.errors import InputError
from voc.insight.reading import facts_of
from voc.topic_model.topic import Topics, describe

SLOW, KIND = "发货太慢了", "客服倒是很热情"
SOURCE = [
    tagged(
        record(0, 5), record(6, 13, kind="praise", category="service.attitude", severity=0),
        id=str(day), created_at=datetime(2025, 1, day), segment="大客户" if day < 3 else "小客户",
    )
    for day in (1, 2, 3)
]  # fmt: skip
FACTS = facts_of(SOURCE)
LABELS = [0, 1] * 3


def test_what_is_known_of_voices_is_told():
    slow, kind = describe(FACTS.quote, LABELS, facts=FACTS)
    assert (slow.id, slow.size, slow.share, slow.voices) == (0, 3, 0.5, 3)
    assert (slow.sentiment, slow.severity) == (-0.25, 2.0)
    assert slow.categories == (("delivery.speed", 1.0),)
    assert slow.who == (("大客户", 2 / 3), ("小客户", 1 / 3))
    assert (slow.first, slow.last) == (datetime(2025, 1, 1), datetime(2025, 1, 3))
    assert slow.quotes == (SLOW,)
    assert math.isnan(kind.severity)
    assert "发货" in slow.name


def test_without_facts_texts_count_and_the_rest_is_unknown():
    (topic,) = describe([SLOW, SLOW, KIND], [3, 3, -1])
    assert (topic.id, topic.size, topic.share, topic.voices) == (3, 2, 2 / 3, 2)
    assert math.isnan(topic.sentiment)
    assert (topic.categories, topic.who, topic.first) == ((), (), None)


def test_the_table_shows_names_largest_first():
    topics = describe([SLOW, *[KIND] * 2], [0, 1, 1])
    assert [topic.id for topic in topics] == [1, 0]
    table = describe(FACTS.quote, LABELS, facts=FACTS)
    assert "配送" in table.to_markdown() or "速度" in table.to_markdown()
    assert "大客户 67%" in str(table)
    assert table.to_dicts()[0]["first"].startswith("2025-01-01")
    assert len(table.to_frame()) == 2


def test_no_text_is_an_empty_table():
    topics = describe([], [])
    assert isinstance(topics, Topics)
    assert len(topics) == 0
    assert topics.to_markdown("en").startswith("| Topic |")


def test_bars_carry_the_colours_of_the_sentiment():
    pytest.importorskip("plotly")
    topics = describe(FACTS.quote, LABELS, facts=FACTS)
    (bars,) = topics.plot("en").data
    assert list(bars.hovertext) == [topic.name for topic in topics]
    assert list(bars.marker.color) == [topic.sentiment for topic in topics]


def test_records_must_be_the_texts():
    with pytest.raises(InputError, match="6 records for 1 texts"):
        describe(["慢"], [0], facts=FACTS)
