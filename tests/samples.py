"""Tagged voices that several tests need."""

from datetime import datetime, timedelta, timezone

from voc.types import Record, TaggedVoice, Voice

CHINA = timezone(timedelta(hours=8))
TEXT = "发货太慢了，客服倒是很热情"


def record(start, end, kind="pain", category="delivery.speed", text=TEXT, **more):
    values = {
        "voice_id": "1", "kind": kind, "category": category, "start": start, "end": end,
        "quote": text[start:end], "severity": 2, "stage": "delivery", "touchpoint": None, "level": "ease",
        "confidence": 0.9,
    }  # fmt: skip
    return Record(**(values | more))


def tagged(*records, **voice):
    return TaggedVoice(
        voice=Voice(**({"id": "1", "text": TEXT} | voice)), records=records, voice_type="service_issue",
        sentiment="mixed", score=-0.25, emotion="disappointment", urgency=1,
        flags=frozenset({"repeat", "churn"}), confidence=0.8, model="demo@1",
    )  # fmt: skip


FULL = tagged(
    record(0, 5), record(6, 13, kind="praise", category="service.attitude", severity=0),
    channel="review", created_at=datetime(2025, 1, 2, 9, 30, tzinfo=CHINA), customer="C1",
    segment="大客户", product="X9", score=3.0, meta={"城市": "南京"},
    marks=frozenset({"near_duplicate", "bad_row"}), error="line 3: expected 5 columns, got 3",
)  # fmt: skip
PLAIN = tagged(id="2", text="嗯")
