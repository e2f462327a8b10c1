import json
import re
from collections import Counter
from importlib.resources import files

import jsonschema
import pytest

from voc.challenge import load_challenge
from voc.corpus import load_corpus
from voc.taxonomy import Taxonomy


@pytest.fixture(scope="module")
def practice():
    return load_corpus("practice")


def letters(text):
    return re.sub(r"\W+", "", text)


def test_counts_equal_the_file(practice):
    annotated, info = practice.annotated, practice.info
    assert (info["voices"], info["records"]) == (len(annotated), len(annotated.records))
    assert info["counts"]["kind"] == Counter(record.kind for record in annotated.records)
    assert info["counts"]["voice_type"] == Counter(tagged.voice_type for tagged in annotated)
    assert info["counts"]["sentiment"] == Counter(tagged.sentiment for tagged in annotated)


def test_no_text_is_one_of_those_evaluated_on(practice):
    evaluated = load_corpus("demo").texts + [item.text for item in load_challenge()]
    texts = {letters(text) for text in practice.texts}
    assert len(texts) == len(practice)
    assert not texts & {letters(text) for text in evaluated}


def test_lines_follow_the_schema(practice):
    schema = json.loads((files("voc.data") / "tagged_voice.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    assert not [e.message for d in practice.annotated.to_dicts() for e in validator.iter_errors(d)]


def test_every_leaf_occurs(practice):
    leaves = {leaf.id for leaf in Taxonomy.load().leaves}
    assert {record.category for record in practice.annotated.records} == leaves
