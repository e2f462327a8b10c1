"""The wheel works where there is no checkout."""

import configparser
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

import voc

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent
MODELS = sorted(config.parent.name for config in ROOT.glob("models/*/config.json"))
MOST_BYTES = 60_000_000
MOST_BYTES_OF_A_MODEL = 40_000_000
SCRIPTS = "Scripts" if os.name == "nt" else "bin"
NOT_COPIED = shutil.ignore_patterns(".*", "*.egg-info", "build", "dist", "demo_out")


def run(*command, **options):
    done = subprocess.run(
        [*map(str, command)], capture_output=True, text=True, encoding="utf-8", check=False, **options
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel, built from a copy of the checkout so that no build/ stays behind."""
    out = tmp_path_factory.mktemp("dist")
    copy = shutil.copytree(ROOT, tmp_path_factory.mktemp("copy") / "voc", ignore=NOT_COPIED)
    # With a setuptools that is new enough, building needs no network.
    alone = int(version("setuptools").split(".")[0]) >= 77
    run(
        sys.executable, "-m", "build", "--wheel", "--outdir", out, *["--no-isolation"] * alone, copy
    )  # fmt: skip
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """bin/ of a new environment with the wheel, and the dependencies of this one."""
    home = tmp_path_factory.mktemp("env")
    run(sys.executable, "-m", "venv", "--without-pip", home)
    bin_ = home / SCRIPTS
    run(sys.executable, "-m", "pip", "--python", bin_ / "python", "install", "--no-deps", wheel)
    # A .pth file adds the folder, but not what .pth files in it (an editable voc) would add.
    library = run(bin_ / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    ours = Path(library.strip(), "dependencies.pth")
    ours.write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return bin_


@pytest.fixture
def elsewhere(tmp_path):
    """How to run something far from the checkout, with nothing that leads Python back to it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {"cwd": tmp_path, "env": kept}


def test_the_wheel_is_small(wheel):
    assert wheel.stat().st_size < MOST_BYTES
    assert wheel.name == f"voc-{voc.__version__}-py3-none-any.whl"


@pytest.mark.parametrize("name", MODELS)
def test_each_model_is_small(name):
    sizes = [path.stat().st_size for path in (ROOT / "models" / name).rglob("*") if path.is_file()]
    assert 0 < sum(sizes) < MOST_BYTES_OF_A_MODEL


@pytest.fixture(scope="module")
def requirements():
    """What setup.cfg asks for, by extra; "" is voc itself."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    given = {"": parser["options"]["install_requires"], **parser["options.extras_require"]}
    return {extra: set(re.findall(r"^[\w-]+", lines, re.M)) for extra, lines in given.items()}


def test_voc_itself_and_the_accurate_model_need_no_torch(requirements):
    assert requirements["encoder"] == {"onnxruntime", "tokenizers"}
    assert requirements[""] & (requirements["encoder"] | requirements["train"]) == set()


def test_the_extras_that_errors_name_exist(requirements):
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "voc").rglob("*.py")]
    named = {extra for source in sources for extra in re.findall(r'extra="(\w+)"', source)}
    assert {"encoder", "frame"} <= named <= requirements.keys()


def test_the_wheel_holds_models_corpora_and_data_and_nothing_else(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        f"voc/{path.relative_to(ROOT).as_posix().removeprefix('voc/')}"
        for part in ("models", "corpora", "voc")
        for path in (ROOT / part).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    metadata = {name for name in names if ".dist-info/" in name}
    assert names - metadata == expected
    assert {"voc/py.typed", "voc/data/taxonomy.toml", "voc/corpora/demo/voices.csv"} <= names
    assert "voc/models/default/weights.npz" in names
    assert any(name.endswith("/licenses/LICENSE") for name in metadata)


def test_it_classifies_far_from_the_checkout(installed, elsewhere):
    code = (
        "import json, voc; r = voc.classify('充电时冒烟了，客服一直不理人'); "
        "print(json.dumps([voc.__file__, len(voc.load_corpus('demo').voices), r.to_dicts()]))"
    )
    out = run(installed / "python", "-c", code, **elsewhere)
    file, voices, (tagged,) = json.loads(out)
    assert Path(file).is_relative_to(installed.parent)
    assert voices >= 400
    assert "pain" in {record["kind"] for record in tagged["records"]}
    assert list(elsewhere["cwd"].iterdir()) == []


def test_the_command_is_installed(installed, elsewhere):
    out = run(installed / "voc", "--version", **elsewhere)
    assert out == f"voc {voc.__version__}\n"
