"""From a stored encoder back to one that can be trained: the way that ``encoder_export`` went.

So a model that comes with voc can be trained further without any download.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import nn
from transformers import BertConfig, BertModel

from voc.engines.encoder_network import ENCODER_OPTIONS
from voc.errors import ArtifactError

Weights = Mapping[str, NDArray[Any]]


def import_body(graph: bytes, n_attention_heads: int) -> nn.Module:
    """Make a BERT encoder of the graph that ``export_body`` made of one.

    Its matrices were rounded to bytes when they were stored; training goes on from there.

    Parameters
    ----------
    graph : bytes
    n_attention_heads : int
        Of each layer; nothing in the graph tells it.

    Raises
    ------
    ArtifactError
        The graph is of another kind of encoder.
    """
    model: Any = onnx.load_from_string(graph)
    weights = _named(model.graph)
    config = _config(weights, n_attention_heads, _epsilon(model.graph))
    body: nn.Module = BertModel(config, add_pooling_layer=False)
    wanted = {name for name, _ in body.named_parameters()}
    if not wanted <= weights.keys():
        odd = ", ".join(sorted(wanted - weights.keys())[:3])
        raise ArtifactError(f"this graph is of no BERT encoder (it lacks {odd}); name a folder")
    tensors = {name: torch.tensor(weights[name], dtype=torch.float32) for name in wanted}
    body.load_state_dict(tensors, strict=False)
    return body


def _named(graph: Any) -> Weights:  # noqa: ANN401 - protobuf classes are made at run time
    """Weights under the names that they have in torch."""
    stored = _unpacked(graph)
    made_by = {name: node for node in graph.node for name in node.output}
    named = {name: w for name, w in stored.items() if name.startswith("body.") and w.ndim}
    for node in graph.node:
        bias = next((name for name in node.input if name.endswith(".bias") and name in stored), "")
        for name in node.input:
            source = made_by.get(name)
            if node.op_type == "Add" and bias and source is not None and source.op_type == "MatMul":
                matrix = next(stored[one] for one in source.input if one in stored)
                named[f"{bias.removesuffix('bias')}weight"] = matrix.T
    return {name.removeprefix("body."): weight for name, weight in named.items()}


def _unpacked(graph: Any) -> dict[str, NDArray[Any]]:  # noqa: ANN401
    """All stored arrays; bytes times their scale."""
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    for node in graph.node:
        if node.op_type == "DequantizeLinear":
            packed, scale = (stored.pop(name) for name in node.input)
            axis = next(one.i for one in node.attribute if one.name == "axis")
            shape = [-1, 1] if axis == 0 else [1, -1]
            stored[node.output[0]] = packed.astype(np.float32) * scale.reshape(shape)
    return stored


def _epsilon(graph: Any) -> float:  # noqa: ANN401
    norms = (node for node in graph.node if node.op_type == "LayerNormalization")
    found = [one.f for node in norms for one in node.attribute if one.name == "epsilon"]
    return float(found[0]) if found else 1e-12


def _config(weights: Weights, n_attention_heads: int, epsilon: float) -> BertConfig:
    try:
        words = weights["embeddings.word_embeddings.weight"]
        return BertConfig(
            vocab_size=len(words),
            hidden_size=words.shape[1],
            num_hidden_layers=len(
                {m[1] for n in weights if (m := re.match(r"encoder\.layer\.(\d+)", n))}
            ),
            num_attention_heads=n_attention_heads,
            intermediate_size=len(weights["encoder.layer.0.intermediate.dense.bias"]),
            max_position_embeddings=len(weights["embeddings.position_embeddings.weight"]),
            type_vocab_size=len(weights["embeddings.token_type_embeddings.weight"]),
            layer_norm_eps=epsilon,
            **ENCODER_OPTIONS,
        )
    except KeyError as error:
        raise ArtifactError(
            f"this graph is of no BERT encoder (it lacks {error}); name an encoder folder"
        ) from error
