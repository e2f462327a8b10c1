"""The README.md of a folder that a TripletExtractor wrote."""

from __future__ import annotations


def triplet_card(name: str, about: str = "") -> str:
    """Describe an extractor in Chinese and English; ``about`` is what more is known of it."""
    measured = about or (
        "- 评测 / evaluation: 未随模型评测；请用训练之外的文本调用 `score`。/ not measured with the model; call\n"
        "  `score` on texts that it was not trained on.\n"
    )
    return f"""# {name}

由 `voc.TripletExtractor` 训练的三元组抽取模型：方面词、观点词、情感倾向。/ An extractor of triplets (aspect, opinion,
polarity), trained by `voc.TripletExtractor`.

```python
from voc import TripletExtractor

TripletExtractor.load("{name}").predict(["……"])
```

{measured}"""
