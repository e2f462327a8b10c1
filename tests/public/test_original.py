import zipfile

import pytest

from voc.errors import ArtifactError
from voc.public.original import read_original
from voc.public.source import SourceFile

TABLE = 'label,cat,review\n1,水果,"脆甜，好吃"\n0,手机,\n-1,手机,"第一行\n第二行"\n'
FILE = SourceFile(name="a.csv", url="", text="review", labels=("label", "cat"))


def written(folder, name="a.csv", text=TABLE, encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_rows_with_a_text_keep_their_number_and_labels(tmp_path, encoding):
    assert read_original(written(tmp_path, encoding=encoding), FILE) == [
        ("all-0", "脆甜，好吃", {"label": 1, "cat": "水果"}),
        ("all-2", "第一行\n第二行", {"label": -1, "cat": "手机"}),
    ]


def test_tabs_and_a_column_of_ids(tmp_path):
    file = SourceFile(name="a.tsv", url="", split="dev", text="text", id="nr", labels=("y",))
    path = written(tmp_path, "a.tsv", "nr\ttext\ty\n7\t慢，慢\t4.0\n8\t快\t五.0\n")
    assert read_original(path, file) == [("7", "慢，慢", {"y": 4.0}), ("8", "快", {"y": "五.0"})]


def test_a_table_alone_in_an_archive(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("folder/a.csv", TABLE)
        archive.writestr("__MACOSX/folder/._a.csv", "x")
        archive.writestr("README.md", "x")
    assert [row.id for row in read_original(path, FILE)] == ["all-0", "all-2"]


def archive_of(folder, *names):
    path = folder / "b.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, TABLE)
    return path


@pytest.mark.parametrize(
    "damaged",
    [
        lambda folder: written(folder, text="review,cat\n好,水果\n"),
        lambda folder: written(folder, encoding="utf-16"),
        lambda folder: written(folder, "a.zip"),
        lambda folder: archive_of(folder),
        lambda folder: archive_of(folder, "a.csv", "b.csv"),
    ],
    ids=["column", "encoding", "no-zip", "empty-zip", "two-tables"],
)
def test_what_is_no_such_table_is_refused(damaged, tmp_path):
    path = damaged(tmp_path)
    with pytest.raises(ArtifactError, match="with the columns review, label, cat; remove it"):
        read_original(path, FILE)
