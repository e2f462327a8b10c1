from dataclasses import replace

import numpy as np
import pytest
from tiny_encoder import CATEGORIES, WINDOW, annotated, save_tiny_checkpoint, tiny_tokenizer

from voc.engines.encoder import BODY_FILE, TOKENIZER_FILE, EncoderEngine, load_tokenizer, onnx_body
from voc.engines.windows import cut_windows
from voc.errors import ArtifactError, InputError
from voc.text.split import split_texts
from voc.types import KINDS

TEXTS = [
    "充电时冒烟了",
    "师傅很热情",
    "充电时冒烟了!师傅很热情",
    "希望能开发票",
    "",
    "🎉",
    "房间干净," * 40,
]


def outputs(network, tokenizer, texts):
    """Logits of a network for short texts."""
    import torch

    from voc.engines.encoder_network import Batch

    clauses = split_texts(texts)
    windows = cut_windows(clauses, tokenizer, WINDOW)
    rows, units = np.arange(len(windows.ids)), np.arange(len(clauses))
    with torch.no_grad():
        return network(Batch.of(windows, rows, units, "cpu"))


def flat(scores):
    return {
        "pairs": scores.pairs,
        "severity": scores.severity,
        "stage": scores.stage,
        **scores.voices,
    }


def test_the_exported_engine_computes_what_was_trained(tiny):
    of_clause, of_voice = outputs(tiny.network, tiny.engine.tokenizer, TEXTS[:4])
    scores = tiny.engine.score(split_texts(TEXTS[:4]))
    pairs = of_clause["pair"].softmax(dim=1).numpy()[:, :-1]
    np.testing.assert_allclose(scores.pairs, pairs, atol=0.05)  # bytes for floats
    for name in ("voice_type", "sentiment", "emotion", "urgency"):
        chances = of_voice[name].softmax(dim=1).numpy()
        np.testing.assert_allclose(scores.voices[name], chances, atol=0.05, err_msg=name)
    for name in ("flags", "polarity"):
        chances = of_voice[name].sigmoid().numpy()
        np.testing.assert_allclose(scores.voices[name], chances, atol=0.05, err_msg=name)


def test_it_learns(tiny):
    scores = tiny.engine.score(split_texts(["充电时冒烟了", "师傅很热情"]))
    best = [tiny.engine.pairs[i] for i in scores.pairs.argmax(axis=1)]
    assert best == [("pain", "quality.safety"), ("praise", "service.attitude")]
    assert scores.pairs.max(axis=1).min() > 0.6
    assert scores.severity[0].argmax() == 3
    assert scores.voices["urgency"].argmax(axis=1).tolist() == [3, 0]


def test_scores_are_probabilities_of_the_promised_shapes(tiny):
    clauses = split_texts(TEXTS)
    scores = tiny.engine.score(clauses)
    assert tiny.engine.pairs == tuple((k, c) for k in KINDS for c in CATEGORIES)
    assert {name: rows.shape for name, rows in flat(scores).items()} == {
        "pairs": (len(clauses), 6), "severity": (len(clauses), 5), "stage": (len(clauses), 8),
        "voice_type": (7, 8), "sentiment": (7, 4), "emotion": (7, 9), "urgency": (7, 4),
        "flags": (7, 6), "polarity": (7, 1),
    }  # fmt: skip
    for name, rows in flat(scores).items():
        assert ((rows >= 0) & (rows <= 1)).all(), name
        if name not in ("pairs", "flags", "polarity"):
            np.testing.assert_allclose(rows.sum(axis=1), 1, atol=1e-5, err_msg=name)


def test_a_voice_scores_the_same_in_any_batch(tiny):
    clauses = split_texts(TEXTS)
    together = flat(tiny.engine.score(clauses))
    for i, text in enumerate(TEXTS):
        for name, values in flat(tiny.engine.score(split_texts([text]))).items():
            rows = clauses.voice == i if name in ("pairs", "severity", "stage") else [i]
            np.testing.assert_allclose(together[name][rows], values, atol=1e-4, err_msg=name)


def test_an_empty_batch_gives_empty_scores(tiny):
    scores = tiny.engine.score(split_texts([]))
    assert scores.pairs.shape == (0, 6)
    assert scores.voices["voice_type"].shape == (0, 8)


@pytest.mark.parametrize(("wanted", "given"), [("3", 3), ("", 0), ("many", 0)])
def test_the_encoder_keeps_to_the_threads_of_the_variable(tiny, wanted, given, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", wanted)
    session = onnx_body(tiny.artifact.files[BODY_FILE]).session
    assert session.get_session_options().intra_op_num_threads == given


def test_an_encoder_in_a_file_says_the_same(tiny, tmp_path):
    body = tiny.engine.body
    body.unpack(tmp_path / "encoder.onnx")
    mapped = onnx_body(str(tmp_path / "encoder.onnx"))
    ids = np.arange(1, 13).reshape(2, 6)
    assert np.array_equal(mapped(ids, np.ones_like(ids)), body(ids, np.ones_like(ids)))
    assert (tmp_path / "encoder.onnx.weights").stat().st_size > len(body.model)


def test_arrays_round_trip(tiny):
    engine = tiny.engine
    again = EncoderEngine.from_parts(
        engine.arrays(), engine.config(), engine.body, engine.tokenizer
    )
    assert again.config() == engine.config() == tiny.artifact.config["engine_config"]
    assert {array.dtype for array in engine.arrays().values()} == {np.dtype(np.float16)}
    clauses = split_texts(TEXTS)
    kept = flat(again.score(clauses))
    for name, rows in flat(engine.score(clauses)).items():
        np.testing.assert_allclose(kept[name], rows, atol=0.01, err_msg=name)


def test_the_graph_holds_bytes_and_no_traces_of_where_it_was_made(tiny):
    import onnx

    stored = tiny.artifact.files[BODY_FILE]
    graph = onnx.load_from_string(stored).graph
    size = {w.name: w.data_type for w in graph.initializer if np.prod(w.dims) >= 4096}
    assert set(size.values()) == {onnx.TensorProto.INT8}
    assert len(size) == 6 + 1  # the six matrices of its layer, and the positions
    for trace in (b".py", b"pkg.torch", b"+cpu"):
        assert trace not in stored


def test_exporting_again_gives_the_same_bytes(tiny):
    from voc.engines.encoder_export import export_body

    assert export_body(tiny.network) == tiny.artifact.files[BODY_FILE]


def test_a_tokenizer_without_special_tokens_is_refused():
    from tokenizers import processors

    tokenizer = tiny_tokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="$A </s>", special_tokens=[("</s>", 2)]
    )
    with pytest.raises(ArtifactError, match="puts 1 special tokens around a text, expected 2"):
        load_tokenizer(tokenizer.to_str().encode())


