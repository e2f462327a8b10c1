"""How well voc's estimators learn other people's labels.

    python -m benchmarks.learning --corpora FOLDER [--encoder accurate] [--tasks hotline car]

FOLDER holds the public corpora as ``voc.load_public(folder=…)`` reads them. Beside each figure stands
that of the plainest classifier, character TF-IDF and a linear support vector machine, of the same run.
Writes benchmarks/learning.json; the tables of docs/retraining.md are made of it by
``python -m benchmarks.learning_tables``.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.few import few_shot
from benchmarks.lessons import TASKS, Exam, exam
from benchmarks.machine import machine
from voc.estimators.classifier import PainClassifier
from voc.estimators.engines import EncoderTexts, LinearTexts, TextEngine

RESULTS = Path(__file__).parent / "learning.json"
_FEW = ("gov_board", "hotline", "emotion")


def main() -> None:
    """Measure what is asked for and put it beside what was measured before."""
    args = _parser().parse_args()
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    results["machine"] = machine()
    for name in args.tasks:
        engines = _engines(args.encoder, args.epochs)
        measured = results.setdefault("tasks", {}).setdefault(name, {})
        for title, engine in engines.items():
            if title in args.engines:
                measured[title] = _measured(exam(TASKS[name], args.corpora), engine)
                print(name, title, measured[title], flush=True)
                _write(results)
        if name == "chnsenticorp" and "linear" in args.engines:
            published = exam(TASKS[name], args.corpora, without_copies=False)
            measured["linear, split as published"] = _measured(published, LinearTexts())
    for name in args.few:
        rows = list(few_shot(name, args.corpora, range(args.seeds)))
        results.setdefault("few", {})[name] = rows
        _write(results)
        print(*rows, sep="\n", flush=True)
    _write(results)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--tasks", nargs="*", default=list(TASKS), choices=list(TASKS))
    parser.add_argument("--few", nargs="*", default=list(_FEW), choices=list(_FEW))
    parser.add_argument("--seeds", type=int, default=5, help="draws of labelled texts")
    titles = list(_engines("", None))
    parser.add_argument("--engines", nargs="*", default=titles[:-1], choices=titles)
    parser.add_argument("--encoder", default="accurate", help="where fine-tuning starts")
    parser.add_argument("--epochs", type=int, help="by default by the number of texts")
    return parser


def _engines(encoder: str, epochs: int | None) -> dict[str, TextEngine | None]:
    return {
        "plain": None,
        "linear": LinearTexts(),
        "linear, n-grams alone": LinearTexts(base=None),
        "encoder": EncoderTexts(encoder=encoder, epochs=epochs),
    }


def _measured(lesson: Exam, engine: TextEngine | None) -> dict[str, Any]:
    started = time.perf_counter()
    if engine is None:
        said: Any = _plain(lesson)
        seconds = time.perf_counter() - started
    else:
        classifier = PainClassifier(engine).fit(lesson.texts, lesson.labels)
        seconds = time.perf_counter() - started
        said = classifier.predict(lesson.asked)
    return {
        **_figures(lesson.right, said),
        "learned": len(lesson.texts),
        "dropped": lesson.dropped,
        "asked": len(lesson.asked),
        "seconds": seconds,
    }


def _plain(lesson: Exam) -> Any:  # noqa: ANN401
    """The plainest way: TF-IDF of characters, a support vector machine for each label."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import MultiLabelBinarizer
    from sklearn.svm import LinearSVC

    features = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True)
    if isinstance(lesson.labels[0], str):
        model = make_pipeline(features, LinearSVC())
        return model.fit(lesson.texts, lesson.labels).predict(lesson.asked)
    names = MultiLabelBinarizer()
    matrix = names.fit_transform(lesson.labels)
    model = make_pipeline(features, OneVsRestClassifier(LinearSVC()))
    margins = model.fit(lesson.texts, matrix).decision_function(lesson.asked)
    chosen = margins > 0
    chosen[np.arange(len(chosen)), margins.argmax(axis=1)] = True  # as each text has a label
    return names.inverse_transform(chosen)


def _figures(right: Sequence[Any], said: Any) -> dict[str, float]:  # noqa: ANN401
    """Accuracy and macro-F1, or micro-F1 where a text may have several labels."""
    from sklearn.metrics import accuracy_score, f1_score

    if isinstance(right[0], str):
        macro = f1_score(right, said, average="macro")
        return {"accuracy": float(accuracy_score(right, said)), "macro_f1": float(macro)}
    pairs = [(set(r), set(s)) for r, s in zip(right, said, strict=True)]
    hits = sum(len(r & s) for r, s in pairs)
    total = sum(len(r) + len(s) for r, s in pairs)
    return {"micro_f1": 2 * hits / total}


def _write(results: dict[str, Any]) -> None:
    text = json.dumps(results, ensure_ascii=False, indent=1)
    RESULTS.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
