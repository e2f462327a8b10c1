"""Make corpora/voc-annotations: what annotators said of public texts, without the texts.

    python -m recipes.annotations_without_texts --gold GOLD --corpora CORPORA

writes the labels with offsets and sha256 sums, and corpus.toml, which also tells in which public
corpora the texts were found. The same files give the same bytes. DATASHEET.md is written by hand; a
test holds its numbers to those of corpus.toml.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from voc.annotations import read_annotations, to_line
from voc.artifact import sha256
from voc.public.join import forms, text_sha256
from voc.public.load import read_rows
from voc.types import TaggedVoice

VERSION = "1.0"
_GOLD = ("gold_dev.jsonl", "gold_dev_texts.jsonl")
_SECOND = ("gold_dev_second_annotator.jsonl", "gold_dev_texts.jsonl")
_PARTS = {"silver": ("silver.jsonl", None), "gold_dev": _GOLD, "gold_dev_second": _SECOND}
# Sources that are a kind of goods each: what stands after the colon is not ASCII.
_GOODS = "shop:"


def main() -> None:
    """Read, write, tell how many texts are public."""
    args = _arguments()
    info = make(args.gold, args.corpora, args.out)
    print(f"{info['joined']} of {info['voices']['silver']} silver texts are in {args.corpora}")


def make(gold: Path, corpora: Path, out: Path) -> dict[str, Any]:
    """Write the folder and give what corpus.toml says."""
    parts = {
        part: read_annotations(gold / labels, texts and gold / texts)
        for part, (labels, texts) in _PARTS.items()
    }
    out.mkdir(parents=True, exist_ok=True)
    for part, voices in parts.items():
        text = "".join(f"{line(tagged)}\n" for tagged in voices)
        (out / f"{part}.jsonl").write_text(text, encoding="ascii", newline="\n")
    info = _info(parts, _where(parts["silver"], corpora))
    info["files"] = {f"{part}.jsonl": sha256(out / f"{part}.jsonl") for part in parts}
    (out / "corpus.toml").write_text(_toml(info), encoding="utf-8", newline="\n")
    return info


def line(tagged: TaggedVoice) -> str:
    """An annotation without any character of its text.

    Examples
    --------
    >>> from voc.annotations import to_tagged
    >>> row = {"id": "v1", "text": "发货太慢", "source": "shop:手机",
    ...        "d": ["service_issue", "neg", 1, "anger", []],
    ...        "u": [["太慢", "P", "delivery.speed", 2, "de"]]}
    >>> json.loads(line(to_tagged(row)))["u"]
    [[2, 4, 'P', 'delivery.speed', 2, 'de']]
    """
    compact = json.loads(to_line(tagged))
    units = [
        [record.start, record.end, *labels]
        for record, (_, *labels) in zip(tagged.records, compact["u"], strict=True)
    ]
    row = {
        "id": tagged.voice.id,
        "source": source_of(tagged),
        "sha256": text_sha256(tagged.voice.text),
        "d": compact["d"],
        "u": units,
    }
    return json.dumps(row, ensure_ascii=True, separators=(",", ":"))


def source_of(tagged: TaggedVoice) -> str:
    """Where a voice comes from, in ASCII."""
    source = str(tagged.voice.meta["source"])
    return "shop" if source.startswith(_GOODS) else source


def _where(voices: Sequence[TaggedVoice], corpora: Path) -> dict[str, set[str]]:
    """The public corpora that hold the text of each voice, by id."""
    ids = {text_sha256(tagged.voice.text): tagged.voice.id for tagged in voices}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in sorted(corpora.glob("*/*.jsonl.gz")):
        for row in read_rows(path):
            for sum_ in ids.keys() & {text_sha256(form) for form in forms(row.text)}:
                found[ids[sum_]].add(path.parent.name)
    return found


def _info(
    parts: Mapping[str, Sequence[TaggedVoice]], where: Mapping[str, set[str]]
) -> dict[str, Any]:
    silver = parts["silver"]
    of_source: defaultdict[str, list[str]] = defaultdict(list)
    for tagged in silver:
        of_source[source_of(tagged)].append(tagged.voice.id)
    every = [tagged for part in ("silver", "gold_dev") for tagged in parts[part]]
    return {
        "voices": {part: len(voices) for part, voices in parts.items()},
        "records": {part: sum(len(t.records) for t in voices) for part, voices in parts.items()},
        "joined": len(where),
        "sources": {
            source: {
                "silver": len(ids),
                "gold_dev": sum(source_of(tagged) == source for tagged in parts["gold_dev"]),
                "joined": sum(id in where for id in ids),
                "corpora": _cover([where[id] for id in ids if id in where]),
            }
            for source, ids in sorted(of_source.items())
        },
        "counts": {
            "kind": Counter(record.kind for tagged in every for record in tagged.records),
            "voice_type": Counter(tagged.voice_type for tagged in every),
            "sentiment": Counter(tagged.sentiment for tagged in every),
        },
    }


def _cover(places: Iterable[set[str]]) -> list[str]:
    """Few corpora that hold all the texts, the one that holds most of them first."""
    left, chosen = list(places), []
    while left:
        counts = Counter(name for names in left for name in names)
        best = min(counts, key=lambda name: (-counts[name], name))
        chosen.append(best)
        left = [names for names in left if best not in names]
    return chosen


def _toml(info: Mapping[str, Any]) -> str:
    head = {
        "name": "voc-annotations",
        "version": VERSION,
        "licence": "Apache-2.0 (the labels; the texts are not here and belong to their authors)",
        "language": "zh",
        "annotator": "large language models; not checked by a person",
        "joined": info["joined"],
    }
    tables = {
        "title": {
            "zh": "voc 标注：公开语料上的痛点与需求，不含原文",
            "en": "voc annotations: pains and needs in public corpora, without their texts",
        },
        **{name: info[name] for name in ("files", "voices", "records")},
        **{f"counts.{name}": dict(row.most_common()) for name, row in info["counts"].items()},
        **{f"sources.{name}": row for name, row in info["sources"].items()},
    }
    blocks = [_pairs(head), *(f"[{name}]\n{_pairs(row)}" for name, row in tables.items())]
    return "\n".join(blocks)


def _pairs(row: Mapping[str, Any]) -> str:
    keys = {key: f'"{key}"' if "." in key else key for key in row}
    return "".join(f"{keys[k]} = {json.dumps(v, ensure_ascii=False)}\n" for k, v in row.items())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("corpora/voc-annotations"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
