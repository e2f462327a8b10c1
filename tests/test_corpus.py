import json
import re
import shutil
from collections import Counter
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise

import jsonschema
import pytest

import voc
from voc.artifact import sha256
from voc.challenge import load_challenge
from voc.corpus import available_corpora, load_corpus
from voc.errors import ArtifactError, InputError, ModelNotFoundError
from voc.taxonomy import Taxonomy
from voc.types import CHANNELS

CHANNEL_NAMES = {
    "complaint": "投诉", "ticket": "工单", "review": "评价", "survey": "问卷", "social": "社交媒体",
    "chat": "在线客服", "call": "电话",
}  # fmt: skip
MONTHS = [f"2025-{month:02}" for month in range(7, 13)]
GOOD = {
    "id": "1", "text": "发货慢", "channel": "review", "created_at": None, "customer": None,
    "segment": None, "product": None, "score": None, "meta": {}, "marks": [], "error": None,
    "voice_type": "service_issue", "sentiment": "negative", "polarity": -1.0, "emotion": "anger",
    "urgency": 1, "flags": [], "confidence": 1.0, "model": "annotation",
    "records": [{
        "kind": "pain", "category": "delivery.speed", "start": 0, "end": 3, "quote": "发货慢",
        "severity": 2, "stage": "delivery", "touchpoint": None, "level": "ease", "confidence": 1.0,
    }],
}  # fmt: skip


@pytest.fixture(scope="module")
def demo():
    return load_corpus("demo")


@pytest.fixture
def copy(tmp_path, demo):
    return shutil.copytree(demo.folder, tmp_path / "copy")


def written(folder, lines):
    """A corpus of the user's own with these lines."""
    folder.mkdir(exist_ok=True)
    path = folder / "annotated.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    info = f'name = "own"\n[files]\n"annotated.jsonl" = "{sha256(path)}"\n'
    (folder / "corpus.toml").write_text(info, encoding="utf-8")
    return folder


def line(**change):
    return json.dumps(GOOD | change, ensure_ascii=False)


def test_it_is_found_by_name_and_by_folder(demo, copy):
    assert available_corpora() == ["demo", "practice"]
    assert load_corpus(copy).annotated == demo.annotated
    assert load_corpus(str(copy)).name == "demo"
    assert len(demo) == len(demo.voices) == len(demo.texts)
    assert demo.texts[0] == demo.annotated[0].voice.text
    assert (
        repr(demo) == f"Corpus('demo', {len(demo)} voices, {len(demo.annotated.records)} records)"
    )


def test_the_info_cannot_be_changed(demo):
    with pytest.raises(TypeError):
        demo.info["name"] = "x"


@pytest.mark.parametrize("name", ["nothing", "", "\0"])
def test_a_missing_corpus_lists_what_there_is(name):
    with pytest.raises(
        ModelNotFoundError, match=r"No corpus .*Available: demo, practice; or pass the path"
    ):
        load_corpus(name)


def test_a_challenge_set_is_no_corpus_of_voices():
    with pytest.raises(InputError, match=r"no annotated\.jsonl.*load_challenge"):
        load_corpus("challenge")


@pytest.mark.parametrize("file", ["voices.csv", "annotated.jsonl"])
def test_an_altered_or_missing_file_is_refused(copy, file):
    with (copy / file).open("a", encoding="utf-8") as stream:
        stream.write(" ")
    with pytest.raises(ArtifactError, match=rf"{re.escape(file)}: sha256 .* of corpus\.toml"):
        load_corpus(copy)
    (copy / file).unlink()
    with pytest.raises(ArtifactError, match=f"{re.escape(file)} is missing"):
        load_corpus(copy)


@pytest.mark.parametrize("content", ["name = ", 'name = "x"', 'name = "x"\nfiles = 1', "[files]"])
def test_a_broken_corpus_toml_is_refused(tmp_path, content):
    (tmp_path / "corpus.toml").write_text(content, encoding="utf-8")
    with pytest.raises(ArtifactError, match=r"corpus\.toml: .*expected TOML with a name"):
        load_corpus(tmp_path)


