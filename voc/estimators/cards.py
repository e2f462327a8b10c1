"""The README.md of a folder that an estimator wrote."""

from __future__ import annotations

from collections.abc import Sequence

from voc.estimators.decision import Decision

_SHOWN = 50


def classifier_card(name: str, classes: Sequence[object], decision: Decision) -> str:
    """Describe a classifier in Chinese and English."""
    named = "、".join(map(str, classes[:_SHOWN])) + ("……" if len(classes) > _SHOWN else "")
    if decision.exclusive:
        rule = "每条文本恰有一个标签 / exactly one label a text"
    else:
        least = f"概率不低于 {decision.threshold} / probability at least {decision.threshold}"
        rule = f"每条文本可有多个标签 / several labels a text；{least}"
    return f"""# {name}

由 `voc.PainClassifier` 训练的文本分类模型。/ A classifier of texts, trained by `voc.PainClassifier`.

```python
from voc import PainClassifier

PainClassifier.load("{name}").predict(["……"])
```

- 标签 / labels ({len(classes)}): {named}
- 判定 / decision: {rule}
- 评测 / evaluation: 未随模型评测；请用训练之外的文本调用 `score`。/ not measured with the model; call `score` on
  texts that it was not trained on.
"""


def scorer_card(name: str) -> str:
    """Describe a scorer of polarity in Chinese and English."""
    return f"""# {name}

由 `voc.SentimentScorer` 训练的情感倾向模型，取值 [-1, 1]。/ A scorer of polarity in [-1, 1], trained by
`voc.SentimentScorer`.

```python
from voc import SentimentScorer

SentimentScorer.load("{name}").predict(["……"])
```
"""
