"""Vectors of texts by an encoder: the mean of the states of their tokens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from voc._optional import require
from voc.artifact import find_model, load_artifact
from voc.engines.base import Floats
from voc.engines.encoder import (
    BODY_FILE,
    TOKENIZER_FILE,
    Body,
    load_tokenizer,
    mean_by_voice,
    onnx_body,
    token_states,
)
from voc.engines.windows import Ints, Tokenizer, cut_windows
from voc.errors import InputError, ModelNotFoundError
from voc.text.split import split_texts
from voc.topic_model.given import given_rows

Vectors = Callable[[Sequence[str]], Floats]
"""Texts to an array of shape (n_texts, width)."""

_WINDOW = 256  # tokens
_READ = 256  # characters: what a text is about is told by then, and what follows blurs it
_BFLOAT16 = ("amx_bf16", "avx512_bf16")  # what a processor calls being quick at it
_E5_PREFIX = "query: "  # what encoders of that family were trained with


def vectors_of(encoder: str | Path | Vectors) -> Vectors:
    """Give what makes vectors of texts.

    Parameters
    ----------
    encoder : str, Path or callable
        A model of voc that holds an encoder, such as "accurate" (needs ``voc[encoder]``); a folder
        in Hugging Face format with a BERT-type encoder (needs ``voc[train]``); or any function from
        texts to an array of shape (n_texts, width).

    Raises
    ------
    InputError
        There is no such folder or model, it has no encoder, or the function gives another shape.
    MissingExtraError
        A package that the encoder needs is not installed.
    """
    if isinstance(encoder, (str, Path)):
        return _loaded(str(encoder))
    if not callable(encoder):
        raise InputError(
            f"got encoder={encoder!r}; expected 'accurate', a folder, or a function from texts to "
            "an array with a row each"
        )
    return lambda texts: given_rows("the encoder's vectors", encoder(texts), len(texts))


@cache
def _loaded(name: str) -> Vectors:
    folder = Path(name)
    if (folder / TOKENIZER_FILE).is_file() and not (folder / BODY_FILE).is_file():
        tokenizer = load_tokenizer((folder / TOKENIZER_FILE).read_bytes())
        prefix = _E5_PREFIX if "e5" in folder.resolve().name.lower() else ""
        body, window = _torch_body(folder)
        return _reader(body, tokenizer, prefix, window)
    try:
        artifact = load_artifact(find_model(name))
    except ModelNotFoundError as error:
        raise InputError(
            f"encoder={name!r} is no model of voc and no folder in Hugging Face format (one with a "
            f"{TOKENIZER_FILE}); take 'accurate', such a folder, or None"
        ) from error
    files = artifact.files
    if BODY_FILE not in files:
        raise InputError(f"encoder={name!r} is a model without an encoder; take 'accurate' or None")
    window = min(_WINDOW, artifact.config["engine_config"]["window"])
    return _reader(onnx_body(files[BODY_FILE]), load_tokenizer(files[TOKENIZER_FILE]), "", window)


def _reader(body: Body, tokenizer: Tokenizer, prefix: str, window: int) -> Vectors:
    return lambda texts: _means([prefix + text[:_READ] for text in texts], body, tokenizer, window)


def _torch_body(folder: Path) -> tuple[Body, int]:
    """Load an encoder; also give how many tokens it reads at once."""
    require("transformers", extra="train", caller="An encoder in Hugging Face format")
    torch: Any = require("torch", extra="train", caller="An encoder in Hugging Face format")
    from voc.engines.encoder_network import Reader, load_body

    network = Reader(load_body(folder), bfloat16=False).eval()
    network.body.set_attn_implementation("sdpa")  # quicker where nothing is trained or exported
    if _quick_at_bfloat16(torch.cpu):
        network.body.bfloat16()  # three times as fast; cosines stay within 0.0001
    window = min(_WINDOW, int(network.body.config.max_position_embeddings))

    def body(ids: Ints, mask: Ints) -> Floats:
        with torch.inference_mode():
            states = network.states(torch.from_numpy(ids), torch.from_numpy(mask))
        return np.asarray(states.numpy(), dtype=np.float32)

    return body, window


def _quick_at_bfloat16(processor: Any) -> bool:  # noqa: ANN401
    told: Callable[[], dict[str, object]] = getattr(processor, "get_capabilities", dict)
    able = told()
    return any(able.get(name) for name in _BFLOAT16)


def _means(texts: Sequence[str], body: Body, tokenizer: Tokenizer, window: int) -> Floats:
    windows = cut_windows(split_texts(texts), tokenizer, window)
    found = list(token_states(body, windows))
    of_window = np.zeros((len(found), found[0][1].shape[1] if found else 0), dtype=np.float32)
    for row, states in found:
        of_window[row] = states.mean(axis=0)
    return mean_by_voice(of_window, windows, len(texts))
