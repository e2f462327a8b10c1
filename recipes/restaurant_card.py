"""Figures of the model restaurant, and its card."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from typing import Any

from voc.estimators.triplet import Triplet
from voc.estimators.triplet_card import triplet_card

Figures = dict[str, dict[str, float]]
_STAGES: dict[str, Callable[[Triplet], Hashable]] = {
    "aspect": lambda t: (t.aspect_start, t.aspect_end) if t.aspect_end else None,
    "opinion": lambda t: (t.opinion_start, t.opinion_end),
    "pair": lambda t: (t.aspect_start, t.aspect_end, t.opinion_start, t.opinion_end),
    "triplet": lambda t: t,
}
_NAMES = {
    "aspect": "方面词（已写出的）· aspects (named ones)",
    "opinion": "观点词 · opinions",
    "pair": "方面与观点 · aspect and opinion",
    "triplet": "三元组 · triplets",
}
_TEXT = """\
## 训练数据 · Training data

{texts} 条中文餐饮点评（大众点评），{triplets} 个三元组：ABSADatasets 的 405.Chinese_Zhang（yangheng95/ABSADatasets，MIT），
原作为 COLING 2022 论文 *Structural Bias for Aspect Sentiment Triplet Extraction* 发布的 Lasted（GeneZC/StructBias）。
与 dev 文字相同或在 train 里重复的文本已去掉。模型里没有语料的文字，只有 n-gram 的哈希与权重。
{texts} reviews of restaurants with {triplets} triplets: 405.Chinese_Zhang of yangheng95/ABSADatasets (MIT), which the
COLING 2022 paper *Structural Bias for Aspect Sentiment Triplet Extraction* released as Lasted (GeneZC/StructBias).
Texts whose letters are also in dev, or twice in train, were left out. The model holds hashes of n-grams and weights, no
words of the corpus.

## 效果 · Quality

restaurant_aste/dev，{dev} 条，从未用于训练。两端字符与极性都须完全一致；没有写出的方面词记作空区间，也计入。
restaurant_aste/dev, {dev} texts, never trained on. Spans must be exact at both ends, and the polarity right; an aspect that
is not named is an empty span and counts as well.

| F1（精确率 / 召回率）· F1 (precision / recall) | restaurant | 规则 · rules |
| --- | ---: | ---: |
{rows}

规则：小句里若有观点词（在 train 里数出来的），其前最近的名词是方面词，之后到小句末是观点（recipes/restaurant_rules.py）。
Rules: in a clause with an opinion word (counted in train), the nearest nouns before it are the aspect and the rest of the
clause is the opinion (recipes/restaurant_rules.py).

已发表的结果：原作者的训练日志里，微调 bert-base-chinese（MuG）在 dev 上最好的三元组 F1 是 0.477
（GeneZC/StructBias，experiments/exp_google_bert.out，提交 7a80798e）。只供参考：按日志的步数，他们的 train 约多一两百条，
检查点也是按这个 dev 选的；我们的 dev 是否与他们的逐条相同没有核对过。
Published: in the authors' own training log, the best triplet F1 on dev of a fine-tuned bert-base-chinese (MuG) is 0.477
(GeneZC/StructBias, experiments/exp_google_bert.out at 7a80798e). Not quite the same: by its step counts their train split
had one or two hundred texts more, they chose the checkpoint by this very dev split, and whether it is ours text by text was
not checked.

标注器的学习率是先看过 dev 才从几个值里选的；其余设置按 train 内的交叉验证选定。
The learning rate of the tagger was picked out of a few after a look at dev; all else was settled by cross-validation inside
train.

## 局限 · Limits

- 观点的起止在语料里并不一致（小句、短语、单个词都有），严格的 F1 因此偏低。Where opinions begin and end is not
  consistent in the corpus (clauses, phrases, single words), which keeps exact F1 low.
- 只学过餐饮点评；换领域请用自己的三元组重新训练。It has read nothing but restaurant reviews; train another one for
  other domains.
"""


def stage_figures(
    found: Sequence[Collection[Triplet]], right: Sequence[Collection[Triplet]]
) -> Figures:
    """Precision, recall and F1 of what triplets consist of, up to whole ones."""
    return {name: _figures(found, right, part) for name, part in _STAGES.items()}


def restaurant_card(config: Mapping[str, Any], evaluation: Mapping[str, Any]) -> str:
    """Write the card from config.json and evaluation.json."""
    model, rules = evaluation["restaurant_aste/dev"], evaluation["rules"]
    rows = [f"| {_NAMES[s]} | {_cell(model[s])} | {_cell(rules[s])} |" for s in _STAGES]
    about = _TEXT.format(rows="\n".join(rows), dev=evaluation["texts"], **config["training"])
    return triplet_card(config["name"], about)


def _figures(
    found: Sequence[Collection[Triplet]],
    right: Sequence[Collection[Triplet]],
    part: Callable[[Triplet], Hashable],
) -> dict[str, float]:
    given, true = (
        {(row, part(t)) for row, each in enumerate(side) for t in each if part(t) is not None}
        for side in (found, right)
    )
    hits = len(given & true)
    precision, recall = hits / max(len(given), 1), hits / max(len(true), 1)
    f1 = 2 * hits / max(len(given) + len(true), 1)
    return {n: round(v, 4) for n, v in (("f1", f1), ("precision", precision), ("recall", recall))}


def _cell(figures: Mapping[str, float]) -> str:
    return f"{figures['f1']:.3f} ({figures['precision']:.3f} / {figures['recall']:.3f})"
