from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest
from tiny_encoder import save_tiny_checkpoint

from voc.engines.encoder import load_tokenizer
from voc.errors import InputError

pytest.importorskip("torch")
pytest.importorskip("transformers")

GOOD, BAD = "师傅很热情", "物流慢"


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    folder = tmp_path_factory.mktemp("checkpoint")
    save_tiny_checkpoint(folder)
    return folder


@pytest.fixture(scope="module")
def tokenizer(checkpoint):
    return load_tokenizer((checkpoint / "tokenizer.json").read_bytes())


def labelled():
    """Many short texts, most with a polarity, some with a topic, and the rest with nothing."""
    words = ("房间", "客服", "发票", "退款", "充电")
    texts = {}
    for i, parts in enumerate(product(words, words, words, (GOOD, BAD))):
        polarity = {"polarity": np.array([parts[-1] == GOOD], dtype=np.float32)}
        topic = {"hotline": np.eye(3, dtype=np.float32)[i % 3]}
        texts["".join(parts)] = (polarity, polarity | topic, polarity, {})[i % 4]
    return texts


def with_nothing_masked(texts, tokenizer):
    from recipes.pretrain_encoder import Masker, _beginnings

    ids = _beginnings(list(texts), tokenizer, 16)
    return Masker(tokenizer, 9, 0.0)(ids, np.arange(len(ids)), "cpu")[0]


@pytest.fixture(scope="module")
def trained(checkpoint, tokenizer):
    from recipes.pretrain_encoder import PretrainingSettings, pretrain

    settings = PretrainingSettings(
        learning_rate=2e-3, batch_tokens=64, longest=16, bfloat16=False, masked=0.1
    )
    return pretrain(labelled(), checkpoint, tokenizer, settings)


def test_it_learns_the_labels_of_the_corpora(trained, tokenizer):
    batch = with_nothing_masked(["房间发票师傅很热情", "退款发票房间物流慢"], tokenizer)
    _, of_task = trained(batch)
    good, bad = of_task["polarity"].flatten().tolist()
    assert good > bad + 1
    assert of_task["hotline"].shape == (2, 3)


def test_it_learns_to_guess_words(trained, checkpoint, tokenizer):
    import torch

    from recipes.pretrain_encoder import Masker, WordNetwork, _beginnings

    torch.manual_seed(1)
    ids = _beginnings(["房间客服" + GOOD] * 40, tokenizer, 16)
    batch, answers = Masker(tokenizer, trained.n_words, 0.2)(ids, np.arange(40), "cpu")
    before = WordNetwork(checkpoint, {}, bfloat16=False).eval()
    losses = [
        torch.nn.functional.cross_entropy(network(batch)[0], answers).item()
        for network in (before, trained)
    ]
    assert losses[1] < losses[0] - 0.3


def test_only_words_are_masked_and_the_answers_are_what_stood_there(tokenizer):
    import torch

    from recipes.pretrain_encoder import Masker, _beginnings

    torch.manual_seed(0)
    ids = _beginnings(["房间干净", "慢", "𰻝慢"] * 100, tokenizer, 16)  # 𰻝 is unknown
    batch, answers = Masker(tokenizer, 40, 0.5)(ids, np.arange(300), "cpu")
    whole = with_nothing_masked(["房间干净", "慢", "𰻝慢"] * 100, tokenizer)
    assert len(whole.row) == 0
    assert torch.equal(whole.ids[batch.row, batch.start], answers)
    changed = whole.ids != batch.ids
    places = torch.zeros_like(changed)
    places[batch.row, batch.start] = True
    assert not (changed & ~places).any()
    assert not torch.isin(answers, torch.tensor([0, 1, 2, 3])).any()  # pad, ends, unknown
    assert 0.4 < len(answers) / 600 < 0.6
    hidden = (batch.ids[batch.row, batch.start] == tokenizer.token_to_id("<unk>")).float().mean()
    assert 0.7 < hidden < 0.9


def test_a_batch_without_anything_to_guess_has_a_loss(trained, tokenizer):
    import torch

    from recipes.pretrain_encoder import _loss

    batch = with_nothing_masked(["慢"], tokenizer)
    loss = _loss(trained, batch, torch.zeros(0, dtype=torch.long), [{}])
    assert loss.item() == 0


def test_a_text_without_a_label_adds_nothing_to_its_task():
    import torch

    from recipes.pretrain_encoder import _task_loss

    logits = torch.tensor([[0.0], [5.0]])
    yes = {"polarity": np.ones(1, dtype=np.float32)}
    assert _task_loss("polarity", logits, [yes, {}]).item() == pytest.approx(np.log(2) / 2)
    assert _task_loss("polarity", logits, [{}, {}]).item() == 0
    first = {"emotion": np.array([1, 0], dtype=np.float32)}
    assert _task_loss("emotion", torch.zeros(1, 2), [first]).item() == pytest.approx(np.log(2))


def test_what_is_saved_is_a_checkpoint_to_start_from(trained, checkpoint, tmp_path):
    import torch

    from recipes.pretrain_encoder import save_encoder
    from voc.engines.encoder_network import load_body

    save_encoder(trained, checkpoint, tmp_path / "encoder")
    again = load_body(tmp_path / "encoder").state_dict()
    for name, weight in trained.encoder.body.state_dict().items():
        assert torch.equal(again[name], weight), name
    stored = (tmp_path / "encoder" / "tokenizer.json").read_bytes()
    assert stored == (checkpoint / "tokenizer.json").read_bytes()


def test_texts_have_the_labels_of_all_corpora_and_none_is_held_out():
    from recipes.pretrain_encoder import labelled_texts

    def task(name, *texts):
        return SimpleNamespace(name=name, texts=texts, values=np.ones((len(texts), 2)))

    tasks = [task("polarity", "慢", "很慢！"), task("emotion", "慢"), task("domain", "远")]
    rows = {"makeup/unlabelled": [{"text": "香"}, {"text": "慢"}]}
    corpora = SimpleNamespace(tasks=lambda: tasks, rows=lambda name: rows.get(name, []))
    found = labelled_texts(corpora, ["很慢"], share=1.0)
    assert {text: set(labels) for text, labels in found.items()} == {
        "慢": {"polarity", "emotion"},
        "香": set(),
    }
    assert labelled_texts(corpora, [], share=0.0) == {}


def test_long_reviews_with_a_polarity_are_always_kept():
    from recipes.pretrain_encoder import labelled_texts

    review = SimpleNamespace(name="polarity", texts=["慢" * 91, "慢" * 90], values=np.ones((2, 1)))
    corpora = SimpleNamespace(tasks=lambda: [review], rows=lambda name: [])
    assert list(labelled_texts(corpora, [], share=0.0)) == ["慢" * 91]


def test_a_tokenizer_without_an_unknown_word_is_refused():
    from recipes.pretrain_encoder import Masker

    with pytest.raises(InputError, match="<unk>"):
        Masker(SimpleNamespace(token_to_id=lambda name: None), 9, 0.1)
