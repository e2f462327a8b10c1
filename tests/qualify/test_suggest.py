from dataclasses import replace

import pytest

import voc
from voc.engines.lexicon import LexiconEngine
from voc.errors import InputError
from voc.qualify.suggest import suggest_leaves
from voc.qualify.suggestion import suggestions_toml
from voc.result import Result
from voc.taxonomy import Taxonomy
from voc.text.split import split_texts

BUILT_IN = Taxonomy.load()


def without(id):
    homes = (
        replace(home, leaves=tuple(leaf for leaf in home.leaves if leaf.id != id))
        for home in BUILT_IN.categories
    )
    return Taxonomy(1, tuple(homes))


def lacking(id, result):
    """The result of a model that never knew a leaf: its records are missing."""
    return Result(
        replace(one, records=tuple(r for r in one.records if r.category != id)) for one in result
    )


@pytest.fixture(scope="module")
def demo():
    return voc.load_corpus("demo").annotated


@pytest.fixture(scope="module")
def suggested(demo):
    reduced = without("delivery.speed")
    return suggest_leaves(lacking("delivery.speed", demo), reduced)


def test_a_leaf_that_was_taken_out_is_found_again(demo, suggested):
    late = [r.quote for r in demo.records if r.category == "delivery.speed"]
    hits = [
        sum(any(quote in said or said in quote for said in late) for quote in one.quotes)
        for one in suggested
    ]
    assert hits[0] >= 3
    assert suggested[0].voices >= 10


def test_suggestions_are_complete_and_from_the_texts(demo, suggested):
    texts = "\n".join(demo_text.text for demo_text in demo.voices)
    assert 1 <= len(suggested) <= 10
    for one in suggested:
        assert one.voices >= 5
        assert one.share == one.voices / len(demo)
        assert one.name == one.cues[0].phrase
        assert all(quote in texts for quote in one.quotes)
        assert len(set(one.quotes)) == len(one.quotes) <= 5
        assert len(one.nearest) == 3
        assert all(2 <= cue.voices <= one.voices for cue in one.cues)
        assert one.id not in BUILT_IN
    assert len({one.id for one in suggested}) == len(suggested)


def test_the_file_extends_the_taxonomy(suggested, tmp_path):
    path = tmp_path / "new.toml"
    path.write_text(suggestions_toml(suggested), encoding="utf-8")
    reduced = without("delivery.speed")
    extended = reduced.extend(path)
    assert extended.version == reduced.version
    assert set(extended.ids) == {*reduced.ids, *(one.id for one in suggested)}
    for one in suggested:
        cues = {(cue.phrase, cue.role) for cue in one.cues}
        assert set(extended.leaf(one.id).cues()) == cues
        assert extended.parent(one.id) == one.category
    path.write_text(suggested[0].to_toml(), encoding="utf-8")
    assert reduced.extend(path).leaf(suggested[0].id).zh == suggested[0].name
    assert f"#   {suggested[0].quotes[0]}" in suggested[0].to_toml()


def test_the_extended_taxonomy_finds_what_the_cues_say(suggested, tmp_path):
    path = tmp_path / "new.toml"
    path.write_text(suggestions_toml(suggested), encoding="utf-8")
    engine = LexiconEngine(without("delivery.speed").extend(path))
    cue = suggested[0].cues[0]
    kind = cue.role if cue.role in ("pain", "praise") else "need"
    text = cue.phrase if kind != "need" else f"希望{cue.phrase}"
    scores = engine.score(split_texts([text])).pairs[0]
    assert scores[engine.pairs.index((kind, suggested[0].id))] > 0


def test_the_same_input_gives_the_same(demo):
    result, reduced = lacking("delivery.speed", demo)[:200], without("delivery.speed")
    assert suggest_leaves(result, reduced) == suggest_leaves(result, reduced)


def test_a_leaf_that_is_there_is_named_in_a_warning(demo):
    result = [replace(one, records=tuple(
        replace(r, confidence=0.1) if r.category == "delivery.speed" else r for r in one.records
    )) for one in demo]  # fmt: skip
    first = next(
        one for one in suggest_leaves(result, BUILT_IN) if one.nearest[0][0] == "delivery.speed"
    )
    assert first.overlap == "delivery.speed"
    assert "may be delivery.speed" in str(first)


@pytest.mark.parametrize("number", [0, 1, 5])
def test_a_few_voices_give_nothing(demo, number):
    assert suggest_leaves(demo[:number], BUILT_IN) == ()


@pytest.mark.parametrize("text", ["", "。。。", "\0\ud800慢", "慢" * 3000, "😀🎉", "too slow"])
def test_odd_texts_do_no_harm(text):
    result = voc.classify([text] * 8 + [f"{text}{n}" for n in range(8)])
    assert isinstance(suggest_leaves(result, BUILT_IN), tuple)


def test_a_taxonomy_without_any_words(demo):
    bare = Taxonomy(1, ())
    result = [replace(one, records=()) for one in demo[:150]]
    found = suggest_leaves(result, bare, 2)
    assert [one.category for one in found] == ["new", "new"]
    assert found[0].nearest == ()


def test_a_number_below_zero_is_refused(demo):
    assert suggest_leaves(demo, BUILT_IN, 0) == ()
    with pytest.raises(InputError, match="n=-1; expected how many"):
        suggest_leaves(demo, BUILT_IN, -1)
