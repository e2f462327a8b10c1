import os
import platform

import pytest

from benchmarks import packages as module
from benchmarks.machine import machine
from benchmarks.packages import package, zipped_mb


def test_a_module_leads_to_its_package():
    found = package("stdnum.luhn")
    assert found["package"] == "python-stdnum"
    assert found["wheel_mb"] > 0.1


def test_voc_is_measured_in_this_checkout(monkeypatch):
    monkeypatch.setattr(module, "_OWN", ("benchmarks",))
    found = package.__wrapped__("voc")
    assert found["package"] == "voc"
    assert 0 < found["wheel_mb"] < 1


def test_a_package_that_does_not_list_its_files_has_no_size(monkeypatch):
    class Found:
        name, version, files = "x", "1", None

    monkeypatch.setattr(module, "distribution", lambda name: Found)
    assert package.__wrapped__("tqdm") == {"package": "x", "version": "1", "wheel_mb": None}


def test_files_are_zipped_without_compiled_python(tmp_path):
    for name in ("a.npz", "b.pyc"):
        (tmp_path / name).write_bytes(os.urandom(200_000))
    assert zipped_mb(tmp_path.rglob("*")) == pytest.approx(0.2, abs=0.001)


def test_the_machine_is_described_without_its_name():
    found = machine()
    assert found["cores"] >= 1
    assert platform.node() not in map(str, found.values())
