"""Load a model by its name: which engine, which decisions, which taxonomy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from voc.artifact import Artifact, available_models, find_model, load_artifact, read_config
from voc.engines.base import Engine
from voc.engines.blend import BlendEngine
from voc.engines.encoder import (
    BODY_FILE,
    TOKENIZER_FILE,
    EncoderEngine,
    load_tokenizer,
    onnx_body,
)
from voc.engines.lexicon import LexiconEngine
from voc.engines.linear import LinearEngine
from voc.engines.overlay import OverlayEngine
from voc.engines.similarity import SimilarityEngine
from voc.engines.snow import SnowEngine
from voc.errors import ArtifactError, InputError, ModelNotFoundError
from voc.qualify.analyzer import Analyzer
from voc.qualify.cascade import CascadeAnalyzer
from voc.qualify.corrected import CorrectedAnalyzer
from voc.qualify.correction import Correction
from voc.qualify.corrections import Corrections
from voc.qualify.decode import Decoding
from voc.taxonomy import Taxonomy

_CUE_DECODING = Decoding(pain=0.5, need=0.5, praise=0.5, second=0.5, leaf=0.0)


def load(
    name: str | Path = "default",
    *,
    taxonomy: str | Path | Taxonomy | None = None,
    corrections: str | Path | Corrections | Iterable[Correction] | None = None,
) -> Analyzer:
    """Load a model once, to use it many times.

    Parameters
    ----------
    name : str or Path
        A built-in model: "default" (fast), "accurate" (needs ``voc[encoder]``), "auto" (the
        accurate one only for voices that the default is not sure of); a model in ``$VOC_MODELS``;
        the path of a model folder; or an engine that needs none: "lexicon" (cue phrases and
        grammar) or "snownlp" (its polarity).
    taxonomy : str, Path or Taxonomy, optional
        Your own taxonomy: records then come from its cue phrases and, where none tells, from how
        near a clause lies to the words of a leaf; all other tags come from the model. Not with
        "auto".
    corrections : Corrections, iterable of corrections, str or Path, optional
        What people corrected, or the file that holds it, to be put over the model.

    Raises
    ------
    ModelNotFoundError
        No such model; the message lists what there is.
    ArtifactError
        The model folder is incomplete or altered.
    MissingExtraError
        The model needs packages that are not installed; the message has the command.
    InputError
        "auto" with a taxonomy; a broken file of corrections, or one that names a category which
        the taxonomy lacks.

    Examples
    --------
    >>> load("default").name
    'default@0.1.0'
    """
    analyzer = _with_taxonomy(str(name), taxonomy)
    return analyzer if corrections is None else CorrectedAnalyzer.of(analyzer, corrections)


def _with_taxonomy(name: str, taxonomy: str | Path | Taxonomy | None) -> Analyzer:
    if taxonomy is not None and name == "auto":
        raise InputError(
            "got model='auto' and a taxonomy; its threshold is for the built-in categories only; "
            "take model='default' or 'accurate'"
        )
    analyzer = _load(name)
    if taxonomy is None:
        return analyzer
    own = taxonomy if isinstance(taxonomy, Taxonomy) else Taxonomy.load(taxonomy)
    engine = OverlayEngine(analyzer.engine, _records(analyzer.engine, own))
    cues = replace(_CUE_DECODING, voice_type=analyzer.decoding.voice_type)
    return Analyzer(f"{analyzer.name}+taxonomy", engine, cues, own)


def _records(base: Engine, own: Taxonomy) -> Engine:
    """What gives the records of somebody's own taxonomy: "lexicon" and "snownlp" stay as they are."""
    cues = LexiconEngine(own)
    if isinstance(base, LexiconEngine | SnowEngine):
        return cues
    model = base if isinstance(base, LinearEngine) else _load("default").engine
    return SimilarityEngine(cues, model) if isinstance(model, LinearEngine) else cues


def _load(name: str) -> Analyzer:
    if name in ("lexicon", "snownlp"):
        return _without_model(name)
    if name == "auto":
        return _cascade()
    folder = find_model(name).resolve()
    state = (folder / "config.json").stat()
    return _from_folder(folder, (state.st_mtime_ns, state.st_size, state.st_ino))


def _cascade() -> Analyzer:
    first, second = _load("default"), _load("accurate")
    folder = find_model("accurate")
    config = read_config(folder)
    try:
        threshold = float(config["auto"]["threshold"])
    except (KeyError, TypeError, ValueError) as error:
        raise ArtifactError(
            f"{folder}: config.json has no number auto.threshold; take model='accurate', or one that "
            'was made for "auto"'
        ) from error
    return CascadeAnalyzer.of("auto", first, second, threshold)


@cache
def _without_model(name: str) -> Analyzer:
    taxonomy = Taxonomy.load()
    if name == "lexicon":
        return Analyzer("lexicon@1", LexiconEngine(taxonomy), _CUE_DECODING, taxonomy)
    return Analyzer("snownlp@1", SnowEngine(), Decoding(), taxonomy)


@lru_cache(maxsize=4)
def _from_folder(folder: Path, state: tuple[int, ...]) -> Analyzer:
    """Load a model once for all callers; ``state`` tells one that was trained anew in its place."""
    artifact = load_artifact(folder)
    config = artifact.config
    if artifact.taxonomy is None or config["engine"].startswith("texts."):
        raise ArtifactError(_no_records(folder, config.get("estimator")))
    try:
        engine = _engine(artifact, folder)
        decoding = Decoding.from_config(config["decoding"])
        name = f"{config['name']}@{config['version']}"
    except (KeyError, TypeError) as error:
        raise ArtifactError(
            f"{folder}: {type(error).__name__} {error}; config.json and weights.npz do not fit this "
            "voc; get the folder anew"
        ) from error
    return Analyzer(name, engine, decoding, artifact.taxonomy)


def _no_records(folder: Path, estimator: str | None) -> str:
    if estimator is None:
        return f"{folder} has no taxonomy.toml, expected a model of records; get the folder anew"
    return f"{folder} holds a {estimator}, not a model of records; load it by voc.{estimator}.load"


def _engine(artifact: Artifact, folder: Path) -> Engine:
    name, config = artifact.config["engine"], artifact.config["engine_config"]
    if name == "linear":
        return LinearEngine.from_arrays(artifact.arrays, config)
    if name == "encoder":
        body = onnx_body(artifact.files[BODY_FILE])
        tokenizer = load_tokenizer(artifact.files[TOKENIZER_FILE])
        encoder = EncoderEngine.from_parts(artifact.arrays, config, body, tokenizer)
        return _beside(encoder, config["beside"], folder) if "beside" in config else encoder
    raise ModelNotFoundError(
        f"{folder} needs the engine {name!r}, which this voc lacks; "
        f"available models: {', '.join(available_models())}"
    )


def _beside(engine: Engine, beside: Mapping[str, Any], folder: Path) -> Engine:
    """Average an engine with that of the model in the next folder, if it is still the same one."""
    other = folder.parent / beside["model"]
    found = read_config(other)["files"]["weights.npz"]
    if found != beside["weights"]:
        raise ArtifactError(
            f"{other}: weights {found[:12]}… are not {beside['weights'][:12]}…, with which {folder} "
            "was made; get both folders anew"
        )
    return BlendEngine(engine, _load(str(other)).engine, beside["share"])
