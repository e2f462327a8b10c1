import json
import re
from collections import Counter

import pytest
from samples import record, tagged

from voc.artifact import sha256
from voc.challenge import Challenge, Pattern, challenge_scores, failures, load_challenge
from voc.corpus import built_in, read_info
from voc.errors import ArtifactError, InputError
from voc.taxonomy import Taxonomy

TEXT = "发货太慢了，客服倒是很热情"
ROW = {
    "id": "contrast-01", "class": "contrast", "text": TEXT, "note": "praise last", "must_not": [],
    "must": [{"kind": "pain", "category": ["delivery.speed", "service.*"], "quote": "慢"}],
    "sentiment": ["mixed"], "voice_type": ["service_issue"],
}  # fmt: skip


def item(must=(), must_not=(), sentiment=(), voice_type=(), cls="contrast"):
    return Challenge(
        id="1", cls=cls, text=TEXT, must=must, must_not=must_not, sentiment=sentiment,
        voice_type=voice_type, note="",
    )  # fmt: skip


def written(folder, *rows):
    path = folder / "items.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    info = f'name = "own"\n[files]\n"items.jsonl" = "{sha256(path)}"\n'
    (folder / "corpus.toml").write_text(info, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def items():
    return load_challenge()


@pytest.fixture(scope="module")
def info():
    return read_info(built_in() / "challenge")


def test_counts_are_those_of_the_file(items, info):
    assert info["counts"] == {
        "class": Counter(item.cls for item in items),
        "must": Counter(pattern.kind for item in items for pattern in item.must),
        "must_not": Counter(pattern.kind for item in items for pattern in item.must_not),
    }
    assert info["items"] == len(items) >= 240
    assert len(info["counts"]["class"]) == 12
    assert min(info["counts"]["class"].values()) >= 20


def test_the_datasheet_has_the_counts(info):
    sheet = (built_in() / "challenge" / "DATASHEET.md").read_text(encoding="utf-8")
    for name, n in info["counts"]["class"].items():
        assert re.search(rf"^\| {name} \| .* \| {n} \|$", sheet, re.MULTILINE), name
    for what in ("must", "must_not"):
        counts = info["counts"][what]
        assert f"| {what} | {counts['pain']} | {counts['need']} | {counts['praise']} |" in sheet
    assert f"共 {info['items']} 条 items" in sheet


def test_items_are_sound(items):
    taxonomy = Taxonomy.load()
    known = {*taxonomy.ids, *(f"{category.id}.*" for category in taxonomy.categories)}
    listed = set()
    assert len({item.id for item in items}) == len({item.text for item in items}) == len(items)
    for item in items:
        assert item.id.startswith(f"{item.cls}-")
        assert item.must
        assert item.sentiment
        assert item.voice_type
        assert item.note
        for pattern in (*item.must, *item.must_not):
            assert set(pattern.categories) <= known
            assert pattern.quote is None or item.text.count(pattern.quote) == 1
        listed.update(category for pattern in item.must for category in pattern.categories)
    assert listed >= set(taxonomy.ids)


def test_what_must_come_out_is_not_forbidden(items):
    for challenge in items:
        for wanted in challenge.must:
            start = challenge.text.find(wanted.quote or challenge.text)
            end = start + len(wanted.quote or challenge.text)
            fitting = [
                record(start, end, wanted.kind, category, challenge.text)
                for category in wanted.categories
                if not category.endswith("*")
            ]
            allowed = [
                one for one in fitting if not any("Expected no" in f for f in told(challenge, one))
            ]
            assert allowed or not fitting, challenge.id


def told(challenge, *records):
    return failures(challenge, tagged(*records, text=challenge.text))


@pytest.mark.parametrize(
    ("category", "fits"),
    [
        ("delivery.speed", True), ("delivery.courier", False), ("delivery", True),
        ("service.reach", True), ("service", True), ("price", False), ("services.reach", False),
    ],
)  # fmt: skip
def test_categories_that_must_come_out(category, fits):
    challenge = item(must=(Pattern(kind="pain", categories=("delivery.speed", "service.*")),))
    assert told(challenge, record(0, 5, category=category)) == (
        [] if fits else [
            "Expected a pain of delivery.speed or service.*, "
            f"but got pain {category} “发货太慢了”."
        ]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("category", "fits"),
    [("delivery.speed", True), ("delivery", False), ("service.reach", True), ("service", True)],
)
def test_categories_that_must_not_come_out(category, fits):
    challenge = item(must_not=(Pattern(kind="pain", categories=("delivery.speed", "service.*")),))
    assert told(challenge, record(0, 5, category=category)) == (
        [f"Expected no pain of delivery.speed or service.*, but got pain {category} “发货太慢了”."]
        if fits else []
    )  # fmt: skip


def test_kinds_count():
    wanted = Pattern(kind="praise")
    assert told(item(must=(wanted,)), record(0, 5)) == [
        "Expected a praise, but got pain delivery.speed “发货太慢了”."
    ]
    assert told(item(must=(wanted,)), record(6, 13, kind="praise")) == []
    assert told(item(must_not=(wanted,)), record(0, 5)) == []
    assert told(item(must_not=(wanted,)), record(6, 13, kind="praise")) == [
        "Expected no praise, but got praise delivery.speed “客服倒是很热情”."
    ]


@pytest.mark.parametrize(
    ("start", "end", "fits"),
    [(0, 5, True), (3, 4, True), (0, 3, False), (4, 13, False), (2, 4, True)],
)
def test_a_quote_must_overlap_by_a_character(start, end, fits):
    wanted = Pattern(kind="pain", quote="慢")
    assert (told(item(must=(wanted,)), record(start, end)) == []) is fits
    assert (told(item(must_not=(wanted,)), record(start, end)) == []) is not fits


def test_sentences_for_no_records_and_for_verdicts():
    wanted = Pattern(kind="need", quote="客服")
    assert told(item(must=(wanted,), sentiment=("negative",), voice_type=("need", "praise"))) == [
        "Expected a need about “客服”, but got no record.",
        "Expected sentiment negative, but got mixed.",
        "Expected voice type need or praise, but got service_issue.",
    ]
    assert told(item(sentiment=("negative", "mixed"), voice_type=("service_issue",))) == []


def test_scores_are_shares_of_items_without_failure():
    good, bad = item(), item(sentiment=("positive",))
    other = item(cls="sarcasm")
    voices = [tagged()] * 3
    assert challenge_scores([good, bad, other], voices) == {
        "contrast": 0.5,
        "sarcasm": 1.0,
        "all": pytest.approx(2 / 3),
    }


@pytest.mark.parametrize(
    ("items", "voices", "message"),
    [
        ([], [], "0 items, 0 tagged voices"),
        ([item()], [], "1 items, 0 tagged voices"),
        ([item()], [tagged(text="别的")], "not the text of item '1'"),
    ],
)
def test_voices_that_do_not_belong_are_refused(items, voices, message):
    with pytest.raises(InputError, match=message):
        challenge_scores(items, voices)


def test_items_of_ones_own(tmp_path):
    (loaded,) = load_challenge(written(tmp_path, ROW))
    assert loaded.cls == "contrast"
    assert loaded.must == (
        Pattern(kind="pain", categories=("delivery.speed", "service.*"), quote="慢"),
    )
    assert str(loaded.must[0]) == "pain of delivery.speed or service.* about “慢”"


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ("{", "Expecting"),
        ("[]", "indices"),
        ({"id": "x"}, "lacks 'text'"),
        (ROW | {"sentiment": "mixed"}, "'m' is none of negative"),
        (ROW | {"voice_type": ["bad"]}, "'bad' is none of complaint"),
        (ROW | {"must": [{"kind": "joy"}]}, "'joy' is none of pain"),
        (ROW | {"must": [{"kind": "pain", "category": "a.b"}]}, "'a.b' is no list"),
        (ROW | {"must": [{"kind": "pain", "quote": "快"}]}, "occurs 0 times"),
        (ROW | {"text": "慢慢"}, "occurs 2 times"),
        (ROW | {"text": 5}, "'int' object"),
    ],
)
def test_a_broken_line_is_named(tmp_path, broken, message):
    with pytest.raises(InputError, match=rf"items\.jsonl line 2: .*{message}"):
        load_challenge(written(tmp_path, ROW, broken))


def test_an_altered_or_absent_file_is_refused(tmp_path):
    with pytest.raises(ArtifactError, match=r"corpus\.toml"):
        load_challenge(tmp_path)
    folder = written(tmp_path, ROW)
    (folder / "items.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(ArtifactError, match=r"items\.jsonl: sha256"):
        load_challenge(folder)
    with pytest.raises(InputError, match=r"names no items\.jsonl"):
        load_challenge(built_in() / "demo")
