"""A dozen complaints with labels, and an engine that learns them in milliseconds."""

from voc.estimators.engines import LinearTexts

QUICK = LinearTexts(base=None)
TEXTS = [
    "等了三天才发货", "快递太慢", "物流很慢", "快递一直不动", "物流三天没动", "发货太慢",
    "一洗就掉色", "用两天就坏了", "质量太差", "质量不行", "洗了就掉色", "两天就坏",
]  # fmt: skip
LABELS = ["物流"] * 6 + ["质量"] * 6
DOTTED = ["物流.时效"] * 3 + ["物流.状态"] * 3 + ["质量.色差"] * 3 + ["质量.耐用"] * 3
ODD = ["", " \n", "。", "a", "🎉", "\ud800", "快\x00递", "not Chinese", "慢" * 100_000]
