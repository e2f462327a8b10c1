"""The accurate engine: a BERT-type encoder reads each voice once, small networks read its states.

A clause is what the encoder knows of its tokens after reading the whole voice: their mean, and their
mean weighted by attention. onnxruntime runs the encoder, tokenizers cuts the text; no torch.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc._optional import require
from voc.engines.base import Clauses, Floats, Scores, all_pairs
from voc.engines.linear import VOICE_HEADS, clause_heads
from voc.engines.mlp import Head, Mlp
from voc.engines.windows import Ints, Tokenizer, Windows, cut_windows, length_buckets, padded
from voc.errors import ArtifactError
from voc.types import KINDS, Kind

BODY_FILE = "encoder.onnx"
TOKENIZER_FILE = "tokenizer.json"
HEADS = (*VOICE_HEADS, Head("polarity", 1, "sigmoid"))
_BATCH_TOKENS = 1024  # with padding; what fits into a CPU's cache is read fastest

Body = Callable[[Ints, Ints], Floats]
"""Token ids and mask, both of shape (n_windows, n_tokens), to states (n_windows, n_tokens, width)."""


@dataclass(frozen=True)
class EncoderEngine:
    """An encoder and the two networks that read its states.

    Attributes
    ----------
    categories : tuple of str
        Leaf ids that it can give.
    tokenizer : Tokenizer
    body : Body
    clause_query, voice_query : ndarray of shape (width,)
        What attention looks for among the tokens of a clause, of a voice.
    clause_net, voice_net : Mlp
    window : int
        Most tokens that the encoder reads at once.
    """

    categories: tuple[str, ...]
    tokenizer: Tokenizer
    body: Body
    clause_query: Floats
    voice_query: Floats
    clause_net: Mlp
    voice_net: Mlp
    window: int
    name: str = "encoder"

    @property
    def pairs(self) -> tuple[tuple[Kind, str], ...]:
        """All kinds times all categories."""
        return all_pairs(self.categories)

    def score(self, clauses: Clauses) -> Scores:
        """Score a batch of clauses."""
        of_clause, of_voice = self.features(clauses)
        unit = self.clause_net(of_clause)
        voices = self.voice_net(of_voice)
        return Scores(unit["pair"][:, :-1], unit["severity"], unit["stage"], voices)

    def features(self, clauses: Clauses) -> tuple[Floats, Floats]:
        """Give what the networks read: (n_clauses, 4 * width) and (n_voices, 3 * width)."""
        windows = cut_windows(clauses, self.tokenizer, self.window)
        width = len(self.clause_query)
        of_clause = np.zeros((len(clauses), 2 * width), dtype=np.float32)
        of_window = np.zeros((len(windows.ids), 3 * width), dtype=np.float32)
        by_window = _by_window(windows)
        for row, tokens in token_states(self.body, windows):
            of_window[row] = window_features(tokens, self.voice_query)
            for clause in by_window[row]:
                inside = tokens[windows.clause_start[clause] : windows.clause_end[clause]]
                of_clause[clause] = np.concatenate(_pooled(inside, self.clause_query))
        of_voice = mean_by_voice(of_window, windows, clauses.n_voices)
        around = of_window[windows.clause_window, : 2 * width]
        return np.concatenate((of_clause, around), axis=1), of_voice

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the weights that are not the encoder's, in half precision."""
        arrays = {
            "clause.query": self.clause_query,
            "voice.query": self.voice_query,
            **self.clause_net.arrays("clause"),
            **self.voice_net.arrays("voice"),
        }
        return {name: array.astype(np.float16) for name, array in arrays.items()}

    def config(self) -> dict[str, Any]:
        """Return what is no array."""
        return {"window": self.window, "categories": list(self.categories)}

    @classmethod
    def from_parts(
        cls,
        arrays: Mapping[str, NDArray[Any]],
        config: Mapping[str, Any],
        body: Body,
        tokenizer: Tokenizer,
    ) -> EncoderEngine:
        """Rebuild an engine from ``arrays()``, ``config()`` and an encoder."""
        categories = tuple(config["categories"])
        return cls(
            categories,
            tokenizer,
            body,
            arrays["clause.query"].astype(np.float32),
            arrays["voice.query"].astype(np.float32),
            Mlp.from_arrays(clause_heads(len(KINDS) * len(categories)), arrays, "clause"),
            Mlp.from_arrays(HEADS, arrays, "voice"),
            config["window"],
        )


