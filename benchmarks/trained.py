"""Peers that must learn before they can read: from the practice corpus, which is in this checkout.

They are stored the way their users store them and only loaded when they are measured.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

_PIPELINE = "linearsvc.joblib"
_VECTORS = "fasttext.bin"
_WORDS = "harvesttext.pickle"


def train_linearsvc(folder: Path) -> None:
    """Fit character 1–3-grams, TF-IDF and a linear SVM to the sentiments."""
    pipeline = import_module("sklearn.pipeline").make_pipeline(
        import_module("sklearn.feature_extraction.text").TfidfVectorizer(
            analyzer="char", ngram_range=(1, 3)
        ),
        import_module("sklearn.svm").LinearSVC(random_state=0),
    )
    pipeline.fit(*_labelled())
    import_module("joblib").dump(pipeline, folder / _PIPELINE)


def load_linearsvc(folder: Path) -> Any:  # noqa: ANN401
    """Load the fitted pipeline."""
    return import_module("joblib").load(folder / _PIPELINE)


def train_fasttext(folder: Path) -> None:
    """Fit fastText to the sentiments, characters taking the place of words.

    Its table of pairs is made smaller than the default, which takes 800 MB.
    """
    texts, labels = _labelled()
    lines = (
        f"__label__{label} {spaced(text)}\n" for text, label in zip(texts, labels, strict=True)
    )
    learned = folder / "fasttext.txt"
    learned.write_text("".join(lines), encoding="utf-8")
    model = import_module("fasttext").train_supervised(
        str(learned), epoch=25, wordNgrams=2, bucket=200_000, thread=1, seed=0, verbose=0
    )
    model.save_model(str(folder / _VECTORS))


def load_fasttext(folder: Path) -> Any:  # noqa: ANN401
    """Load the fitted model."""
    return import_module("fasttext").load_model(str(folder / _VECTORS))


def spaced(text: str) -> str:
    """Set the characters apart, in one line: fastText takes what stands between blanks for words."""
    return " ".join("".join(text.split()))


def train_harvesttext(folder: Path) -> None:
    """Build its dictionary of sentiments from the texts, without labels, from its seed words."""
    library = import_module("harvesttext")
    harvest = library.HarvestText()
    harvest.build_sent_dict(_labelled()[0])
    library.saveHT(harvest, str(folder / _WORDS))


def load_harvesttext(folder: Path) -> Any:  # noqa: ANN401
    """Load the dictionary."""
    return import_module("harvesttext").loadHT(str(folder / _WORDS))


def _labelled() -> tuple[list[str], list[str]]:
    corpus = import_module("voc.corpus").load_corpus("practice").annotated
    return [tagged.voice.text for tagged in corpus], [tagged.sentiment for tagged in corpus]
