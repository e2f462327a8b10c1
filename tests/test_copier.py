from dataclasses import replace

import pytest
from samples import record, tagged

from voc._copier import copier
from voc.types import Record, TaggedVoice


def test_a_copy_is_that_of_replace_and_the_original_stays():
    original = record(0, 3)
    copy = copier(Record, "voice_id", "quote")(original, "other", "慢")
    assert copy == replace(original, voice_id="other", quote="慢")
    assert original == record(0, 3) != copy
    assert copier(TaggedVoice, "records")(tagged(), ()) == replace(tagged(), records=())


def test_as_many_values_as_fields():
    with pytest.raises(ValueError, match="zip"):
        copier(Record, "voice_id", "quote")(record(0, 3), "other")
