import numpy as np
import pytest
from samples import record, tagged

from voc.errors import InputError
from voc.result import Result
from voc.topic_model.of_records import topics

SAID = {
    "快递太慢了": ("pain", "delivery.speed"),
    "快递等了三天": ("pain", "delivery.speed"),
    "客服很热情": ("praise", "service.attitude"),
    "客服态度很好": ("praise", "service.attitude"),
    "屏幕有划痕": ("pain", "quality.defect"),
    "屏幕碎了": ("pain", "quality.defect"),
}


def voices(n_each=6, month=1):
    return Result(
        tagged(
            record(0, len(text), kind=kind, category=category, text=text), id=f"{month}-{text}-{n}",
            text=text, segment=("大客户", "小客户")[n % 2],
        )
        for text, (kind, category) in SAID.items()
        for n in range(n_each)
    )  # fmt: skip


@pytest.fixture(scope="module")
def found():
    return topics(voices(), 3, outliers=0)


def test_records_of_one_aspect_gather(found):
    labels = found.model.labels_.reshape(6, 6)
    assert [len(set(row)) for row in labels.tolist()] == [1] * 6
    assert [len(set(labels[i : i + 2].ravel())) for i in (0, 2, 4)] == [1, 1, 1]
    assert len(found) == 3
    assert [topic.size for topic in found.topics] == [12, 12, 12]
    assert {topic.categories[0][0] for topic in found.topics} == {
        "delivery.speed", "service.attitude", "quality.defect",
    }  # fmt: skip
    assert found.outliers == 0
    assert repr(found) == "RecordTopics(3 topics of 36 records)"


def test_one_voice_feeds_several_topics():
    text = "快递太慢了，客服很热情"
    both = tagged(
        record(0, 5, text=text), record(6, 11, "praise", "service.attitude", text=text), id="both",
        text=text,
    )  # fmt: skip
    found = topics(Result([*voices(), both]), 3, outliers=0)
    last = found.model.labels_[-2:]
    assert last[0] != last[1]


def test_names(found):
    assert all(found.name(topic.id) == topic.name for topic in found.topics)
    assert (found.name(-1), found.name(-1, "en")) == ("无话题", "no topic")


def test_further_texts(found):
    said = found.assign(["快递太慢了", "。。。"])
    assert said.topics.tolist() == [found.model.labels_[0], -1]
    frame = found.to_frame()
    assert frame["size"].tolist() == [12, 12, 12]


def test_further_voices_have_a_topic_for_each_record(found):
    again = found.assign(found.facts)
    assert np.array_equal(again.topics, found.model.labels_)
    assert found.assign([]).topics.tolist() == []


def test_merge_and_split_leave_the_old_topics_alone(found):
    ids = [topic.id for topic in found.topics]
    merged = found.merge([ids[:2]])
    assert (len(merged), len(found)) == (2, 3)
    assert len(merged.split(min(ids[:2]))) == 3


def test_a_month_later(found):
    later = found.update(voices(month=2))
    names = {topic.categories[0][0]: topic.id for topic in found.topics}
    assert {topic.categories[0][0]: topic.id for topic in later.topics} == names
    assert len(found.drift(voices(month=2))) == 1


def test_groups_and_pictures(found):
    rows = found.compare("segment", "大客户", "小客户")
    assert not rows.different
    for what in ("bars", "map", "tree"):
        assert found.plot(what).data
    with pytest.raises(InputError, match="expected one of bars, map, trend, tree"):
        found.plot("pie")


def test_trends_need_times():
    from datetime import datetime

    dated = Result(
        tagged(*one.records, id=one.voice.id, text=one.voice.text,
               created_at=datetime(2025, 1 + n % 6, 3))
        for n, one in enumerate(voices(12))
    )  # fmt: skip
    rows = topics(dated, 3).trends(period="month")
    assert len(rows.starts) == 6


def test_wanted_and_unwanted_topics():
    found = topics(voices(), 3, outliers=0, seeds={"外观": ["屏幕"]}, stop=["热情"])
    assert "外观" in found.names.values()
    hot = [quote == "客服很热情" for quote in found.facts.quote]
    assert set(found.model.labels_[np.array(hot)].tolist()) == {-1}


def test_what_is_not_tagged_yet_is_tagged_first():
    assert topics(["快递太慢了", "快递三天没到", "屏幕碎了"], outliers=0).facts.n_records >= 3
    assert topics(voices().to_frame(), 2).facts.n_records == 36


def test_nothing_is_said():
    with pytest.raises(InputError, match="without a single record"):
        topics(["今天天气不错", ""])


def test_a_tag_that_is_likely_wrong_does_not_place_a_record():
    text = "快递太慢了，真的太慢了"
    wrong = tagged(
        record(0, len(text), "praise", "service.attitude", text=text, confidence=0.2),
        text=text, id="wrong",
    )  # fmt: skip
    found = topics(Result([*voices(), wrong]), 3, outliers=0)
    assert found.model.labels_[-1] == found.model.labels_[0]


@pytest.mark.parametrize("sure", [(), ("。。。",)], ids=["none", "none that says a word"])
def test_without_any_tag_that_is_likely_right_all_are_learned_from(sure):
    said = [(text, 0.2) for text in SAID] * 6 + [(text, 0.9) for text in sure]
    unsure = Result(
        tagged(record(0, len(text), text=text, confidence=how), text=text, id=f"{n}-{text}")
        for n, (text, how) in enumerate(said)
    )
    found = topics(unsure, 3, outliers=0)
    assert sum(topic.size for topic in found.topics) == 36


def test_there_are_no_more_topics_than_texts_that_are_learned_from():
    sure = ("快递太慢了", "屏幕碎了")
    found = topics(Result(
        tagged(record(0, len(t), text=t, confidence=0.9 if t in sure else 0.2), text=t, id=t)
        for t in SAID
    ), outliers=0)  # fmt: skip
    assert len(found) <= 2
