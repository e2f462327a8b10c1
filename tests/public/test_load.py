import gzip
import json
from dataclasses import replace

import pytest

from voc.errors import ArtifactError, DownloadError, InputError, ModelNotFoundError
from voc.public.cache import cache_folder
from voc.public.load import load_public, read_cached, read_folder, read_rows
from voc.public.source import PublicSource, SourceFile, public_source

ROWS = [
    {"id": "1", "text": "送得很快", "labels": {"label": 1}},
    {"id": 2, "text": "凉了"},
    {"id": "3", "text": ""},
]


def lines(*rows):
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


@pytest.fixture
def source(server):
    """A corpus of two files on the server."""
    server.files["/train.csv"] = "label,review\n1,送得很快\n".encode()
    server.files["/dev.csv"] = "label,review\n0,凉了\n0,慢\n".encode()
    files = [
        SourceFile(name=f"{s}.csv", url=f"{server.url}/{s}.csv", split=s, text="review", labels=("label",))
        for s in ("train", "dev")
    ]  # fmt: skip
    return PublicSource(
        name="mine", title="我的", home="https://example.org", licence="只供研究。", labels="label",
        files=tuple(files),
    )  # fmt: skip


def test_a_local_copy(tmp_path):
    folder = tmp_path / "takeaway"
    folder.mkdir()
    (folder / "train.jsonl.gz").write_bytes(gzip.compress(lines(*ROWS)))
    (folder / "dev.jsonl").write_bytes(lines(ROWS[0]))
    for given in (tmp_path, folder, str(folder)):
        corpus = load_public("takeaway", folder=given)
        assert corpus.texts == ["送得很快", "送得很快", "凉了"]
        assert corpus.ids == ["1", "1", "2"]
        assert corpus.labels == [{"label": 1}, {"label": 1}, {}]
        assert corpus.splits == ["dev", "train", "train"]
        assert repr(corpus) == "PublicCorpus('takeaway', dev 1, train 2)"
        assert (len(corpus), corpus.source) == (3, public_source("takeaway"))


def test_a_folder_without_files_says_what_was_expected(tmp_path):
    with pytest.raises(InputError, match=r"expected takeaway/<split>\.jsonl"):
        load_public("takeaway", folder=tmp_path)


@pytest.mark.parametrize("row", [{"text": 1}, {"text": "慢", "labels": [1]}, []])
def test_a_broken_line_is_named_and_not_shown(row, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(ROWS[0], row))
    with pytest.raises(InputError, match=r"a\.jsonl line 2: ") as caught:
        read_rows(path)
    assert "慢" not in str(caught.value)


def test_a_damaged_archive_is_refused(tmp_path):
    path = tmp_path / "a.jsonl.gz"
    whole = gzip.compress(lines(*ROWS * 50))
    for content in (whole[:-9], b"no gzip", whole[:12] + b"\xff" * 9 + whole[21:]):
        path.write_bytes(content)
        with pytest.raises(ArtifactError, match=r"cannot be read .* get it anew"):
            read_rows(path)


def test_texts_with_odd_characters_are_read(tmp_path):
    path = tmp_path / "a.jsonl"
    odd = ["\ud800慢", "\x00", "慢" * 100_000, "👍"]
    path.write_text("\n".join(json.dumps({"id": 1, "text": t}) for t in odd), encoding="ascii")
    assert [row.text for row in read_rows(path)] == odd


def test_nothing_is_fetched_unless_asked(source, server):
    with pytest.raises(InputError, match=r"download=True and accept_licence=True .* 只供研究。"):
        read_cached(source, download=False, accept_licence=True)
    with pytest.raises(
        InputError, match=r"我的, https://example.org. Licence: 只供研究。 If you acc"
    ):
        read_cached(source, download=True, accept_licence=False)
    assert server.asked == 0
    assert not cache_folder().exists()


def test_a_download_is_kept_and_read_without_asking_again(source, server):
    corpus = read_cached(source, download=True, accept_licence=True)
    assert corpus.texts == ["送得很快", "凉了", "慢"]
    assert corpus.ids == ["train-0", "dev-0", "dev-1"]
    assert [labels["label"] for labels in corpus.labels] == [1, 0, 0]
    assert server.asked == 2
    again = read_cached(source, download=False, accept_licence=False)
    assert (again.texts, server.asked) == (corpus.texts, 2)


def test_only_what_is_missing_is_fetched(source, server):
    del server.files["/dev.csv"]
    with pytest.raises(DownloadError, match="404"):
        read_cached(source, download=True, accept_licence=True)
    server.files["/dev.csv"] = "label,review\n0,凉了\n".encode()
    assert len(read_cached(source, download=True, accept_licence=True)) == 2
    assert server.asked == 3


def test_a_copy_that_changed_in_the_cache_is_refused(source):
    read_cached(source, download=True, accept_licence=True)
    path = cache_folder() / "public" / "mine" / "dev.csv"
    path.write_text("label,review\n1,好\n", encoding="utf-8")
    with pytest.raises(ArtifactError, match=r"dev\.csv: sha256 .* of the first download"):
        read_cached(source, download=True, accept_licence=True)


def test_without_an_address_it_says_where_to_look(source, tmp_path):
    unknown = replace(source, files=(), note="写信去要。")
    with pytest.raises(
        InputError, match=r"'mine' is known. 写信去要。 https://example.org Pass folder="
    ):
        read_cached(unknown, download=True, accept_licence=True)
    (tmp_path / "all.jsonl").write_bytes(lines(ROWS[0]))
    assert read_folder(unknown, tmp_path).splits == ["all"]


def test_an_unknown_name(tmp_path):
    with pytest.raises(ModelNotFoundError, match="No public corpus 'imdb'"):
        load_public("imdb", folder=tmp_path)


def test_one_label_to_learn(tmp_path):
    (tmp_path / "train.jsonl").write_bytes(lines(*ROWS))
    rows = [{"id": "1", "text": "外观好", "labels": {"topics": {"外观": 1, "空间": 0}, "label": 0}}]
    (tmp_path / "dev.jsonl").write_bytes(lines(*rows))
    corpus = load_public("takeaway", folder=tmp_path)
    learned = corpus.labelled("label")
    assert learned.ids == ("dev/1", "train/1")
    assert learned.y == ["0", "1"]
    assert corpus.labelled("topics", "dev").y == [("外观", "空间")]
    for name, split in (("polarity", None), ("label", "test")):
        with pytest.raises(InputError, match=r"labels: label.*splits: dev, train"):
            corpus.labelled(name, split)
