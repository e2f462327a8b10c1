"""The annotations that come with voc: whole, counted, and without any text."""

import json
import re
from collections import Counter

import pytest

from voc.agreement import agreement
from voc.annotations import to_tagged
from voc.corpus import available_corpora, built_in, load_corpus, read_info
from voc.errors import InputError
from voc.public.join import NAME, load_annotations
from voc.public.source import public_corpora
from voc.types import STAGES

PARTS = ("silver", "gold_dev", "gold_dev_second")
KINDS = {"P": "pain", "N": "need", "G": "praise"}
SENTIMENTS = {"neg": "negative", "neu": "neutral", "pos": "positive", "mix": "mixed"}
MOST_BYTES = 5_000_000
MADE_UP = "".join(map(chr, range(0x10000, 0x10000 + 1000)))  # no character twice


@pytest.fixture(scope="module")
def folder():
    return built_in() / NAME


@pytest.fixture(scope="module")
def info(folder):
    return read_info(folder)  # compares the sums


@pytest.fixture(scope="module")
def rows(folder):
    paths = {part: folder / f"{part}.jsonl" for part in PARTS}
    return {
        part: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for part, path in paths.items()
    }


@pytest.fixture(scope="module")
def datasheet(folder):
    return (folder / "DATASHEET.md").read_text(encoding="utf-8")


def voices(rows):
    """Voices with the right labels at the right places of a text that is made up."""
    for row in rows:
        units = [[MADE_UP[start:end], *labels] for start, end, *labels in row["u"]]
        yield to_tagged({**row, "text": MADE_UP, "u": units})


def test_no_character_of_a_text_is_in_it(folder):
    assert {path.name for path in folder.iterdir()} == {
        "corpus.toml", "DATASHEET.md", *(f"{part}.jsonl" for part in PARTS),
    }  # fmt: skip
    for part in PARTS:
        assert (folder / f"{part}.jsonl").read_bytes().isascii()


def test_lines_hold_codes_sums_and_places_only(rows):
    code = re.compile(r"[a-z_]+(\.[a-z_]+)?|[PNG]")
    for row in (row for part in PARTS for row in rows[part]):
        assert row.keys() == {"id", "source", "sha256", "d", "u"}
        assert re.fullmatch(r"[vwx]\d+", row["id"])
        assert re.fullmatch(r"[0-9a-f]{64}", row["sha256"])
        assert re.fullmatch(r"[a-z_0-9]+", row["source"])
        for value in (*row["d"][:4], *row["d"][4], *(v for unit in row["u"] for v in unit)):
            assert isinstance(value, int) or code.fullmatch(value)


def test_it_is_small(folder):
    assert sum(path.stat().st_size for path in folder.iterdir()) < MOST_BYTES


def test_counts_equal_the_files(info, rows):
    for part in PARTS:
        assert info["voices"][part] == len(rows[part])
        assert info["records"][part] == sum(len(row["u"]) for row in rows[part])
    both = [*rows["silver"], *rows["gold_dev"]]
    counts = info["counts"]
    assert counts["kind"] == Counter(KINDS[unit[2]] for row in both for unit in row["u"])
    assert counts["voice_type"] == Counter(row["d"][0] for row in both)
    assert counts["sentiment"] == Counter(SENTIMENTS[row["d"][1]] for row in both)
    for part in ("silver", "gold_dev"):
        found = Counter(row["source"] for row in rows[part])
        assert {name: row[part] for name, row in info["sources"].items() if row[part]} == found
    assert info["joined"] == sum(row["joined"] for row in info["sources"].values())


def test_no_voice_is_there_twice_nor_both_trained_and_reported_on(rows):
    for key in ("id", "sha256"):
        silver, gold, second = ([row[key] for row in rows[part]] for part in PARTS)
        assert len({*silver, *gold}) == len(silver) + len(gold)
        assert gold == second


def test_corpora_that_are_named_are_known(info):
    named = {name for row in info["sources"].values() for name in row["corpora"]}
    assert named <= set(public_corpora())


def test_every_line_becomes_a_voice(rows):
    first = next(voices(rows["gold_dev"]))
    assert all(record.stage in STAGES for record in first.records)
    for part in PARTS:
        assert sum(len(t.records) for t in voices(rows[part])) == sum(
            len(r["u"]) for r in rows[part]
        )


def test_the_datasheet_tells_the_numbers_of_the_files(info, datasheet):
    for part in PARTS:
        assert f"| `{part}.jsonl` | {info['voices'][part]} | {info['records'][part]} |" in datasheet
    for name, row in info["sources"].items():
        where = "、".join(row["corpora"]) or "—"
        cells = f"| {name} | {row['silver']} | {row['gold_dev']} | {row['joined']} | {where} |"
        assert cells in datasheet
    for counts in info["counts"].values():
        assert "、".join(f"{label} {n}" for label, n in counts.items()) in datasheet
    assert f"{info['joined']} of {info['voices']['silver']} silver texts" in datasheet


def test_the_datasheet_shows_the_agreement_of_the_files(rows, datasheet):
    shown = str(agreement(*(list(voices(rows[part])) for part in PARTS[1:])))
    lines = [line.rstrip() for line in shown.splitlines()]
    assert "```text\n" + "\n".join(lines) + "\n```" in datasheet


def test_nobody_calls_the_labels_human(folder, info, datasheet):
    assert "no person has checked" in datasheet
    assert "large-language-model annotators" in datasheet
    assert "没有任何人检查过" in datasheet
    assert "not checked by a person" in info["annotator"]
    assert not re.search(r"human|人工标注", datasheet + str(info), re.IGNORECASE)


def test_it_is_no_corpus_with_texts():
    assert NAME not in available_corpora()
    with pytest.raises(InputError, match=r"names no annotated\.jsonl"):
        load_corpus(NAME)


def test_without_the_texts_nothing_is_joined():
    joined = load_annotations(["没有人标注过的一句话"], "gold_dev")
    assert (len(joined), joined.total) == (0, 242)
    assert sum(joined.missing.values()) == 242
