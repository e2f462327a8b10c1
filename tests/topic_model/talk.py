"""Texts of four plain topics, for the tests of topics."""

import numpy as np

PARTS = {
    "物流": (["快递", "包裹", "发货", "物流"], ["三天没到", "太慢了", "很准时", "丢件了", "催了没用"]),
    "屏幕": (["屏幕", "显示屏", "屏幕边缘"], ["有划痕", "碎了一角", "很清晰", "漏光严重", "色彩好"]),
    "客服": (["客服", "客服小姐", "在线客服"], ["不理人", "态度好", "回复很慢", "推卸责任", "很耐心"]),
    "退款": (["退款", "退款申请", "退的钱"], ["一直不到账", "被拒绝", "秒到账", "审核太久", "少了十元"]),
}  # fmt: skip
TEXTS, KINDS = [], []
for kind, (what, says) in PARTS.items():
    for a in what:
        for b in says:
            for more in ("", "，唉", "，真的"):
                TEXTS.append(f"{a}{b}{more}")
                KINDS.append(kind)


def one_hot(n):
    """A vector that says only whether a text speaks of parcels; for n texts of ``TEXTS``."""
    return np.array([[kind == "物流", kind != "物流"] for kind in KINDS[:n]], dtype=np.float32)


def purity(labels, kinds=KINDS):
    """Share of texts that are of the most frequent kind of their topic."""
    kinds = np.array(kinds)
    found = [np.unique(kinds[labels == t], return_counts=True)[1].max() for t in set(labels)]
    return sum(found) / len(kinds)
