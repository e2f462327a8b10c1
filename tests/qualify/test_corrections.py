"""What people correct, kept and put over what a model says."""

import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from samples import TEXT, record, tagged

import voc
from voc.collect.mask import Masker, mask_voice
from voc.engines.linear_fit import LinearSettings, fit_linear
from voc.errors import InputError
from voc.qualify.analyzer import Analyzer
from voc.qualify.decode import Decoding
from voc.qualify.explain import explain_voice
from voc.result import Result
from voc.taxonomy import Taxonomy
from voc.types import Voice

SLOW, KIND = record(0, 5), record(6, 13, kind="praise", category="service.attitude", severity=0)
RESULT = Result([tagged(SLOW, KIND)])
ELSEWHERE = "發貨太慢了，不過東西好"


def elsewhere(**change):
    """The same words, in another text."""
    return tagged(record(0, 5, text=ELSEWHERE, voice_id="2", **change), id="2", text=ELSEWHERE)


def fixed(*fixes, result=RESULT):
    return voc.Corrections(fixes).apply(result)


def test_only_what_is_corrected_changes():
    corrected = fixed(voc.correct(SLOW, within=RESULT, category="delivery.courier"))
    new, other = corrected.records
    assert (new.category, new.confidence) == ("delivery.courier", 1.0)
    assert other is KIND
    assert corrected[0].model == "demo@1+corrections"
    plain = elsewhere()
    assert fixed(voc.correct(SLOW, within=RESULT, drop=True), result=[plain])[0] is plain


def test_without_within_it_holds_wherever_the_words_were_tagged_the_same_way():
    fix = voc.correct(SLOW, category="delivery.courier")
    other_tag, other_kind = elsewhere(category="price.fee"), elsewhere(kind="need")
    corrected = fixed(fix, result=[elsewhere(), other_tag, other_kind])
    assert corrected[0].records[0].category == "delivery.courier"
    assert corrected[1] is other_tag
    assert corrected[2] is other_kind
    with pytest.raises(InputError, match=r"words of 4 letters.*pass within=result"):
        voc.correct(record(0, 4), category="delivery.courier")


def test_what_follows_from_a_category_and_a_kind():
    leaf = Taxonomy.load().leaf("usability.interface")
    [moved, _] = fixed(voc.correct(SLOW, within=TEXT, category=leaf.id)).records
    assert (moved.level, moved.severity) == (leaf.level, 2)
    [praised, _] = fixed(voc.correct(SLOW, within=RESULT[0], kind="praise")).records
    assert praised.severity == 0
    [graded, _] = fixed(voc.correct(SLOW, within=RESULT, severity=4, level="delight")).records
    assert (graded.severity, graded.level) == (4, "delight")


def test_the_newest_wins_and_a_chain_is_followed():
    def to(category, of=SLOW):
        return voc.correct(of, within=TEXT, category=category)

    first, second = to("delivery.courier"), to("price.fee")
    again = fixed(first).records[0]
    assert fixed(first, second).records[0].category == "price.fee"
    assert fixed(first, to("price.fee", again)).records[0].category == "price.fee"
    assert fixed(first, to("delivery.speed", again)).records[0].category == "delivery.speed"
    assert (
        fixed(voc.correct(SLOW, within=TEXT, drop=True), second).records[0].category == "price.fee"
    )
    assert voc.Corrections([first, second, second]).conflicts() == [(first, second)]
    assert voc.Corrections([first, to("price.fee", again)]).conflicts() == []


def test_a_voice_gets_the_records_that_a_person_found_whatever_a_model_says():
    missed = replace(KIND, kind="pain", category="service.reach", severity=1)
    fix = voc.correct_voice(RESULT[0], records=[SLOW, missed], urgency=3, sentiment="negative")
    rough = tagged(id="9", text="發貨太慢了!!客服倒是很热情😡")
    for voice in (RESULT[0], rough):
        [corrected] = fixed(fix, result=[voice])
        assert [(r.kind, r.category) for r in corrected.records] == [
            ("pain", "delivery.speed"),
            ("pain", "service.reach"),
        ]
        assert {r.voice_id for r in corrected.records} == {voice.voice.id}
        assert (corrected.urgency, corrected.sentiment, corrected.score) == (3, "negative", -0.25)
        assert (corrected.emotion, corrected.confidence) == (voice.emotion, voice.confidence)
    assert [r.quote for r in corrected.records] == ["發貨太慢了", "客服倒是很热情"]
    assert fixed(voc.correct_voice(RESULT[0], voice_type="praise"))[0].confidence == 1


