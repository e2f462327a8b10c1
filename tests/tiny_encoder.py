"""An encoder of one small random layer over the characters of a few words, and what it is taught."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voc.artifact import Artifact
from voc.engines.encoder import (
    BODY_FILE,
    TOKENIZER_FILE,
    EncoderEngine,
    load_tokenizer,
    onnx_body,
)
from voc.qualify.decode import Decoding
from voc.taxonomy import Taxonomy
from voc.types import Record, TaggedVoice, Voice

CATEGORIES = ["quality.safety", "service.attitude"]
CHARACTERS = (
    "充电时冒烟了师傅很热情希望能开发票房间干净就是隔音太差请问怎么办物流慢退款客服不理人!?,。"
)
WINDOW = 16


@dataclass(frozen=True)
class Tiny:
    """A trained network, the engine that was made of it, and what is stored."""

    network: Any
    engine: EncoderEngine
    artifact: Artifact


def train_tiny(folder: Path) -> Tiny:
    """Train and export in about five seconds, most of which torch takes for itself."""
    from voc.engines.encoder_export import export_body
    from voc.engines.encoder_fit import EncoderSettings, fit_encoder
    from voc.engines.encoder_network import load_body

    save_tiny_checkpoint(folder)
    definition = (folder / TOKENIZER_FILE).read_bytes()
    settings = EncoderSettings(
        epochs=30, learning_rate=5e-4, batch_tokens=64, window=WINDOW, n_hidden=16, bfloat16=False
    )
    network = fit_encoder(
        annotated(), CATEGORIES, load_body(folder), load_tokenizer(definition), settings=settings
    )
    files = {BODY_FILE: export_body(network), TOKENIZER_FILE: definition}
    config = {
        "name": "tiny", "version": "1", "engine": "encoder",
        "engine_config": {"window": WINDOW, "categories": CATEGORIES},
        "decoding": Decoding().to_config(),
    }  # fmt: skip
    body, tokenizer = onnx_body(files[BODY_FILE]), load_tokenizer(definition)
    engine = EncoderEngine.from_parts(network.arrays(), config["engine_config"], body, tokenizer)
    return Tiny(network, engine, Artifact(config, engine.arrays(), Taxonomy.load(), files))


def save_tiny_checkpoint(folder: Path) -> None:
    """Write random weights and a tokenizer, in Hugging Face format."""
    import torch
    from transformers import BertConfig, BertModel

    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=4 + len(set(CHARACTERS)),
        hidden_size=64,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=128,
        max_position_embeddings=64,
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    tiny_tokenizer().save(str(folder / TOKENIZER_FILE))


def tiny_tokenizer() -> Any:
    """Make each known character a token."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    names = ["<pad>", "<s>", "</s>", "<unk>", *dict.fromkeys(CHARACTERS)]
    tokenizer = Tokenizer(models.WordLevel({n: i for i, n in enumerate(names)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 1), ("</s>", 2)]
    )
    return tokenizer


def annotated() -> list[TaggedVoice]:
    """Pains of smoke and praises of a kind mechanic."""
    pains = [_one(text, "pain", CATEGORIES[0]) for text in ("充电时冒烟了", "充电冒烟", "冒烟了")]
    praises = [_one(text, "praise", CATEGORIES[1]) for text in ("师傅很热情", "很热情", "师傅热情")]
    return (pains + praises) * 4


def _one(text: str, kind: str, category: str) -> TaggedVoice:
    record = Record(
        voice_id=text, kind=kind, category=category, start=0, end=len(text), quote=text,
        severity=3 if kind == "pain" else 0, stage="usage", touchpoint=None, level="need_met",
        confidence=1.0,
    )  # fmt: skip
    return TaggedVoice(
        voice=Voice(id=text, text=text), records=(record,),
        voice_type="product_issue" if kind == "pain" else "praise",
        sentiment="negative" if kind == "pain" else "positive", score=0.0, emotion="neutral",
        urgency=3 if kind == "pain" else 0, flags=frozenset(), confidence=1.0, model="test",
    )  # fmt: skip
