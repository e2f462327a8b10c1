"""A shop's annotated voices: four things said of each of some goods."""

from dataclasses import replace

from samples import tagged

from voc.types import Record

GOODS = (
    "手机",
    "耳机",
    "书",
    "水果",
    "衣服",
    "鞋子",
    "水杯",
    "台灯",
    "雨伞",
    "椅子",
    "茶叶",
    "牙膏",
)
# Words, kind, category, severity, voice type, sentiment.
SAID = (
    ("发货太慢了", "pain", "delivery.speed", 2, "service_issue", "negative"),
    ("当天就送到", "praise", "delivery.speed", 0, "praise", "positive"),
    ("客服骂人", "pain", "service.attitude", 3, "complaint", "negative"),
    ("客服很热情", "praise", "service.attitude", 0, "praise", "positive"),
)


def shop_voices(goods=GOODS, words="买了{}，{}！"):
    """One voice for each of the goods and each thing that is said of it."""
    pairs = [(thing, said) for thing in goods for said in SAID]
    return [
        _one(str(n), words.format(thing, said[0]), *said) for n, (thing, said) in enumerate(pairs)
    ]


def _one(id, text, said, kind, category, severity, voice_type, sentiment):
    start = text.index(said)
    record = Record(
        voice_id=id, kind=kind, category=category, start=start, end=start + len(said), quote=said,
        severity=severity, stage="delivery", touchpoint=None, level="ease", confidence=1.0,
    )  # fmt: skip
    voice = tagged(record, id=id, text=text)
    return replace(
        voice, voice_type=voice_type, sentiment=sentiment, flags=frozenset(), urgency=severity // 2
    )