def test_training_needs_words():
    from torch import nn

    from voc.engines.encoder_fit import fit_encoder

    silent = [replace(v, voice=replace(v.voice, text="。"), records=()) for v in annotated()]
    with pytest.raises(InputError, match="24 voices hold no clause; give annotated texts"):
        fit_encoder(silent, CATEGORIES, nn.Identity(), tiny_tokenizer())


def test_training_needs_a_token_for_words_left_out():
    from tokenizers import Tokenizer, models
    from torch import nn

    from voc.engines.encoder_fit import fit_encoder

    tokenizer = Tokenizer(models.WordLevel({"电": 0}, unk_token="电"))
    with pytest.raises(InputError, match=r"none of \[MASK\], <mask>, \[UNK\], <unk>; give one"):
        fit_encoder(annotated(), CATEGORIES, nn.Identity(), tokenizer)


def test_polarity_goes_along_and_a_seed_gives_the_same_weights_again(tmp_path):
    from voc.engines.encoder_fit import EncoderSettings, fit_encoder
    from voc.engines.encoder_network import load_body
    from voc.engines.heads_fit import AuxiliaryTask

    save_tiny_checkpoint(tmp_path)
    tokenizer = load_tokenizer((tmp_path / TOKENIZER_FILE).read_bytes())
    task = AuxiliaryTask("polarity", ["很热情", "冒烟了"] * 8, np.float32([[1], [0]] * 8))
    settings = EncoderSettings(
        epochs=12, learning_rate=5e-4, batch_tokens=64, window=WINDOW, n_hidden=16,
        auxiliary_share=1.0, bfloat16=False,
    )  # fmt: skip
    first, second = (
        fit_encoder(annotated(), CATEGORIES, load_body(tmp_path), tokenizer, task, settings, 7)
        for _ in range(2)
    )
    again = second.arrays()
    for name, array in first.arrays().items():
        np.testing.assert_array_equal(array, again[name], err_msg=name)
    high, low = outputs(first, tokenizer, ["很热情", "冒烟了"])[1]["polarity"][:, 0].tolist()
    assert low < 0 < high


def test_a_training_that_was_stopped_ends_with_the_same_weights(tmp_path, monkeypatch):
    from voc.engines.encoder_checkpoint import Progress
    from voc.engines.encoder_fit import EncoderSettings, fit_encoder
    from voc.engines.encoder_network import load_body

    save_tiny_checkpoint(tmp_path)
    tokenizer = load_tokenizer((tmp_path / TOKENIZER_FILE).read_bytes())
    settings = EncoderSettings(
        epochs=4, batch_tokens=64, window=WINDOW, n_hidden=16, bfloat16=False, progress=False
    )
    keep, file = Progress.keep, tmp_path / "state.pt"

    def fitted(checkpoint):
        body = load_body(tmp_path)
        return fit_encoder(
            annotated(), CATEGORIES, body, tokenizer, None, settings, 0, checkpoint
        ).state_dict()

    def keep_and_stop(self, path, epochs):
        keep(self, path, epochs)
        if epochs == 2:
            raise KeyboardInterrupt

    whole = fitted(None)
    with monkeypatch.context() as stopped:
        stopped.setattr(Progress, "keep", keep_and_stop)
        with pytest.raises(KeyboardInterrupt):
            fitted(file)
    assert sorted(path.suffix for path in tmp_path.glob("state.*")) == [".pt"]
    for name, array in fitted(file).items():
        np.testing.assert_array_equal(array.numpy(), whole[name].numpy(), err_msg=name)


def test_runs_of_other_orders_begin_alike_and_can_be_averaged(tmp_path):
    import torch

    from voc.engines.encoder_fit import EncoderSettings, fit_encoder
    from voc.engines.encoder_network import average, load_body

    save_tiny_checkpoint(tmp_path)
    settings = EncoderSettings(
        epochs=1, batch_tokens=64, window=WINDOW, n_hidden=8, bfloat16=False, progress=False
    )
    runs = [
        fit_encoder(
            annotated(), CATEGORIES, load_body(tmp_path), tiny_tokenizer(),
            settings=replace(settings, order=order),
        )
        for order in (0, 1)
    ]  # fmt: skip
    first, second = (run.clause_query.detach().clone() for run in runs)
    assert not torch.equal(first, second)
    torch.testing.assert_close(average(runs).clause_query.detach(), (first + second) / 2)