def test_what_cannot_be_read_stays_as_it_is():
    broken = tagged(SLOW, marks=frozenset({"failed"}), error="tagging failed")
    assert fixed(voc.correct_voice(RESULT[0], urgency=3), result=[broken])[0] is broken


@pytest.mark.parametrize(
    "make",
    [
        lambda: voc.correct(SLOW, within=TEXT),
        lambda: voc.correct(SLOW, within=TEXT, drop=True, kind="need"),
        lambda: voc.correct(SLOW, within=TEXT, kind="anger"),
        lambda: voc.correct(SLOW, within=TEXT, severity=0),
        lambda: voc.correct(SLOW, within=TEXT, severity=True),
        lambda: voc.correct(SLOW, within=TEXT, quote="慢"),
        lambda: voc.correct(SLOW, within="别的话"),
        lambda: voc.correct_voice(RESULT[0]),
        lambda: voc.correct_voice(RESULT[0], flags={"x"}),
        lambda: voc.correct_voice(RESULT[0], records=[elsewhere().records[0]]),
    ],
)
def test_what_makes_no_sense_is_refused(make):
    with pytest.raises(InputError, match=r"expected|pass the result"):
        make()


@pytest.fixture
def several():
    odd = tagged(id="7", text="\0\ud800慢\n")
    return voc.Corrections([
        voc.correct(SLOW, within=RESULT, category="delivery.courier", touchpoint=None),
        voc.correct(KIND, drop=True),
        voc.correct_voice(RESULT[0], records=[SLOW], flags={"churn", "refund"}, urgency=0),
        voc.correct_voice(odd, voice_type="other"),
    ])  # fmt: skip


def test_a_file_gives_back_what_was_saved(several, tmp_path):
    path = tmp_path / "改正.jsonl"
    several[:2].save(path)
    several[2:].append(path)
    again = voc.Corrections.load(path)
    assert len(again) == 4
    assert again[:2] == several[:2]
    assert again.apply(RESULT) == several.apply(RESULT)
    assert pickle.loads(pickle.dumps(several)) == several
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    with pytest.raises(InputError, match="exists; pass overwrite=True"):
        several.save(path)
    several[:1].save(path, overwrite=True)
    assert len(voc.Corrections.load(path)) == 1


def test_a_torn_line_spoils_no_other_and_is_named(several, tmp_path):
    path = tmp_path / "f.jsonl"
    several[:1].save(path)
    with path.open("a", encoding="utf-8") as file:
        file.write('{"text": "秘')
    several[1:2].append(path)
    assert len(path.read_text(encoding="utf-8").splitlines()) == 3
    with pytest.raises(InputError, match=r"f\.jsonl line 2") as caught:
        voc.Corrections.load(path)
    assert "秘" not in str(caught.value)


@pytest.mark.parametrize(
    "change",
    [{"kind": "x"}, {"quote": None}, {"change": {"stage": 3}}, {"drop": True}, {"text": []}],
)
def test_wrong_lines_are_refused(several, tmp_path, change):
    path = tmp_path / "f.jsonl"
    several[:1].save(path)
    plain = json.loads(path.read_text(encoding="utf-8")) | change
    path.write_text(json.dumps(plain), encoding="utf-8")
    with pytest.raises(InputError, match="line 1"):
        voc.Corrections.load(path)
    with pytest.raises(InputError, match="cannot be read"):
        voc.Corrections.load(tmp_path / "none.jsonl")


def test_many_may_append_at_a_time(several, tmp_path):
    path = tmp_path / "f.jsonl"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: several.append(path), range(40)))
    assert len(voc.Corrections.load(path)) == 160


def test_an_analyzer_with_corrections(analyzer, tmp_path):
    texts = ["师傅迟到了半小时", "物流很快", "師傅遲到了半小時！！"]
    before = analyzer.classify(texts)
    fix = voc.correct(before.records[0], within=before, kind="pain", category="service.speed")
    voc.Corrections([fix]).save(tmp_path / "f.jsonl")
    corrected = voc.load("default", corrections=tmp_path / "f.jsonl")
    after = corrected.classify(texts)
    assert [after[i].records[0].category for i in (0, 2)] == ["service.speed"] * 2
    assert after[1] == before[1]
    assert corrected.tag(before.voices)[0].records == after[0].records
    assert voc.classify(texts, corrections=[fix]) == after
    assert explain_voice(corrected, texts[0]).items[0].record == before.records[0]
    with pytest.raises(InputError, match=r"correction 1 of 1 gives category='no\.such'"):
        voc.load(corrections=[voc.correct(before.records[0], within=before, category="no.such")])


