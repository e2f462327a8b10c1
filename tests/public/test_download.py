import errno
import hashlib
import io
import socket

import pytest

from voc.errors import ArtifactError, DownloadError, InputError
from voc.public.download import download, save
from voc.public.source import SourceFile

CONTENT = "label,review\n1,送得很快\n".encode() * 5000
SUM = hashlib.sha256(CONTENT).hexdigest()


def file(server, sha256=None):
    server.files.setdefault("/a.csv", CONTENT)
    return SourceFile(name="a.csv", url=f"{server.url}/a.csv", text="review", sha256=sha256)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_arrives_whole(server, tmp_path):
    target = tmp_path / "deep" / "folder" / "a.csv"
    download(file(server, SUM), target)
    assert target.read_bytes() == CONTENT
    assert names(target.parent) == ["a.csv"]


def test_without_a_known_sum_the_first_download_decides(server, tmp_path):
    target = tmp_path / "a.csv"
    download(file(server), target)
    assert (tmp_path / "a.csv.sha256").read_text(encoding="ascii").strip() == SUM
    target.unlink()
    server.files["/a.csv"] = b"another"
    with pytest.raises(ArtifactError, match="of the first download"):
        download(file(server), target)
    assert names(tmp_path) == ["a.csv.sha256"]


def test_a_wrong_sum_leaves_nothing_behind_and_what_was_there_untouched(server, tmp_path):
    target = tmp_path / "a.csv"
    target.write_bytes(b"old")
    with pytest.raises(ArtifactError, match=r"a\.csv: sha256 .* of the catalogue"):
        download(file(server, "0" * 64), target)
    assert names(tmp_path) == ["a.csv"]
    assert target.read_bytes() == b"old"


def test_a_file_that_is_not_there(server, tmp_path):
    missing = SourceFile(name="b.csv", url=f"{server.url}/b.csv", text="review")
    with pytest.raises(DownloadError, match=r"/b\.csv answers 404 .* pass folder="):
        download(missing, tmp_path / "b.csv")
    assert names(tmp_path) == []


def test_a_file_that_breaks_off(server, tmp_path):
    server.announced = len(CONTENT) + 1
    with pytest.raises(DownloadError, match=r"broke off after|IncompleteRead"):
        download(file(server), tmp_path / "a.csv")
    assert names(tmp_path) == []


def test_no_network(tmp_path, monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    with socket.socket() as taken:  # bound, but nobody listens
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/a.csv"
        with pytest.raises(DownloadError, match=r"cannot be reached .* check the network"):
            download(SourceFile(name="a.csv", url=url, text="review"), tmp_path / "a.csv")
    assert names(tmp_path) == []


def test_a_folder_that_cannot_be_made(server, tmp_path):
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(DownloadError, match=r"cannot be written .* set VOC_CACHE"):
        download(file(server), tmp_path / "taken" / "a.csv")
    assert server.asked == 0


def test_a_full_disk(tmp_path):
    class Full(io.BytesIO):
        def write(self, chunk):
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(DownloadError, match=r"no room left in .* set VOC_CACHE"):
        save(iter([b"a"]), Full(), tmp_path)


@pytest.mark.parametrize("url", ["file:///etc/hosts", "ftp://example.org/a.csv", "a.csv"])
def test_only_http_is_spoken(url, tmp_path):
    with pytest.raises(InputError, match="expected https://"):
        download(SourceFile(name="a.csv", url=url, text="review"), tmp_path / "a.csv")


def test_a_download_error_is_an_os_error():
    assert issubclass(DownloadError, OSError)
    assert str(DownloadError("no room")) == "no room"
