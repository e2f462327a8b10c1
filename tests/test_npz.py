import zipfile

import numpy as np
import pytest

from voc._npz import read_npz, write_npz

ARRAYS = {
    "table": np.arange(-6, 6, dtype=np.int8).reshape(4, 3),
    "bias": np.float32([0.5, -1]),
    "empty": np.zeros((0, 3), np.int8),
    "turned": np.asfortranarray(np.arange(6, dtype=np.int8).reshape(2, 3)),
}


def test_arrays_come_back_and_equal_ones_give_equal_bytes(tmp_path):
    write_npz(tmp_path / "a.npz", ARRAYS)
    write_npz(tmp_path / "b.npz", dict(reversed(ARRAYS.items())))
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    found = read_npz(tmp_path / "a.npz")
    assert found.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(found[name], array)
        assert found[name].dtype == array.dtype


def test_tables_of_bytes_stay_on_disk_and_cannot_be_changed(tmp_path):
    write_npz(tmp_path / "a.npz", ARRAYS)
    found = read_npz(tmp_path / "a.npz")
    assert isinstance(found["table"], np.memmap)
    assert not isinstance(found["bias"], np.memmap)
    with pytest.raises(ValueError, match="read-only"):
        found["table"][0, 0] = 1


def test_what_numpy_wrote_can_be_read(tmp_path):
    for save in (np.savez, np.savez_compressed):
        save(tmp_path / "a.npz", **ARRAYS)
        for name, array in read_npz(tmp_path / "a.npz").items():
            np.testing.assert_array_equal(array, ARRAYS[name])


def test_objects_and_broken_files_are_refused(tmp_path):
    np.savez(tmp_path / "a.npz", odd=np.array([{}], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
        read_npz(tmp_path / "a.npz")
    (tmp_path / "b.npz").write_bytes((tmp_path / "a.npz").read_bytes()[:-30])
    with pytest.raises(zipfile.BadZipFile):
        read_npz(tmp_path / "b.npz")
