import json
import shutil
import sys

import pytest

from recipes import measure as module
from recipes.card import model_card
from voc.artifact import find_model, read_config

PEERS = {"mypeer": {"version": "2", "gold_dev": {"sentiment": 0.5}, "polarity_accuracy": {}}}


def read(folder):
    return json.loads((folder / "evaluation.json").read_text(encoding="utf-8"))


@pytest.fixture
def folders(tmp_path):
    """Two copies of the default model; one has been measured as part of "auto"."""
    folders = [shutil.copytree(find_model("default"), tmp_path / name) for name in ("one", "two")]
    point = {"threshold": 0.0, "share": 0.0, "record_leaf": 0.5}
    auto = {"threshold": 0.0, "voices": {"held_out": 1}, "held_out": [point], "gold_dev": [point]}
    module.write_evaluation(folders[1], read(folders[1]) | {"auto": auto})
    return folders


def test_models_are_measured_beside_peers_that_are_measured_once(folders, monkeypatch):
    asked = []
    monkeypatch.setattr(module, "peers", lambda gold, corpora: asked.append(gold) or PEERS)
    monkeypatch.setattr(module, "read_annotations", lambda path, texts: [path.name, texts.name])
    figures = {name: value for name, value in read(folders[0]).items() if name != "peers"}
    figures["challenge"] = {"all": 0.125}
    monkeypatch.setattr(module, "measure", lambda analyzer, gold, corpora: dict(figures))
    arguments = ["measure", *map(str, folders), "--gold", "g", "--corpora", "c"]
    monkeypatch.setattr(sys, "argv", arguments)
    auto = read(folders[1])["auto"]
    module.main()
    assert asked == [["gold_dev.jsonl", "gold_dev_texts.jsonl"]]
    one, two = map(read, folders)
    assert one == figures | {"peers": PEERS}
    assert two == one | {"auto": auto}
    for folder in folders:
        card = (folder / "README.md").read_text(encoding="utf-8")
        assert card == model_card(read_config(folder), read(folder))
        assert "| mypeer 2 |" in card
        assert "0.12" in card
