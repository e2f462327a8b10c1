"""Train a general encoder further on the public corpora: masked words and their own labels, one pass.

    python -m recipes.pretrain_encoder --checkpoint CHECKPOINT --gold GOLD --corpora CORPORA --out ENCODER

CHECKPOINT and ENCODER are folders in Hugging Face format. The aim is an encoder used to what
customers write, not one that guesses words: no masked-word accuracy was sought or measured, and the
loss was still falling when it ended. About 20 minutes on 2 cores with bfloat16 matrix units.
"""

from __future__ import annotations

import argparse
import random
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from tqdm.auto import tqdm

from recipes.auxiliary import Corpora, letters
from recipes.training_data import SEED, training_data
from voc.engines.base import Floats
from voc.engines.encoder import TOKENIZER_FILE, load_tokenizer
from voc.engines.encoder_network import Batch, Reader, load_body
from voc.engines.windows import Ints, Tokenizer, cut_windows, padded, shuffled_buckets
from voc.errors import InputError
from voc.text.split import split_texts

Labels = Mapping[str, Floats]
"""What corpora say of a text: by the name of the task, zeros and ones of its labels."""

_MORE_TEXTS = (  # beside those of the auxiliary tasks
    "weibo2018/train", "bank_forum/train", "bank_forum/unlabelled", "restaurant_stars/all",
    "makeup/unlabelled", "gov_messages/unlabelled", "gov_board/all", "restaurant_aste/train",
    "phone_dialogues/train", "opinion_target/bd_train", "restaurant_aspects/train",
    "asap_sample/all",
)  # fmt: skip
_LONG = 90  # characters; longer reviews of known polarity are all kept
_INDEPENDENT = {
    "polarity": 1.0,
    "car_topic": 0.5,
    "makeup": 0.5,
}  # several labels may hold; weights
_N_FOR_SCALING = 24  # batches
_GONE, _WRONG = 0.8, 0.1  # of the masked words: left out, replaced by another; the rest stays


@dataclass(frozen=True)
class PretrainingSettings:
    """What can be tuned; the defaults made the encoder of the built-in model.

    Attributes
    ----------
    learning_rate : float
        The highest; it rises over a tenth of the steps, then falls to zero.
    batch_tokens : int
        Tokens of a batch, padding included.
    longest : int
        Tokens of a text that are read.
    masked : float
        Share of tokens to guess.
    bfloat16 : bool
        Multiply in half precision.
    """

    learning_rate: float = 2e-4
    batch_tokens: int = 4096
    longest: int = 144
    masked: float = 0.15
    bfloat16: bool = True


class WordNetwork(nn.Module):
    """An encoder with a head that guesses words and a linear head for each task.

    Parameters
    ----------
    checkpoint : Path
    sizes : mapping of str to int
        Number of labels of each task.
    bfloat16 : bool
    """

    def __init__(self, checkpoint: Path, sizes: Mapping[str, int], *, bfloat16: bool) -> None:
        super().__init__()
        self.halved = bfloat16
        self.encoder = Reader(load_body(checkpoint), bfloat16=bfloat16)
        self.embeddings = self.encoder.body.get_input_embeddings()
        self.n_words, width = self.embeddings.weight.shape
        self.transform = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.LayerNorm(width))
        self.bias = nn.Parameter(torch.zeros(self.n_words))
        self.heads = nn.ModuleDict({name: nn.Linear(3 * width, n) for name, n in sizes.items()})

    def forward(self, batch: Batch) -> tuple[Tensor, dict[str, Tensor]]:
        """Give logits of the word at each span, and of each task for each text."""
        of_span, of_text = self.encoder.features(batch)
        states = of_span[:, : self.embeddings.weight.shape[1]]  # the mean of one token: its state
        half = self.halved and self.training
        with torch.autocast(states.device.type, torch.bfloat16, enabled=half):
            words = self.transform(states) @ self.embeddings.weight.T
        scaled = self.encoder.voice_scaling(of_text)
        return words.float() + self.bias, {name: head(scaled) for name, head in self.heads.items()}


def labelled_texts(
    corpora: Corpora, kept_out: Iterable[str], share: float
) -> dict[str, dict[str, Floats]]:
    """Draw a share of all texts of the corpora, with the labels that they have there.

    All but the task "domain", which only says what corpus a text is from.
    """
    found: dict[str, dict[str, Floats]] = {}
    for task in corpora.tasks():
        if task.name != "domain":
            for text, values in zip(task.texts, task.values, strict=True):
                found.setdefault(text, {})[task.name] = values
    for name in _MORE_TEXTS:
        for row in corpora.rows(name):
            found.setdefault(row["text"], {})
    hidden = {letters(text) for text in kept_out}
    chance = random.Random(SEED)
    return {
        text: labels
        for text, labels in found.items()
        if (chance.random() < share or ("polarity" in labels and len(text) > _LONG))
        and letters(text) not in hidden
    }


