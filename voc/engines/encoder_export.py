"""From the trained network to what is stored: an ONNX graph with its weights as bytes (torch, onnx)."""

from __future__ import annotations

import warnings
from copy import deepcopy
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from voc.engines.encoder_network import Reader

_LEAST = 4096  # numbers; smaller weights (biases, norms) are kept as floats


def export_body(network: Reader) -> bytes:
    """Export the encoder of a network as an ONNX graph from ``ids``, ``mask`` to ``states``.

    Every matrix becomes bytes with one scale a column (of the embeddings: a row), so that the file
    takes a quarter of its size; scales are floats.
    """
    body = deepcopy(network.body).eval().cpu()
    body.set_attn_implementation("eager")
    ids = torch.ones((2, 7), dtype=torch.long)
    batch, length = torch.export.Dim("batch"), torch.export.Dim("length")
    axes = {0: batch, 1: length}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the exporter, about itself
        program = torch.onnx.export(
            _States(body).eval(),
            (ids, torch.ones_like(ids)),
            input_names=["ids", "mask"],
            output_names=["states"],
            dynamic_shapes={"ids": axes, "mask": axes},
            dynamo=True,
            verbose=False,
        )
    assert program is not None  # with dynamo=True there always is one
    model = program.model_proto
    _pack(model)
    _forget_origin(model)
    data: bytes = model.SerializeToString()
    return data


class _States(nn.Module):
    def __init__(self, body: nn.Module) -> None:
        super().__init__()
        self.body = body

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        states: Tensor = self.body(input_ids=ids, attention_mask=mask).last_hidden_state
        return states


def _pack(model: Any) -> None:  # noqa: ANN401 - protobuf classes are made at run time
    """Store matrices as int8 and unpack them at the head of the graph."""
    graph = model.graph
    rows = {node.input[0] for node in graph.node if node.op_type == "Gather"}
    packed, unpacking = [], []
    for weight in graph.initializer:
        values = numpy_helper.to_array(weight)
        if values.dtype != np.float32 or values.ndim != 2 or values.size < _LEAST:
            packed.append(weight)
            continue
        axis = 0 if weight.name in rows else 1
        scale = np.maximum(np.abs(values).max(axis=1 - axis, keepdims=True), 1e-12) / 127
        name = weight.name
        packed.append(
            numpy_helper.from_array(np.rint(values / scale).astype(np.int8), f"{name}.int8")
        )
        packed.append(
            numpy_helper.from_array(scale.reshape(-1).astype(np.float32), f"{name}.scale")
        )
        unpacking.append(
            onnx.helper.make_node(
                "DequantizeLinear", [f"{name}.int8", f"{name}.scale"], [name], axis=axis
            )
        )
    nodes = list(graph.node)
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(packed)
    graph.node.extend([*unpacking, *nodes])


def _forget_origin(model: Any) -> None:  # noqa: ANN401
    """Drop source paths and notes of the exporter: equal weights give equal bytes anywhere."""
    graph = model.graph
    for part in (model, graph, *graph.node, *graph.input, *graph.output, *graph.initializer):
        del part.metadata_props[:]
        part.doc_string = ""
    del graph.value_info[:]
    model.producer_version = ""