@dataclass(frozen=True, eq=False, repr=False)
class OnnxBody:
    """An encoder that onnxruntime runs; safe to call from many threads.

    Attributes
    ----------
    model : bytes or str
        The ONNX graph, or the file that has it.
    session : onnxruntime.InferenceSession
    """

    model: bytes | str
    session: Any

    def __call__(self, ids: Ints, mask: Ints) -> Floats:
        """Give the states of the tokens."""
        states: Floats = self.session.run(None, {"ids": ids, "mask": mask})[0]
        return states

    def __reduce__(self) -> tuple[Any, ...]:
        """Send the graph to another process; a session cannot travel."""
        return onnx_body, (self.model,)

    def unpack(self, path: Path) -> None:
        """Write the graph as it runs, its weights as floats in a file beside it.

        Processes that give this file to ``onnx_body`` have its weights in memory once for all.
        """
        options = _options()
        options.optimized_model_filepath = str(path)
        for key, value in (
            ("optimized_model_external_initializers_file_name", f"{path.name}.weights"),
            ("optimized_model_external_initializers_min_size_in_bytes", "1024"),
            # In the order they are multiplied in: else each process makes such a copy of its own.
            ("save_external_prepacked_constant_initializers", "1"),
        ):
            options.add_session_config_entry(f"session.{key}", value)
        _session(self.model, options)


def onnx_body(model: bytes | str) -> OnnxBody:
    """Make an encoder of an ONNX graph, or of the path of one.

    It runs on as many threads as OMP_NUM_THREADS says, as numpy does; by default on all cores.

    Raises
    ------
    MissingExtraError
        onnxruntime is not installed.
    """
    return OnnxBody(model, _session(model, _options()))


def load_tokenizer(definition: bytes) -> Tokenizer:
    """Make a tokenizer of its tokenizer.json.

    Raises
    ------
    MissingExtraError
        tokenizers is not installed.
    ArtifactError
        It puts other than two special tokens around a text.
    """
    library = require("tokenizers", extra="encoder", caller="This model")
    tokenizer = library.Tokenizer.from_buffer(definition)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    whole: Tokenizer = tokenizer
    around = len(whole.encode("").ids)
    if around != 2:
        raise ArtifactError(
            f"{TOKENIZER_FILE}: puts {around} special tokens around a text, expected 2 as in "
            "[CLS] … [SEP]; take a BERT-type encoder with its own tokenizer"
        )
    return whole


def token_states(body: Body, windows: Windows) -> Iterator[tuple[int, Floats]]:
    """Run an encoder; give each window's number and the states of its tokens, without padding."""
    for rows in length_buckets(windows.lengths, _BATCH_TOKENS):
        states = body(*padded([windows.ids[row] for row in rows]))
        for row, tokens in zip(rows.tolist(), states, strict=True):
            yield row, tokens[: len(windows.ids[row])]


def window_features(tokens: Floats, query: Floats) -> Floats:
    """What is known of a whole window: its first token, and the mean of all, plain and by attention."""
    return np.concatenate((tokens[0], *_pooled(tokens, query)))


def _pooled(tokens: Floats, query: Floats) -> tuple[Floats, Floats]:
    """Mean of the tokens, plain and by attention."""
    looked = tokens @ query
    weight = np.exp(looked - looked.max())
    return tokens.mean(axis=0), (weight / weight.sum()) @ tokens


def _by_window(windows: Windows) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in windows.ids]
    for clause, window in enumerate(windows.clause_window.tolist()):
        found[window].append(clause)
    return found


def mean_by_voice(of_window: Floats, windows: Windows, n_voices: int) -> Floats:
    """Average the windows of each voice by their lengths."""
    total = np.zeros((n_voices, of_window.shape[1]), dtype=np.float32)
    lengths = windows.lengths.astype(np.float32)
    np.add.at(total, windows.voice, of_window * lengths[:, None])
    n_tokens: Floats = np.bincount(windows.voice, lengths, n_voices).astype(np.float32)
    return total / n_tokens[:, None]


def _runtime() -> ModuleType:
    return require("onnxruntime", extra="encoder", caller="This model")


def _session(model: bytes | str, options: Any) -> Any:  # noqa: ANN401
    return _runtime().InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _options() -> Any:  # noqa: ANN401
    options = _runtime().SessionOptions()
    options.log_severity_level = 3
    # Weights are kept as bytes; unpacked once at load they multiply as floats, so that a voice's
    # states do not depend on what else is in its batch.
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    wanted = os.environ.get("OMP_NUM_THREADS", "")  # which onnxruntime does not read by itself
    if wanted.isdecimal():
        options.intra_op_num_threads = int(wanted)
    return options
