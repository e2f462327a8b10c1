from concurrent.futures.process import BrokenProcessPool

import pytest

from benchmarks import workers as module
from benchmarks.programs import Program, Reader, one_by_one
from benchmarks.workers import Worker


@pytest.fixture
def program(monkeypatch):
    """Put a program that loads as given in the place of all others."""

    def put(load, **more):
        found = Program("X", ("", ""), ("x",), load, **more)
        monkeypatch.setattr(module, "PROGRAMS", {"x": found})

    return put


def fails(error):
    def load(folder):
        raise error

    return load


def test_a_program_that_is_not_installed_says_so(program, tmp_path):
    program(fails(ModuleNotFoundError("No module named 'x'")))
    assert module._prepare("x", tmp_path, ["好"]) == "not installed (No module named 'x')"


def test_a_program_that_fails_says_why(program, tmp_path):
    program(lambda folder: one_by_one(lambda text: {}[text]))
    assert module._prepare("x", tmp_path, ["好"]) == "does not run here (KeyError: '好')"


def test_what_must_learn_learns_before_it_is_loaded(program, tmp_path):
    def load(folder):
        assert (folder / "learned").exists()
        return one_by_one(len)

    program(load, train=lambda folder: (folder / "learned").touch())
    assert module._prepare("x", tmp_path, ["好"]) is None


def test_a_process_that_dies_is_no_crash(tmp_path):
    class Pool:
        def submit(self, *task):
            raise BrokenProcessPool("gone")

    assert Worker("x", tmp_path, Pool()).absent(["好"]) == "its process died"


@pytest.mark.parametrize(
    ("one_a_call", "calls"), [(False, [["好", "差"]]), (True, ["好", "差"])], ids=["many", "one"]
)
def test_texts_are_given_together_or_one_by_one(program, tmp_path, one_a_call, calls):
    given = []
    program(lambda folder: Reader(many=given.append, one=given.append))
    assert module._seconds("x", tmp_path, ["好", "差"], one_a_call) >= 0
    assert given == calls
