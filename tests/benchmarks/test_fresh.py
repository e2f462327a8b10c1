import sys

import pytest

from benchmarks import child
from benchmarks import fresh as module
from benchmarks.child import peak_mb, run_child, tell
from benchmarks.fresh import fresh, medians, put_texts
from benchmarks.programs import Program, one_by_one


def test_figures_of_a_process(monkeypatch, tmp_path):
    def lines(*arguments):
        assert arguments == ("fresh", "jieba", str(tmp_path))
        return [(0.9, {"import_seconds": 0.1, "mb": 80.0}), (3.0, {"mb": 95.0})]

    monkeypatch.setattr(module, "run_child", lines)
    assert fresh("jieba", tmp_path) == {
        "import_seconds": 0.1,
        "first_answer_seconds": 0.9,
        "first_answer_mb": 80.0,
        "peak_mb": 95.0,
    }


def test_a_process_reports_after_the_first_answer_and_after_all_texts(monkeypatch, tmp_path):
    read = []
    program = Program("X", ("", ""), ("json",), lambda folder: one_by_one(read.append))
    monkeypatch.setattr(module, "PROGRAMS", {"x": program})
    put_texts(["好", "差"], tmp_path)
    reports = module._reports("x", tmp_path)
    assert next(reports).keys() == {"import_seconds", "mb"}
    assert len(read) == 1
    assert next(reports).keys() == {"mb"}
    assert read[1:] == ["好", "差"]


def test_medians_leave_out_what_is_not_known():
    runs = [{"peak_mb": None, "import_seconds": seconds} for seconds in (0.3, 0.1, 0.2)]
    assert medians(runs) == {"peak_mb": None, "import_seconds": 0.2}


def test_a_process_that_fails_says_why():
    with pytest.raises(RuntimeError, match=r"fresh no-such x failed: KeyError: 'no-such'"):
        run_child("fresh", "no-such", "x")


def test_only_reports_are_printed(capsys):
    def reports():
        sys.stdout.write("客套话\n")
        yield {"mb": 1.0}

    tell(reports())
    said = capsys.readouterr()
    assert said.out == '{"mb": 1.0}\n'
    assert said.err == "客套话\n"


@pytest.mark.skipif(sys.platform == "win32", reason="memory is not measured there")
def test_memory_is_in_megabytes(monkeypatch, tmp_path):
    found = peak_mb()
    monkeypatch.setattr(child, "_STATUS", tmp_path / "none")
    assert 10 < found < 100_000
    assert 10 < peak_mb() < 100_000


def test_memory_is_the_peak_of_this_process_alone(monkeypatch, tmp_path):
    (tmp_path / "status").write_text("VmPeak:  9 kB\nVmHWM:\t  250000 kB\nVmRSS: 7 kB\n")
    monkeypatch.setattr(child, "_STATUS", tmp_path / "status")
    assert peak_mb() == 256.0
