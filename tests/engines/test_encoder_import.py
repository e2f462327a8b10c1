import numpy as np
import pytest
from tiny_encoder import save_tiny_checkpoint

from voc.engines.encoder import BODY_FILE, onnx_body
from voc.errors import ArtifactError

IDS = np.array([[1, 5, 9, 7, 2], [1, 8, 2, 0, 0]], dtype=np.int64)
MASK = np.array([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]], dtype=np.int64)


def test_an_exported_encoder_comes_back_with_the_same_states(tiny):
    import torch

    from voc.engines.encoder_import import import_body

    body = import_body(tiny.artifact.files[BODY_FILE], 2).eval()
    body.set_attn_implementation("eager")
    with torch.no_grad():
        ids, mask = torch.from_numpy(IDS), torch.from_numpy(MASK)
        states = body(input_ids=ids, attention_mask=mask).last_hidden_state.numpy()
    expected = onnx_body(tiny.artifact.files[BODY_FILE])(IDS, MASK)
    np.testing.assert_allclose(states[MASK > 0], expected[MASK > 0], atol=1e-4)


def test_it_is_a_whole_encoder_with_weights_that_can_be_trained(tiny, tmp_path):
    from voc.engines.encoder_import import import_body
    from voc.engines.encoder_network import load_body

    body = import_body(tiny.artifact.files[BODY_FILE], 2)
    save_tiny_checkpoint(tmp_path)
    shapes = {name: tuple(one.shape) for name, one in load_body(tmp_path).named_parameters()}
    assert {name: tuple(one.shape) for name, one in body.named_parameters()} == shapes
    assert all(one.requires_grad for one in body.parameters())
    assert (body.config.num_hidden_layers, body.config.num_attention_heads) == (1, 2)


def test_importing_and_exporting_again_rounds_no_further(tiny):
    from voc.engines.encoder_export import export_body
    from voc.engines.encoder_import import import_body
    from voc.engines.encoder_network import Reader

    stored = tiny.artifact.files[BODY_FILE]
    again = export_body(Reader(import_body(stored, 2), bfloat16=False))
    np.testing.assert_allclose(
        onnx_body(again)(IDS, MASK)[MASK > 0], onnx_body(stored)(IDS, MASK)[MASK > 0], atol=1e-4
    )


def graph_of(*names):
    """A graph that multiplies its input by weights of these names."""
    from onnx import TensorProto, helper, numpy_helper

    weights = [numpy_helper.from_array(np.eye(4, dtype=np.float32), name) for name in names]
    value = helper.make_tensor_value_info("x", TensorProto.FLOAT, [4, 4])
    result = helper.make_tensor_value_info("y", TensorProto.FLOAT, [4, 4])
    node = helper.make_node("MatMul", ["x", names[0]], ["y"])
    graph = helper.make_graph([node], "other", [value], [result], weights)
    return helper.make_model(graph).SerializeToString()


@pytest.mark.parametrize(
    "names", [["w"], ["body.embeddings.word_embeddings.weight", "body.pooler.weight"]],
    ids=["other", "half"],
)  # fmt: skip
def test_a_graph_of_another_kind_is_refused(names):
    from voc.engines.encoder_import import import_body

    with pytest.raises(
        ArtifactError, match=r"this graph is of no BERT encoder \(it lacks .*\); name"
    ):
        import_body(graph_of(*names), 2)


def test_an_encoder_of_another_family_is_refused():
    import torch
    from torch import nn

    from voc.engines.encoder_export import export_body
    from voc.engines.encoder_import import import_body
    from voc.engines.encoder_network import Reader

    class Other(nn.Module):
        """States without any attention."""

        class config:
            hidden_size = 8

        def __init__(self):
            super().__init__()
            self.words = nn.Embedding(16, 8)
            self.layer = nn.Linear(8, 8)

        def set_attn_implementation(self, name):
            assert name == "eager"

        def forward(self, input_ids, attention_mask):
            states = self.layer(self.words(input_ids)) * attention_mask[..., None]
            return type("Output", (), {"last_hidden_state": states})

    torch.manual_seed(0)
    graph = export_body(Reader(Other(), bfloat16=False))
    with pytest.raises(ArtifactError, match="this graph is of no BERT encoder"):
        import_body(graph, 2)
