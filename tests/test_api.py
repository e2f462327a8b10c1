"""The public surface, and what importing it does not do."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import voc

NEVER_FOR_A_TEXT = {
    "jieba", "onnx", "onnxruntime", "pandas", "plotly", "sklearn", "snownlp", "tokenizers", "torch",
    "transformers",
}  # fmt: skip
HEAVY = NEVER_FOR_A_TEXT | {"opencc", "scipy"}


def fresh(code, folder, *options):
    """Run code in a new interpreter in an empty folder; returns what it prints as JSON."""
    done = subprocess.run(
        [sys.executable, "-B", *options, "-c", code],
        capture_output=True, cwd=folder, check=False, text=True, encoding="utf-8",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


LOADED = "import json, sys; print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"


def test_all_is_sorted_and_complete():
    assert voc.__all__ == sorted(voc.__all__)
    for_types = {
        alias.asname or alias.name
        for node in ast.parse(Path(voc.__file__).read_text(encoding="utf-8")).body
        if isinstance(node, ast.If)
        for statement in node.body
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    }
    assert set(voc.__all__) == for_types | {"__version__"}


@pytest.mark.parametrize("name", voc.__all__)
def test_every_public_name_is_there_and_explained(name):
    thing = getattr(voc, name)
    assert thing is not None
    assert thing.__doc__


def test_dir_shows_the_public_names_only():
    assert dir(voc) == sorted(voc.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'clasify'"):
        _ = voc.clasify


def test_import_is_light_silent_and_leaves_no_trace(tmp_path):
    loaded = fresh(f"import voc\n{LOADED}", tmp_path, "-W", "error")  # prints nothing else
    assert "voc" in loaded
    assert HEAVY & set(loaded) == set()
    assert list(tmp_path.iterdir()) == []


def test_import_changes_no_global_state(tmp_path):
    code = """
import json, logging, warnings
state = lambda: (logging.root.level, logging.root.handlers[:])
filters, before = warnings.filters[:], state()
import voc
same = [warnings.filters == filters, state() == before]
[getattr(voc, name) for name in voc.__all__]  # numpy, for one, adds warning filters of its own
print(json.dumps([*same, state() == before]))
"""
    assert fresh(code, tmp_path) == [True, True, True]


def test_classifying_a_text_loads_nothing_heavy(tmp_path):
    code = f"import voc\nassert voc.classify('充电时冒烟了，客服一直不理人').records\n{LOADED}"
    loaded = fresh(code, tmp_path, "-W", "error")
    assert NEVER_FOR_A_TEXT & set(loaded) == set()
    assert list(tmp_path.iterdir()) == []


def test_no_public_name_is_a_package_too():
    """``import voc.x.y`` would put the package in the place of the function ``voc.x``."""
    packages = {path.parent.name for path in Path(voc.__file__).parent.glob("*/__init__.py")}
    modules = {path.stem for path in Path(voc.__file__).parent.glob("*.py")}
    assert (packages | modules) & set(voc.__all__) == {"errors"}  # itself a module
