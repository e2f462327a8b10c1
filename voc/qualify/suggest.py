"""Find what customers talk about that a taxonomy has no leaf for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count
from typing import NamedTuple

import numpy as np

from voc.engines.base import Floats
from voc.engines.linear import LinearEngine
from voc.engines.vectors import unit_length
from voc.errors import InputError
from voc.qualify.doubtful import Doubtful, Ints, find_doubtful
from voc.qualify.loading import load
from voc.qualify.suggestion import NO_HOME, LeafSuggestion, SuggestedCue
from voc.qualify.wording import Wording, diverse, wordings
from voc.taxonomy import CueRole, Taxonomy
from voc.types import TaggedVoice

_CLAUSES_A_GROUP, _MOST_GROUPS, _FITTED = 40, 60, 10_000
_LEAST_VOICES = 5
_LOOSE = 0.3  # cosine from the centre of a group at which a clause is none of its members
_LEAST_COHESION = 0.4
_OVERLAP = 1 / 3  # share of clauses or of cue phrases in one leaf that calls for a warning
_CUES, _QUOTES, _NEAREST = 8, 5, 3
_ONE_SIDED = 0.8  # polarity, and share of voices, from which on a phrase judges by itself


def suggest_leaves(
    result: Sequence[TaggedVoice], taxonomy: Taxonomy, n: int = 10
) -> tuple[LeafSuggestion, ...]:
    """Suggest leaves that a taxonomy lacks, from what the model was least certain of.

    Clauses that say something, but have no record or only an uncertain one, are gathered by what
    the built-in model makes of their words; groups that are large, close and far from every leaf
    come first. A suggestion is a question to a person, not an answer.

    Parameters
    ----------
    result : Result or sequence of TaggedVoice
        Tagged under ``taxonomy``; from some hundred voices on.
    taxonomy : Taxonomy
    n : int
        How many at most.

    Returns
    -------
    tuple of LeafSuggestion
        Best first; the same input gives the same. None of less than 5 voices, none whose clauses
        share no phrase.

    Raises
    ------
    InputError
        ``n`` is negative, or ``$VOC_MODELS`` puts a model of another engine in the place of
        "default".

    Examples
    --------
    >>> import voc
    >>> demo = voc.load_corpus("demo").voices
    >>> taxonomy = voc.Taxonomy.load()
    >>> suggest_leaves(voc.classify(demo[:3]), taxonomy)
    ()
    """
    if n < 0:
        raise InputError(f"n={n}; expected how many leaves to suggest, 0 or more")
    engine = load("default").engine
    if not isinstance(engine, LinearEngine):
        raise InputError(
            f"the model 'default' has the engine {engine.name!r}, expected 'linear'; "
            "take your own folder out of $VOC_MODELS"
        )
    found = find_doubtful(result, taxonomy, engine)
    suggestions: list[LeafSuggestion] = []
    for group in _groups(found):
        if len(suggestions) == n:
            break
        taken = {*taxonomy.ids, *(one.id for one in suggestions)}
        suggestion = _suggestion(group, found, taxonomy, taken)
        if suggestion:
            suggestions.append(suggestion)
    return tuple(suggestions)


class _Group(NamedTuple):
    """Doubtful clauses about one thing, the most typical first."""

    rows: Ints
    centre: Floats
    worth: float


def _groups(found: Doubtful) -> list[_Group]:
    """Gather the doubtful clauses; the best group first."""
    if len(found.rows) < _LEAST_VOICES:
        return []
    vectors = found.vectors[found.rows]
    centres = unit_length(_centres(vectors))
    cosine = vectors @ centres.T
    label = cosine.argmax(axis=1)
    groups = []
    for number, centre in enumerate(centres):
        near = np.where(label == number, cosine[:, number], -1.0)
        order = np.argsort(-near, kind="stable")
        members = order[: int((near >= _LOOSE).sum())]
        cohesion = float(near[members].mean()) if len(members) else 0.0
        if cohesion >= _LEAST_COHESION:
            rows = found.rows[members]
            known = max(0.0, float((found.centres @ centre).max(initial=0.0)))
            says = float(found.says[rows].sum())
            groups.append(_Group(rows, centre, says * cohesion * (1 - known)))
    return sorted(groups, key=lambda group: -group.worth)


def _centres(vectors: Floats) -> Floats:
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    size = len(vectors)
    n_groups = min(_MOST_GROUPS, max(size // _CLAUSES_A_GROUP, min(8, size // 8), 1))
    if size > _FITTED:
        chosen = np.random.default_rng(0).choice(size, _FITTED, replace=False)
        vectors = vectors[np.sort(chosen)]
    with threadpool_limits(1):  # sums in another order would be other sums
        fitted = KMeans(n_groups, n_init=2, random_state=0).fit(vectors)
    return np.asarray(fitted.cluster_centers_, dtype=np.float32)


def _suggestion(
    group: _Group, found: Doubtful, taxonomy: Taxonomy, taken: set[str]
) -> LeafSuggestion | None:
    voice = found.clauses.voice[group.rows].tolist()
    voices = sorted(set(voice))
    members = [(v, found.texts[row]) for v, row in zip(voice, group.rows.tolist(), strict=True)]
    inside = set(group.rows.tolist())
    elsewhere = [text for row, text in enumerate(found.texts) if row not in inside]
    words = wordings(
        members, elsewhere, lambda phrases: np.asarray(found.place(phrases) @ group.centre)
    )[:_CUES]
    if len(voices) < _LEAST_VOICES or not words:
        return None
    cosine = found.centres @ group.centre
    order = np.argsort(-cosine, kind="stable")[:_NEAREST].tolist()
    nearest = tuple((found.leaves[i], round(float(cosine[i]), 2)) for i in order)
    category = taxonomy.parent(nearest[0][0]) if nearest else NO_HOME
    return LeafSuggestion(
        id=_free_id(f"{category}.{words[0].phrase}", taken),
        category=category,
        name=words[0].phrase,
        cues=tuple(_cues(words, members, found)),
        quotes=diverse([found.quote(row) for row in group.rows.tolist()], _QUOTES),
        voices=len(voices),
        share=len(voices) / len(found.tagged),
        nearest=nearest,
        overlap=_overlap(group, words, found, taxonomy),
    )


def _cues(
    words: Sequence[Wording], members: Sequence[tuple[int, str]], found: Doubtful
) -> Iterator[SuggestedCue]:
    """A noun names. What judges by itself does so in nearly all of its voices too."""
    for word, alone in zip(words, found.polarity([w.phrase for w in words]), strict=True):
        scores = [found.tagged[voice].score for voice, text in members if word.phrase in text]
        role: CueRole = "aspect"
        if not word.noun and abs(alone) >= _ONE_SIDED:
            alike = np.mean([score * alone > 0 for score in scores]) >= _ONE_SIDED
            judging: CueRole = "praise" if alone > 0 else "pain"
            role = judging if alike else role
        yield SuggestedCue(word.phrase, role, word.voices)


def _overlap(
    group: _Group, words: Sequence[Wording], found: Doubtful, taxonomy: Taxonomy
) -> str | None:
    """The one leaf that holds many of the clauses or of the cue phrases."""
    clauses: Counter[str] = Counter()
    own = found.vectors[group.rows] @ group.centre
    near = found.vectors[group.rows] @ found.centres.T
    for row, mine, others in zip(group.rows.tolist(), own, near, strict=True):
        weak = found.weak[row]
        if weak in taxonomy.ids:
            clauses[weak] += 1
        elif len(others) and others.max() > mine:
            clauses[found.leaves[int(others.argmax())]] += 1
    cues = Counter(
        leaf.id
        for leaf in taxonomy.leaves
        for word in words
        if any(word.phrase in phrase or phrase in word.phrase for phrase, _ in leaf.cues())
    )
    for counts, total in ((clauses, len(group.rows)), (cues, len(words))):
        for leaf, number in counts.most_common(1):
            if number >= max(2, _OVERLAP * total):
                return leaf
    return None


def _free_id(id: str, taken: set[str]) -> str:
    names = (id if number == 1 else f"{id}_{number}" for number in count(1))
    return next(name for name in names if name not in taken)