def test_pseudonyms_of_another_salt_are_the_same_words(analyzer):
    voice = Voice(id="1", text="打了13800138000都没人接")
    one, other = (mask_voice(voice, Masker(salt)) for salt in ("甲", "乙"))
    assert one.text != other.text
    fix = voc.correct_voice(analyzer.tag([one])[0], urgency=3)
    assert "13800138000" not in fix.text
    assert [v.urgency for v in fixed(fix, result=analyzer.tag([one, other]))] == [3, 3]


def test_one_correction_is_no_sequence_of_them():
    fix = voc.correct(SLOW, within=RESULT, drop=True)
    for wrong in (fix, [RESULT[0]], "fixes.jsonl"):
        with pytest.raises(InputError, match=r"expected an iterable of corrections"):
            voc.Corrections(wrong)


@pytest.fixture(scope="module")
def demo(analyzer):
    gold = voc.load_corpus("demo").annotated
    return gold, Result(analyzer.tag(gold.voices))


def wrong_categories(gold, said, n):
    """Records of a right place and kind but a wrong category, with the right one; one a voice."""
    for truth, found in list(zip(gold, said, strict=True))[:: len(gold) // (3 * n)]:
        for one in found.records:
            same = [r for r in truth.records if r.start < one.end and one.start < r.end]
            if len(same) == 1 and same[0].kind == one.kind and same[0].category != one.category:
                yield one, same[0]
                break


def test_nothing_else_gets_worse(demo):
    gold, before = demo
    wrong = list(wrong_categories(gold, before, 60))
    corrections = voc.Corrections(
        voc.correct(
            r, within=before, category=right.category, stage=right.stage,
            severity=max(right.severity, r.kind != "praise"),
        )
        for r, right in wrong
    )  # fmt: skip
    after = corrections.apply(before)
    assert len(wrong) >= 24
    right = {(r.voice_id, r.start, r.kind): truth.category for r, truth in wrong}
    changed = 0
    for old, new in zip(before.records, after.records, strict=True):
        expected = right.get((old.voice_id, old.start, old.kind))
        if old is not new:
            changed += 1
            assert new.category == expected
    assert changed == len(wrong)
    was, now = voc.evaluate(gold, before), voc.evaluate(gold, after)
    assert all(now[name] >= was[name] for name in was)
    assert now["record_leaf"] > was["record_leaf"] + 0.01


def test_voices_that_people_went_through(demo):
    gold, before = demo
    read = gold[:40]
    after = voc.Corrections.from_annotated(read).apply(before)
    assert voc.evaluate(read, after[:40])["record_leaf"] == 1
    assert all(new is old for new, old in zip(after[40:], before[40:], strict=True))
    was, now = voc.evaluate(gold, before), voc.evaluate(gold, after)
    assert all(now[name] >= was[name] for name in was)
    assert not {one.voice.id for one in read} & {v.id for v in after.review(len(after)).voices}
    only_records = voc.Corrections.from_annotated(read, tags=False).apply(before)
    assert [one.emotion for one in only_records] == [one.emotion for one in before]


def test_the_next_training_learns_them():
    goods = ("手机", "耳机", "书", "水果", "衣服", "鞋子", "水杯", "台灯")
    leaves, taxonomy = ("delivery.speed", "service.attitude"), Taxonomy.load()
    settings = LinearSettings(
        bits=12, min_count=1, n_folds=2, n_hidden=48, n_hidden_of_voice=48, epochs=60, n_networks=1
    )

    def said(i, goods, words, category):
        text = f"买了{goods}，{words}"
        unit = record(
            len(text) - len(words), len(text), text=text, voice_id=str(i), category=category
        )
        return tagged(unit, id=str(i), text=text)

    def analyzer(voices):
        engine = fit_linear(voices, leaves, settings=settings)
        return Analyzer("tiny@1", engine, Decoding(leaf=0.0), taxonomy)

    # Whoever annotated the first ones took rudeness for slowness.
    voices = [said(i, g, "发货太慢了", "delivery.speed") for i, g in enumerate(goods)]
    voices += [said(i + 10, g, "客服骂人呢", "delivery.speed") for i, g in enumerate(goods)]
    new = [said(20 + i, g, "客服骂人呢", "service.attitude").voice for i, g in enumerate(goods)]
    result = analyzer(voices).classify(new)
    fixes = voc.Corrections(
        voc.correct(r, within=result, category="service.attitude") for r in result.records
    )
    learned = fixes.to_annotated(result)
    assert len(learned) == len(result.records) == len(goods)
    assert fixes.to_annotated(fixes.apply(result)) == learned
    unseen = analyzer(voices[:8] + learned).classify(
        ["买了雨伞，客服骂人呢", "买了雨伞，发货太慢了"]
    )
    assert [r.category for r in unseen.records] == ["service.attitude", "delivery.speed"]