def test_a_corpus_of_ones_own(tmp_path):
    corpus = load_corpus(written(tmp_path / "own", [line(), "", line(id="2"), ""]))
    assert [voice.id for voice in corpus.voices] == ["1", "2"]
    assert corpus.name == "own"


@pytest.mark.parametrize(
    "broken",
    [
        '{"id": ', "[1]", "3", '"发货慢"', '{"id": "1"}', line(text="货发慢了"), line(text=5), line(records=3),
        line(created_at="昨天"), "[" * 100_000,
    ],
    ids=["half", "list", "number", "string", "keys", "quote", "text", "records", "time", "deep"],
)  # fmt: skip
def test_a_broken_line_is_named_and_not_shown(tmp_path, broken):
    folder = written(tmp_path, [line(), "", broken])
    with pytest.raises(InputError, match=r"annotated\.jsonl line 3: ") as caught:
        load_corpus(folder)
    assert "货" not in str(caught.value)


def test_counts_are_those_of_the_files(demo):
    voices, annotated, records = demo.voices, demo.annotated, demo.annotated.records
    found = {
        "channel": Counter(voice.channel for voice in voices),
        "industry": Counter(voice.meta["行业"] for voice in voices),
        "segment": Counter(voice.segment for voice in voices),
        "month": Counter(f"{voice.created_at:%Y-%m}" for voice in voices),
        "voice_type": Counter(tagged.voice_type for tagged in annotated),
        "sentiment": Counter(tagged.sentiment for tagged in annotated),
        "kind": Counter(record.kind for record in records),
    }
    assert demo.info["counts"] == found
    totals = {
        "voices": len(voices), "records": len(records),
        "customers": len({voice.customer for voice in voices}),
        "scores": sum(voice.score is not None for voice in voices),
    }  # fmt: skip
    assert {name: demo.info[name] for name in totals} == totals
    assert set(demo.info["files"]) == {"voices.csv", "annotated.jsonl"}
    lengths = sorted(map(len, demo.texts))
    assert (lengths[0], lengths[len(lengths) // 2], lengths[-1]) == (2, 33, 322)  # in the datasheet


def test_it_is_broad_enough(demo):
    counts = demo.info["counts"]
    assert len(demo) >= 400
    assert len(counts["industry"]) >= 10
    assert set(counts["channel"]) == set(CHANNELS) - {"unknown"}
    assert {record.category for record in demo.annotated.records} == set(Taxonomy.load().ids)


def test_the_datasheet_has_the_counts(demo):
    sheet = (demo.folder / "DATASHEET.md").read_text(encoding="utf-8")
    for counts in demo.info["counts"].values():
        for name, n in counts.items():
            assert re.search(rf"\|[^|]*{name} \| {n} \|", sheet), (name, n)
    for name in ("voices", "records", "customers", "scores"):
        assert re.search(rf"\|[^|]* {name} \| {demo.info[name]} \|", sheet), name


def test_ids_and_texts_are_unique(demo):
    assert len({voice.id for voice in demo.voices}) == len(demo)
    texts = {re.sub(r"\W", "", text) for text in demo.texts}
    assert len(texts) == len(demo)
    assert not texts & {re.sub(r"\W", "", item.text) for item in load_challenge()}


def test_annotations_are_sound(demo):
    taxonomy = Taxonomy.load()
    for tagged in demo.annotated:
        assert [r.start for r in tagged.records] == sorted(r.start for r in tagged.records)
        for record in tagged.records:
            assert record.quote == tagged.voice.text[record.start : record.end] != ""
            assert record.voice_id == tagged.voice.id
            assert record.category in taxonomy.ids
            assert (record.severity == 0) == (record.kind == "praise")
            assert (record.level, record.touchpoint) == (
                taxonomy.leaf(record.category).level,
                taxonomy.leaf(record.category).touchpoint,
            )


def test_every_line_is_valid(demo):
    schema = json.loads((files("voc.data") / "tagged_voice.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    path = demo.folder / "annotated.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(demo)
    for text in lines:
        validator.validate(json.loads(text))
    assert [json.dumps(plain, ensure_ascii=False) for plain in demo.annotated.to_dicts()] == lines


def test_the_table_holds_the_same_voices(demo):
    """The table names channels in Chinese; ``voc.read`` keeps that name in ``meta``."""
    read = list(voc.read(demo.folder / "voices.csv"))
    assert {(voice.channel, voice.meta["channel"]) for voice in read} == set(CHANNEL_NAMES.items())
    bare = [replace(voice, meta={"行业": voice.meta["行业"]}) for voice in read]
    assert bare == demo.voices
    assert all(set(voice.meta) == {"行业", "channel"} for voice in read)


def test_surveys_are_scored(demo):
    scores = [voice.score for voice in demo.voices if voice.channel == "survey"]
    assert None not in scores
    assert all(0 <= voice.score <= 10 for voice in demo.voices if voice.score is not None)


def measured(story, corpus):
    """What corpus.toml says of a story, computed anew."""
    chosen = [
        tagged
        for tagged in corpus.annotated
        if tagged.voice.product in story["products"]
        and story.get("segment") in (None, tagged.voice.segment)
    ]
    hits = [
        tagged
        for tagged in chosen
        if any(
            r.kind == story["kind"] and r.category in story["categories"] for r in tagged.records
        )
    ]
    days = ["", *story["turns"], "9"]

    def by_period(voices):
        for first, last in pairwise(days):
            yield [t for t in voices if first <= f"{t.voice.created_at:%Y-%m-%d}" < last]

    def by_month(voices):
        months = Counter(f"{tagged.voice.created_at:%Y-%m}" for tagged in voices)
        return [months[month] for month in MONTHS]

    scores = [[t.voice.score for t in p if t.voice.score is not None] for p in by_period(chosen)]
    return {
        "voices_by_month": by_month(chosen),
        "hits_by_month": by_month(hits),
        "voices_by_period": [len(period) for period in by_period(chosen)],
        "hits_by_period": [len(period) for period in by_period(hits)],
        "negative_by_period": [
            sum(tagged.sentiment == "negative" for tagged in period) for period in by_period(chosen)
        ],
        "score_by_period": [round(sum(values) / len(values), 1) for values in scores],
    }


def stories(corpus):
    return {story["id"]: story for story in corpus.info["story"]}


def test_story_counts_are_those_of_the_files_and_the_datasheet(demo):
    sheet = (demo.folder / "DATASHEET.md").read_text(encoding="utf-8")
    for name, story in stories(demo).items():
        found = measured(story, demo)
        assert {key: story[key] for key in found} == found
        months = " | ".join(map(str, found["hits_by_month"]))
        assert f"{name} · hits | {months} |" in sheet
        periods = zip(*list(found.values())[2:], strict=True)
        rows = re.findall(rf"^\| {name} \| [^|]* \| (.*) \|$", sheet, re.MULTILINE)
        assert rows == [" | ".join(map(str, period)) for period in periods]


def test_stories_can_be_seen_in_the_annotations(demo):
    told = stories(demo)
    share = {
        name: [
            hits / voices
            for hits, voices in zip(story["hits_by_period"], story["voices_by_period"], strict=True)
        ]
        for name, story in told.items()
    }
    before, after = share["takeaway_late"]
    assert before < 0.1 < 0.6 < after
    before, during, after = share["bank_login"]
    assert before < 0.1 < 0.6 < during
    assert after < 0.1
    before, after = share["vacuum_unstable"]
    assert after < 0.1 < 0.6 < before
    assert share["software_large"] > [0.8]
    assert share["software_small_easy"] > [0.6]
    assert share["software_small_price"] > [0.3]
    large, small = told["software_large"], told["software_small_easy"]
    assert large["score_by_period"][0] + 5 < small["score_by_period"][0]
    assert large["negative_by_period"] == large["voices_by_period"]
    assert small["negative_by_period"] == [0]
