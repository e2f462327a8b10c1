"""Train the linear engine: hashed heads first, then the context networks over them.

The networks must see logits as they are on unseen text. So the heads are fitted on all voices but a
fold and applied to that fold, fold by fold; the heads that are kept are fitted on all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Clauses, Floats
from voc.engines.context import clause_features, voice_features
from voc.engines.heads_fit import (
    AuxiliaryTask,
    borrowed_heads,
    fit_auxiliary_heads,
    fit_own_heads,
    joined,
    shared_labels,
)
from voc.engines.linear import VOICE_HEADS, HashedHeads, LinearEngine, clause_heads, spans
from voc.engines.mlp import Head, Mlp, Target, average, fit_mlp
from voc.engines.ngrams import NgramTable, document_frequency
from voc.engines.reduction import along, directions
from voc.engines.targets import Targets, build_targets, concatenated, hard_targets, pair_shares
from voc.errors import InputError
from voc.types import TaggedVoice

_FLAT = 1e-3  # features that deviate less are constant but for rounding
_CLAUSE_WEIGHTS = {"pair": 1.0, "severity": 0.5, "stage": 0.5}
_VOICE_WEIGHTS = {
    "voice_type": 1.0, "sentiment": 1.0, "emotion": 0.6, "urgency": 0.6, "flags": 2.0,
}  # fmt: skip


@dataclass(frozen=True)
class LinearSettings:
    """What can be tuned; the defaults made the built-in model.

    Attributes
    ----------
    bits : int
        Logarithm of the number of hash buckets.
    min_count : int
        An n-gram must occur in so many annotated clauses.
    n_folds : int
        Folds for the context networks.
    n_directions : int
        Numbers that the networks see of all heads of a clause (see ``voc.engines.reduction``).
    n_hidden, n_hidden_of_voice : int
        Of each network over clauses, and over voices, of which there are fewer.
    epochs : int
        Of each network.
    n_networks : int
        Networks averaged.
    n_jobs : int
        Processes that fit heads; the result does not depend on it.
    """

    bits: int = 19
    min_count: int = 2
    n_folds: int = 4
    n_directions: int = 96
    n_hidden: int = 128
    n_hidden_of_voice: int = 256
    epochs: int = 16
    n_networks: int = 2
    n_jobs: int = 1


def fit_linear(
    voices: Sequence[TaggedVoice],
    categories: Sequence[str],
    auxiliary: Sequence[AuxiliaryTask] = (),
    settings: LinearSettings | None = None,
    random_state: int = 0,
    taught: Targets | None = None,
    base: LinearEngine | None = None,
) -> LinearEngine:
    """Train on annotated voices.

    Parameters
    ----------
    voices : sequence of TaggedVoice
        Annotations.
    categories : sequence of str
        Leaf ids.
    auxiliary : sequence of AuxiliaryTask
        Other corpora; their texts must not be among those evaluated on.
    settings : LinearSettings, optional
    random_state : int
    taught : Targets, optional
        What a better engine says of further texts (``soft_targets``). The heads learn its
        decisions, the networks its probabilities; the n-grams stay those of the annotated voices.
    base : LinearEngine, optional
        An engine that has read many voices; its directions are read beside the new heads, so that
        a few voices need not teach anew what it knows. Takes the place of ``auxiliary``.

    Raises
    ------
    InputError
        There are fewer voices with words than folds.
    """
    settings = settings or LinearSettings()
    texts = [tagged.voice.text for tagged in voices]
    if not 2 <= settings.n_folds <= len(set(texts)):
        raise InputError(
            f"got {len(set(texts))} different texts and n_folds={settings.n_folds}; give at least "
            "two folds and as many texts"
        )
    targets = hard = build_targets(voices, categories)
    table = _fit_table(targets, settings, base)
    if taught is not None:
        texts += taught.clauses.batch.texts()
        targets, hard = concatenated(hard, taught), concatenated(hard, hard_targets(taught))
    helpers = [fit_auxiliary_heads(table, task) for task in auxiliary]
    fold = _folds(texts, settings.n_folds, random_state)
    subsets = [fold != f for f in range(settings.n_folds)] + [fold >= 0]
    own = shared_labels(_fit_all(table, hard, subsets, settings.n_jobs))
    if base is not None:
        helpers.append(borrowed_heads(base, table))
    of_clause, of_voice = _beside(_held_out(own[:-1], targets, fold), helpers, targets.clauses)
    heads = joined([own[-1], *helpers])
    polarity = _polarity(len(own[-1].bias), auxiliary, helpers, base)
    basis = _basis(of_clause, of_voice, settings.n_directions, polarity)
    nets = _fit_context(targets, of_clause @ basis, of_voice @ basis, settings, random_state)
    last = None if polarity is None else basis.shape[1] - 1
    return LinearEngine(tuple(categories), along(heads, basis), *nets, last)


def _folds(texts: Sequence[str], n_folds: int, random_state: int) -> NDArray[np.int64]:
    """Give each voice a fold; copies of a text share theirs, else no fold would be unseen."""
    _, group = np.unique(np.array(texts, dtype=object), return_inverse=True)
    shuffled = np.random.default_rng(random_state).permutation(int(group.max()) + 1)
    return np.asarray(shuffled[group] % n_folds)


def _basis(of_clause: Floats, of_voice: Floats, n: int, kept: int | None) -> Floats:
    """Directions of all heads but one that is kept as it is, behind the others."""
    heads = np.eye(of_clause.shape[1], dtype=np.float32)
    behind = [] if kept is None else [kept]
    others = np.delete(heads, behind, axis=1)
    if n < others.shape[1]:
        others = others @ directions(of_clause @ others, of_voice @ others, n)
    return np.concatenate((others, heads[:, behind]), axis=1)


def _polarity(
    place: int,
    tasks: Sequence[AuxiliaryTask],
    helpers: Sequence[HashedHeads],
    base: LinearEngine | None,
) -> int | None:
    """Find the head that tells positive from negative; helpers begin at ``place``, base is last."""
    for task, helper in zip(tasks, helpers[: len(tasks)], strict=True):
        if task.name == "polarity":
            return place
        place += len(helper.bias)
    return None if base is None or base.polarity is None else place + base.polarity


def _fit_table(targets: Targets, settings: LinearSettings, base: LinearEngine | None) -> NgramTable:
    counted = document_frequency(*spans(targets.clauses), settings.min_count)
    if base is not None:
        return base.hashed.table.extended(counted)
    return NgramTable.fit(counted, settings.bits)


def _fit_all(
    table: NgramTable, targets: Targets, subsets: Sequence[NDArray[np.bool_]], n_jobs: int
) -> list[HashedHeads]:
    from joblib import Parallel, delayed

    jobs = (delayed(fit_own_heads)(table, targets, subset) for subset in subsets)
    fitted: list[HashedHeads] = Parallel(n_jobs=n_jobs, max_nbytes=None)(jobs)
    return fitted


def _held_out(
    heads: Sequence[HashedHeads], targets: Targets, fold: NDArray[np.int64]
) -> tuple[Floats, Floats]:
    """Logits of each clause and voice by the heads that have not seen it."""
    n_heads = len(heads[0].bias)
    of_clause = np.empty((len(targets.clauses), n_heads), dtype=np.float32)
    of_voice = np.empty((targets.clauses.n_voices, n_heads), dtype=np.float32)
    for f, unseeing in enumerate(heads):
        clause_logits, voice_logits = unseeing(targets.clauses)
        here = fold[targets.clauses.voice] == f
        of_clause[here], of_voice[fold == f] = clause_logits[here], voice_logits[fold == f]
    return of_clause, of_voice


def _beside(
    own: tuple[Floats, Floats], helpers: Sequence[HashedHeads], clauses: Clauses
) -> tuple[Floats, Floats]:
    """Put the logits of heads that have seen none of these voices beside those of their own."""
    said = [own, *(helper(clauses) for helper in helpers)]
    of_clause, of_voice = (np.concatenate(part, axis=1) for part in zip(*said, strict=True))
    return of_clause, of_voice


def _fit_context(
    targets: Targets,
    of_clause: Floats,
    of_voice: Floats,
    settings: LinearSettings,
    random_state: int,
) -> tuple[Mlp, Mlp]:
    """Fit the networks over clauses and over voices."""
    clauses = targets.clauses
    clause_net = _fit_networks(
        clause_features(clauses, of_clause, of_voice),
        clause_heads(targets.pairs.shape[1]),
        _clause_targets(targets),
        settings,
        settings.n_hidden,
        random_state,
    )
    voice_net = _fit_networks(
        voice_features(clauses, of_clause, of_voice),
        VOICE_HEADS,
        {name: Target(v, _VOICE_WEIGHTS[name]) for name, v in targets.voices.items()},
        settings,
        settings.n_hidden_of_voice,
        random_state,
    )
    return clause_net, voice_net


def _clause_targets(targets: Targets) -> dict[str, Target]:
    values = {
        "pair": pair_shares(targets),
        "severity": targets.severity,
        "stage": targets.stage,
    }
    return {name: Target(v, _CLAUSE_WEIGHTS[name]) for name, v in values.items()}


def _fit_networks(
    features: Floats,
    heads: Sequence[Head],
    targets: Mapping[str, Target],
    settings: LinearSettings,
    n_hidden: int,
    random_state: int,
) -> Mlp:
    """Fit several networks on standardised features, average them, fold the scaling in."""
    # In double precision: added up one by one, the mean of 90,000 floats is off in the third digit.
    mean = features.mean(axis=0, dtype=np.float64).astype(np.float32)
    deviation = features.std(axis=0, dtype=np.float64).astype(np.float32)
    deviation[deviation < _FLAT] = np.inf  # a constant feature says nothing
    scaled = (features - mean) / deviation
    networks = [
        fit_mlp(
            scaled,
            heads,
            targets,
            n_hidden=n_hidden,
            epochs=settings.epochs,
            random_state=random_state + i,
        )
        for i in range(settings.n_networks)
    ]
    network = average(networks)
    hidden = network.hidden / deviation[:, None]
    return replace(network, hidden=hidden, hidden_bias=network.hidden_bias - mean @ hidden)
