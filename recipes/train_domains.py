"""Train the small models of public corpora: models/hotline and models/car, by ``voc.train``.

    python -m recipes.train_domains --corpora CORPORA [--out models] [--only hotline]

Of n-grams alone, so that a folder takes a few MB; measured on the dev split of each corpus, whose texts
are left out of training. A minute each.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.lessons import TASKS, exam
from voc.artifact import write_figures
from voc.labelled.corpus import LabelledCorpus
from voc.public.source import public_source
from voc.training.run import train

_LEARNED = ("hotline", "car")
_ABOUT = {
    "hotline": (
        "政务热线留言的 7 类事项（每条一类）。",
        "Seven fields of messages to a government hotline, one a message.",
        "训练文本原是分好词、去了停用词的，读入时去掉了词间空格；评测文本是原文。一支 2020 年参赛队在原文上报告的宏平均 F1 "
        "是 0.912（另一划分）。 · The training texts came cut into words without stop words, and the blanks were taken "
        "away; the texts to measure on are raw. A team of 2020 reported a macro-F1 of 0.912 on raw text (another split).",
    ),
    "car": (
        "汽车论坛帖子的 10 个话题及其倾向（`话题.倾向`，倾向为 -1、0、1，一条可有多个）。",
        "Ten topics of posts in car forums with their polarity (`topic.polarity`, -1, 0 or 1), several a post.",
        "公开基线约 0.62，竞赛优胜者约 0.70（凭记忆引用，未核对）。 · A public baseline had about 0.62, the contest's "
        "winner about 0.70 (quoted from memory, unchecked).",
    ),
}


def main() -> None:
    """Train, measure and write each of them."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("models"))
    parser.add_argument("--only", nargs="*", default=list(_LEARNED), choices=list(_LEARNED))
    args = parser.parse_args()
    for name in args.only:
        _train(name, args.corpora, args.out / name)


def _train(name: str, corpora: Path, out: Path) -> None:
    lesson = exam(TASKS[name], corpora)
    with TemporaryDirectory() as folder:
        given, asked = Path(folder, f"{name}-train.jsonl"), Path(folder, f"{name}-dev.jsonl")
        LabelledCorpus.of(lesson.texts, lesson.labels).write(given)
        LabelledCorpus.of(lesson.asked, lesson.right).write(asked)
        report = train(
            {
                "task": "labels",
                "out": str(out),
                "data": {"train": str(given), "test": str(asked)},
                "engine": {"name": "linear", "base": None},
            },
            overwrite=True,
        )
    print(report)
    evaluation = json.loads((out / "evaluation.json").read_text(encoding="utf-8"))
    card = (out / "README.md").read_text(encoding="utf-8")
    write_figures(out, evaluation, f"{card.rstrip()}\n{_origin(name)}")


def _origin(name: str) -> str:
    """What a reader of the card must know of the data."""
    chinese, english, remark = _ABOUT[name]
    source = public_source(TASKS[name].corpus)
    return f"""
## 语料 · Corpus

{chinese} {english}

- {source.title} — {source.home}
- 许可 · licence: {source.licence}
- {remark}
- 由 `recipes/train_domains.py` 训练；模型里没有语料的文本，只有字符 n 元组的散列值和权重。 · Trained by
  `recipes/train_domains.py`; the model holds no text of the corpus, only hashes and weights of character n-grams.
"""


if __name__ == "__main__":
    main()