def pretrain(
    texts: Mapping[str, Labels],
    checkpoint: Path,
    tokenizer: Tokenizer,
    settings: PretrainingSettings | None = None,
    random_state: int = SEED,
) -> WordNetwork:
    """Train on texts and their labels, each text once.

    Parameters
    ----------
    texts : mapping of str to Labels
        A text need not have any label.
    checkpoint : Path
        Folder in Hugging Face format.
    tokenizer : Tokenizer
        The checkpoint's own.
    settings : PretrainingSettings, optional
    random_state : int
    """
    settings = settings or PretrainingSettings()
    torch.manual_seed(random_state)
    rng = np.random.default_rng(random_state)
    sizes = {name: len(values) for labels in texts.values() for name, values in labels.items()}
    device = "cuda" if torch.cuda.is_available() else "cpu"
    network = WordNetwork(checkpoint, sizes, bfloat16=settings.bfloat16).to(device)
    masker = Masker(tokenizer, network.n_words, settings.masked)
    ids, labels = _beginnings(list(texts), tokenizer, settings.longest), list(texts.values())
    batches = _batches(ids, settings.batch_tokens, rng)
    some = [masker(ids, rows, device)[0] for rows in batches[:_N_FOR_SCALING]]
    network.encoder.fit_scaling(some)
    optimizer, schedule = _optimizer(network, settings, len(batches))
    network.train()
    bar = tqdm(batches, unit=" batches", desc="pretraining")
    for rows in bar:
        loss = _loss(network, *masker(ids, rows, device), [labels[row] for row in rows])
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        schedule.step()
        bar.set_postfix(loss=f"{loss.item():.3f}", refresh=False)
    return network.eval()


def save_encoder(network: WordNetwork, checkpoint: Path, out: Path) -> None:
    """Save the encoder alone, with the checkpoint's tokenizer, in Hugging Face format."""
    network.encoder.body.save_pretrained(out)
    for file in checkpoint.glob("tokenizer*"):
        shutil.copyfile(file, out / file.name)


class Masker:
    """Makes batches in which some words are to be guessed.

    Parameters
    ----------
    tokenizer : Tokenizer
        A masked word becomes its unknown one: it has no other that stands for nothing.
    n_words : int
    share : float
        Of words to guess.
    """

    def __init__(self, tokenizer: Tokenizer, n_words: int, share: float) -> None:
        unknown = tokenizer.token_to_id("<unk>")
        if unknown is None:
            raise InputError(
                "the tokenizer has no <unk> to put over words; give a checkpoint with it"
            )
        self.unknown, self.n_words, self.share = unknown, n_words, share
        self.special = torch.tensor([*tokenizer.encode("").ids, unknown])

    def __call__(self, ids: Sequence[Ints], rows: Ints, device: str) -> tuple[Batch, Tensor]:
        """Stack texts; give the batch, each word to guess a span of its own, and these words."""
        words, mask = (torch.from_numpy(array) for array in padded([ids[row] for row in rows]))
        ordinary = mask.bool() & ~torch.isin(words, self.special)
        chosen = ordinary & (torch.rand(words.shape) < self.share)
        fate = torch.rand(words.shape)
        shown = words.masked_fill(chosen & (fate < _GONE), self.unknown)
        other = chosen & (fate > 1 - _WRONG)
        shown = torch.where(other, torch.randint(self.n_words, words.shape), shown)
        row, place = chosen.nonzero(as_tuple=True)
        tensors = (shown, mask, row, place, place + 1)
        return Batch(*(tensor.to(device) for tensor in tensors)), words[chosen].to(device)


def _beginnings(texts: list[str], tokenizer: Tokenizer, longest: int) -> list[Ints]:
    windows = cut_windows(split_texts(texts), tokenizer, longest)
    first = np.searchsorted(windows.voice, np.arange(len(texts)))
    return [windows.ids[window] for window in first.tolist()]


def _batches(ids: Sequence[Ints], batch_tokens: int, rng: np.random.Generator) -> list[Ints]:
    lengths = np.array([len(tokens) for tokens in ids])
    return shuffled_buckets(lengths, batch_tokens, rng)


def _optimizer(
    network: WordNetwork, settings: PretrainingSettings, total: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    optimizer = torch.optim.AdamW(
        network.parameters(),
        lr=settings.learning_rate,
        weight_decay=0.01,
        betas=(0.9, 0.98),
        fused=True,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (0.1 * total)) * max(0.0, 1 - step / total)
    )
    return optimizer, schedule


def _loss(network: WordNetwork, batch: Batch, answers: Tensor, labels: Sequence[Labels]) -> Tensor:
    words, of_task = network(batch)
    guessed = functional.cross_entropy(words, answers, reduction="sum") / max(1, len(answers))
    tasks = [_task_loss(name, logits, labels) for name, logits in of_task.items()]
    return torch.stack([guessed, *tasks]).sum()


def _task_loss(name: str, logits: Tensor, labels: Sequence[Labels]) -> Tensor:
    """Mean over the texts of a batch; those without such a label add nothing."""
    known = [i for i, of_text in enumerate(labels) if name in of_text]
    if not known:
        return logits.new_zeros(())
    target = torch.from_numpy(np.stack([labels[i][name] for i in known])).to(logits.device)
    if name in _INDEPENDENT:
        losses = functional.binary_cross_entropy_with_logits(logits[known], target, reduction="sum")
        return _INDEPENDENT[name] * losses / len(labels)
    return -(target * functional.log_softmax(logits[known], dim=1)).sum() / len(labels)


def main() -> None:
    """Read, train, save."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("checkpoint", "gold", "corpora", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--share", type=float, default=0.33, help="of the texts of the corpora")
    args = parser.parse_args()
    data = training_data(args.gold, args.corpora)
    held_out = [tagged.voice.text for tagged in data.held_out]
    texts = labelled_texts(data.corpora, held_out, args.share)
    print(f"texts: {len(texts)}", flush=True)
    tokenizer = load_tokenizer((args.checkpoint / TOKENIZER_FILE).read_bytes())
    save_encoder(pretrain(texts, args.checkpoint, tokenizer), args.checkpoint, args.out)
    print(f"saved {args.out}")


if __name__ == "__main__":
    main()
