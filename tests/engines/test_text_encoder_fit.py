import numpy as np
import pytest
from tiny_encoder import WINDOW, save_tiny_checkpoint

from voc.engines.encoder import TOKENIZER_FILE
from voc.engines.lesson import Lesson


def sides(counts, n_copies=1):
    """Rows seen and unseen of a lesson with so many texts of each label."""
    from voc.engines.text_encoder_fit import _sides

    label = np.repeat(np.arange(len(counts)), counts)
    values = (label[:, None] == np.arange(len(counts))).astype(np.float32)
    texts = tuple(f"第{i // n_copies}条" for i in range(len(label)))
    return *_sides(Lesson(texts, values, True, np.ones(len(label), np.float32)), 0), label


def test_a_tenth_is_kept_unseen_of_each_label():
    seen, unseen, label = sides([100, 300])
    assert sorted([*seen, *unseen]) == list(range(400))
    assert np.bincount(label[unseen]).tolist() == pytest.approx([10, 30], abs=1)


def test_few_texts_are_all_learned_from():
    seen, unseen, _ = sides([100, 100])
    assert (len(seen), len(unseen)) == (200, 0)


@pytest.mark.parametrize("n_rare", [1, 12])
def test_a_label_of_one_text_is_learned_from(n_rare):
    seen, unseen, label = sides([1] * n_rare + [400])
    assert set(label[seen]) == set(range(n_rare + 1))
    assert len(unseen) >= 35


def test_copies_of_a_text_are_on_one_side():
    seen, unseen, _ = sides([200, 200], n_copies=2)
    assert not {row // 2 for row in seen} & {row // 2 for row in unseen}


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    folder = tmp_path_factory.mktemp("checkpoint")
    save_tiny_checkpoint(folder)
    return folder


def trained(checkpoint, texts, values, weights, *, exclusive):
    """Logits of the texts by a network that learned them."""
    import torch

    from voc.engines.encoder import load_tokenizer
    from voc.engines.encoder_loop import Plan
    from voc.engines.encoder_network import load_body
    from voc.engines.text_encoder_fit import TextNetwork, Training

    torch.manual_seed(0)
    network = TextNetwork(load_body(checkpoint), len(values[0]), bfloat16=False)
    lesson = Lesson(tuple(texts), np.float32(values), exclusive, np.float32(weights))
    tokenizer = load_tokenizer((checkpoint / TOKENIZER_FILE).read_bytes())
    training = Training(network, tokenizer, Plan(20, 5e-4, 64, WINDOW), 0)
    none = lesson.take(np.arange(0))
    training.run(lesson, none, progress=False, checkpoint=None)
    ids = torch.tensor([[1, 4, 5, 2]])
    with torch.no_grad():
        return network.eval()(ids, torch.ones_like(ids))[0].numpy()


@pytest.mark.parametrize("exclusive", [False, True])
def test_weights_weigh(checkpoint, exclusive):
    # Others beside them, as features that never differ are scaled by next to nothing.
    texts, values = ["充电", "充电", "师傅", "物流"], [[1, 0], [0, 1], [1, 0], [0, 1]]
    first = trained(checkpoint, texts, values, [9, 1, 1, 1], exclusive=exclusive)
    second = trained(checkpoint, texts, values, [1, 9, 1, 1], exclusive=exclusive)
    assert first[0] - first[1] > 0 > second[0] - second[1]


def test_texts_without_a_word_do_not_stop_the_training(checkpoint):
    logits = trained(checkpoint, ["。", "", "!"], [[1], [0], [1]], [1, 1, 1], exclusive=False)
    assert np.isfinite(logits).all()
