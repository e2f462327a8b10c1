"""The README.md of a folder that an estimator wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc._scorecard_tables import interval, markdown_table, number
from voc.estimators.decision import Decision
from voc.taxonomy import Taxonomy

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


def tagger_card(name: str, taxonomy: Taxonomy) -> str:
    """Describe a tagger of records in Chinese and English."""
    return f"""# {name}

由 `voc.RecordTagger` 训练的痛点、需求、好评记录模型。/ A model of pain, need and praise records, trained by
`voc.RecordTagger`.

```python
import voc

voc.classify(["……"], model="{name}")
```

- 分类体系 / taxonomy: {len(taxonomy.categories)} 类 categories, {len(taxonomy.leaves)} 项 leaves
"""


_KINDS = {
    "labels": ("文本分类模型", "A classifier of texts", "PainClassifier"),
    "sentiment": (
        "情感倾向模型，取值 [-1, 1]",
        "A scorer of polarity in [-1, 1]",
        "SentimentScorer",
    ),
    "records": (
        "痛点、需求、好评记录模型",
        "A model of pain, need and praise records",
        "RecordTagger",
    ),
}


def trained_card(config: Mapping[str, Any], evaluation: Mapping[str, Any], task: str) -> str:
    """Describe what ``voc.train`` made, in Chinese and English; every figure is a measured one."""
    zh, en, estimator = _KINDS[task]
    training, texts = config["training"], evaluation["texts"]
    sums = "\n".join(f"- `{name}` sha256 {sum[:16]}…" for name, sum in training["sha256"].items())
    parts = [
        f"# {config['name']}",
        f"用 `voc.train` 训练的{zh}（版本 {config['version']}）。/ {en}, trained by `voc.train`.",
        f'```python\nimport voc\n\nvoc.{estimator}.load("{config["name"]}").predict(["……"])\n```',
        f"## 数据 data\n\n学习 {texts['train']} 条，评测 {texts['test']} 条，两边没有相同的文本。/ Learned from "
        f"{texts['train']} texts, measured on {texts['test']}; none is in both.\n\n{sums}",
        f"## 评测 evaluation\n\n{markdown_table(_figure_rows(evaluation))}",
        *_curve(evaluation),
        *_compared(evaluation),
        *(_scores(name, of) for name, of in evaluation["scores"].items()),
        f"## 局限 limits\n\n{_LIMITS}",
    ]
    return "\n\n".join(parts) + "\n"


_LIMITS = """区间只反映评测文本抽样的偶然性：换一类客户、换一个渠道，或标注有误，都可能超出它。评测文本也是标注者按同一口径标的，
分数说的是与标注一致的程度。/ The intervals tell of chance in drawing the test texts alone: other customers,
another channel, or wrong labels may lie outside of them. Scores tell how far the model agrees with the labels."""


def _figure_rows(evaluation: Mapping[str, Any]) -> list[tuple[str, ...]]:
    return [
        ("指标 figure", "值 value", "95 % 区间 interval"),
        *(
            (name, number(value), interval(evaluation["intervals"][name]))
            for name, value in evaluation["figures"].items()
        ),
    ]


_TITLES = {
    "label": "逐标签 labels",
    "category": "逐方面 categories",
    "kind": "记录种类 kinds of record",
    "voice_type": "声音类型 voice types",
    "sentiment": "情感 sentiment",
    "emotion": "情绪 emotions",
    "urgency": "紧急程度 urgency",
    "flags": "标记 flags",
}


def _scores(kind: str, scores: Mapping[str, Mapping[str, Any]]) -> str:
    return f"## {_TITLES[kind]}\n\n{markdown_table(_score_rows(scores))}"


def _score_rows(scores: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, ...]]:
    shown = sorted(scores.items(), key=lambda item: -item[1]["reference"])[:_SHOWN]
    return [
        ("名称 name", "精确率 precision", "召回率 recall", "F1", "标注 reference"),
        *(
            (
                name,
                *(number(score[of]) for of in ("precision", "recall", "f1")),
                str(score["reference"]),
            )
            for name, score in shown
        ),
    ]


def _curve(evaluation: Mapping[str, Any]) -> list[str]:
    points = evaluation["learning_curve"]
    if len(points) < 2:
        return []
    rows = [(str(point["texts"]), number(point["value"])) for point in points]
    table = markdown_table([("学习条数 texts", evaluation["main"]), *rows])
    return [f"## 学习曲线 learning curve\n\n{table}"]


def _compared(evaluation: Mapping[str, Any]) -> list[str]:
    if (found := evaluation.get("comparison")) is None:
        return []
    low, high = found["interval"]
    verdict = "更差 worse" if found["difference"] < 0 else "不差 not worse"
    return [
        f"## 与旧模型比较 comparison\n\n同样的评测文本上，`{found['model']}` 的 {evaluation['main']} 为 "
        f"{number(found['value'])}；新模型{verdict}：差 {found['difference']:+.3f}，95 % 区间 {low:+.3f} 至 "
        f"{high:+.3f}。/ On the same texts; the difference is new minus old."
    ]
