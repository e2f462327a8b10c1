"""Voices and alerts that several tests of alerts need."""

from dataclasses import replace
from datetime import datetime, timedelta

from samples import record, tagged

from voc.insight.alert import Alert

MONDAY = datetime(2025, 1, 6, 12)
QUIET = {"urgency": 0, "flags": frozenset()}


def said(id, *, day=0, category="delivery.speed", severity=2, kind="pain", more=None, **voice):
    """A voice with one record, `day` days after a Monday; `more` are its tags."""
    text = voice.pop("text", "等了三天才发货")
    one = record(0, len(text), kind, category, text, severity=severity, voice_id=str(id))
    when = None if day is None else MONDAY + timedelta(days=day)
    made = tagged(one, id=str(id), text=text, created_at=when, **voice)
    return replace(made, **(QUIET | (more or {})))


def alert(id="a1", **more):
    values = {
        "id": id, "rule": "safety", "alarm": "red", "when": MONDAY, "why_zh": "安全风险。",
        "why_en": "Safety.", "category": "quality.safety", "owner": "product", "tell": ("张",),
        "quotes": ("冒烟了",), "voice_ids": ("1",),
    }  # fmt: skip
    return Alert(**(values | more))


class Kept:
    """A sink that remembers, and refuses the first `fails` alerts."""

    def __init__(self, fails=0):
        self.got = []
        self.fails = fails

    def send(self, alert):
        if self.fails:
            self.fails -= 1
            raise ConnectionError("13800138000")
        self.got.append(alert)
