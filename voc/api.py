"""The short way: functions over the default analyzer."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import overload

from voc.collect.read import Source
from voc.qualify.correction import Correction
from voc.qualify.corrections import Corrections
from voc.qualify.explain import Explanation, explain_voice
from voc.qualify.loading import load
from voc.result import Result
from voc.taxonomy import Taxonomy
from voc.types import Voice


def classify(
    source: Source,
    *,
    model: str | Path = "default",
    taxonomy: str | Path | Taxonomy | None = None,
    corrections: str | Path | Corrections | Iterable[Correction] | None = None,
    mask: bool = False,
    near_duplicates: bool = False,
    progress: bool = False,
    workers: int = 1,
    **columns: str | None,
) -> Result:
    """Turn customers' texts into tagged pain, need and praise records.

    Parameters
    ----------
    source : str, Voice, mapping, DataFrame, iterable of these, or Path
        A ``str`` is one text, never a path. Files: .csv, .tsv, .jsonl, .json, .xlsx, .parquet.
    model : str or Path
        Name or folder of a model, see ``voc.load``.
    taxonomy : str, Path or Taxonomy, optional
        Your own taxonomy instead of the built-in one.
    corrections : Corrections, iterable of corrections, str or Path, optional
        What people corrected, or the file that holds it; see ``voc.Corrections``.
    mask : bool
        Replace personal data by stable pseudonyms first.
    near_duplicates : bool
        Mark near duplicates too, not only texts that are the same but for form.
    progress : bool
        Show a progress bar.
    workers : int
        Processes that share the work; pays for many voices only, see ``Analyzer.classify``.
    **columns : str
        Columns of the source: ``text="内容"``, ``created_at="时间"`` …; see ``voc.read``.

    Returns
    -------
    Result
        Exactly one ``TaggedVoice`` for each voice, in the same order, also for a single text.

    Raises
    ------
    InputError
        The source cannot be read as a whole. A single bad row never raises: it comes back marked.

    Examples
    --------
    >>> import voc
    >>> result = voc.classify([{"评论": "等了两小时还没送到", "评分": 1}, {"评论": "味道不错"}])
    >>> [(record.kind, record.category) for record in result.records]
    [('pain', 'delivery.speed'), ('praise', 'appeal.taste')]
    """
    analyzer = load(model, taxonomy=taxonomy, corrections=corrections)
    return analyzer.classify(
        source,
        mask=mask,
        near_duplicates=near_duplicates,
        progress=progress,
        workers=workers,
        **columns,
    )


def explain(
    text: str | Voice,
    *,
    model: str | Path = "default",
    taxonomy: str | Path | Taxonomy | None = None,
) -> Explanation:
    """Show which characters of a text speak for each of its records.

    Parameters
    ----------
    text : str or Voice
        One text; a ``str`` is never a path.
    model, taxonomy
        As in ``voc.classify``.

    Returns
    -------
    Explanation
        One item a record; in a notebook, the text with its characters in green and red. For the
        built-in linear models the weights add up exactly to what the model computed; for all others
        words are blanked out, one at a time.

    Raises
    ------
    InputError
        ``text`` is neither a str nor a Voice.

    Examples
    --------
    >>> import voc
    >>> praise, pain = voc.explain("房间挺干净，就是隔音太差").items
    >>> "干净" in praise.top(1)[0].text, "隔音" in pain.top(1)[0].text
    (True, True)
    """
    return explain_voice(load(model, taxonomy=taxonomy), text)


@overload
def sentiment(text: str) -> float: ...  # type: ignore[overload-overlap]


@overload
def sentiment(text: Iterable[str]) -> list[float]: ...


def sentiment(text: str | Iterable[str]) -> float | list[float]:
    """Polarity in [-1, 1]: below 0 dissatisfied, above 0 satisfied, near 0 no attitude.

    Parameters
    ----------
    text : str or iterable of str

    Returns
    -------
    float, or a list of float for an iterable

    Examples
    --------
    >>> import voc
    >>> voc.sentiment("物流很快，包装也好") > 0.5
    True
    >>> abs(voc.sentiment("请问怎么开发票")) < 0.2
    True
    """
    if isinstance(text, str):
        return load().classify(text)[0].score
    return [tagged.score for tagged in load().stream(text)]
