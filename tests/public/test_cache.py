import hashlib
from pathlib import Path

import pytest

from voc.errors import ArtifactError
from voc.public import cache
from voc.public.cache import cache_folder, check_sum

SUM = hashlib.sha256(b"one").hexdigest()


@pytest.mark.parametrize(
    ("platform", "variable", "expected"),
    [
        ("linux", "XDG_CACHE_HOME", "given/voc"),
        ("win32", "LOCALAPPDATA", "given/voc/Cache"),
        ("darwin", "XDG_CACHE_HOME", "home/Library/Caches/voc"),
    ],
)
def test_each_platform_has_its_folder(platform, variable, expected, monkeypatch, tmp_path):
    monkeypatch.delenv("VOC_CACHE", raising=False)
    monkeypatch.setenv(variable, str(tmp_path / "given"))
    monkeypatch.setattr(cache.sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    assert cache_folder() == tmp_path / expected


def test_the_environment_decides(monkeypatch, tmp_path):
    monkeypatch.setenv("VOC_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    assert list(tmp_path.iterdir()) == []


def test_the_sum_of_the_catalogue_holds(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"one")
    check_sum(path, SUM)
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]
    with pytest.raises(ArtifactError, match=f"{SUM[:12]}… is not 0000.* of the catalogue"):
        check_sum(path, "0" * 64)


def test_without_one_the_first_sum_is_recorded_and_holds(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"one")
    check_sum(path, None)
    assert (tmp_path / "a.csv.sha256").read_text(encoding="ascii") == f"{SUM}\n"
    check_sum(path, None)
    path.write_bytes(b"two")
    with pytest.raises(ArtifactError, match=r"of the first download \(a.csv.sha256\)"):
        check_sum(path, None)
