import re
import tomllib
from importlib.resources import files

import pytest

from voc.errors import ModelNotFoundError, VocError
from voc.public.source import public_corpora, public_source

SOURCES = [public_source(name) for name in public_corpora()]


def test_names_are_sorted_and_those_of_the_catalogue():
    text = (files("voc.data") / "public_corpora.toml").read_text(encoding="utf-8")
    assert public_corpora() == sorted(tomllib.loads(text))


def test_an_unknown_name_is_answered_with_those_that_are_known():
    with pytest.raises(
        ModelNotFoundError, match=r"No public corpus 'imdb'. Known: asap_sample, .*"
    ):
        public_source("imdb")
    assert issubclass(ModelNotFoundError, VocError)


@pytest.mark.parametrize("source", SOURCES, ids=public_corpora())
def test_each_says_where_from_under_which_terms_and_with_which_labels(source):
    assert source.title
    assert source.licence.endswith(".")
    assert source.labels
    assert source.home.startswith("http") or source.note
    assert source.files or source.note.endswith(".")


@pytest.mark.parametrize("source", SOURCES, ids=public_corpora())
def test_an_address_is_pinned_to_a_commit(source):
    for file in source.files:
        assert re.match(
            r"https://raw\.githubusercontent\.com/[\w.-]+/[\w.-]+/[0-9a-f]{40}/", file.url
        )
        assert file.url.endswith(f"/{file.name}")
        assert file.sha256 is None or re.fullmatch("[0-9a-f]{64}", file.sha256)
    assert len({file.name for file in source.files}) == len(source.files)
