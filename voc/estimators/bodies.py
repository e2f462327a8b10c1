"""Where fine-tuning starts: a pretrained encoder and its tokenizer (torch)."""

from __future__ import annotations

from pathlib import Path

from torch import nn

from voc.artifact import find_model, load_artifact
from voc.engines.encoder import BODY_FILE, TOKENIZER_FILE
from voc.engines.encoder_import import import_body
from voc.engines.encoder_network import load_body
from voc.errors import InputError, ModelNotFoundError


def load_encoder(name: str) -> tuple[nn.Module, bytes]:
    """Load an encoder that can be trained, and its tokenizer.json.

    Parameters
    ----------
    name : str
        A folder in Hugging Face format, a model of voc, or the name of a hub model.

    Raises
    ------
    InputError
        The model of voc has no encoder, or the hub model no tokenizer.json.
    """
    if (Path(name) / TOKENIZER_FILE).is_file() and not (Path(name) / BODY_FILE).is_file():
        return load_body(name), (Path(name) / TOKENIZER_FILE).read_bytes()
    try:
        folder = find_model(name)
    except ModelNotFoundError:
        return _from_hub(name)
    artifact = load_artifact(folder)
    n_heads = artifact.config.get("training", {}).get("attention_heads")
    if BODY_FILE not in artifact.files or n_heads is None:
        raise InputError(
            f"encoder={name!r} is a model without an encoder that can be trained further; take "
            "'accurate', or a folder in Hugging Face format"
        )
    return import_body(artifact.files[BODY_FILE], n_heads), artifact.files[TOKENIZER_FILE]


def _from_hub(name: str) -> tuple[nn.Module, bytes]:
    """Let transformers find it: in its cache, else by download."""
    from transformers import AutoTokenizer

    try:
        tokenizer = AutoTokenizer.from_pretrained(name)
        body = load_body(name)
    except OSError as error:
        raise InputError(
            f"encoder={name!r} is no model of voc, no folder in Hugging Face format, and no hub "
            f"model that could be loaded ({str(error).splitlines()[0]})"
        ) from error
    if not tokenizer.is_fast:
        raise InputError(f"encoder={name!r} has no fast tokenizer; take another one")
    return body, tokenizer.backend_tokenizer.to_str().encode()
