"""A model's records go to Label Studio, somebody corrects them there, and the correction holds."""

import copy
import json

import pytest

import voc
from voc.cli import main
from voc.collect.write import write
from voc.qualify.corrections import Corrections

TEXTS = ["师傅迟到了半小时", "房间挺干净，就是隔音太差", "等了两小时还没送到"]
WRONG, LACKING, UNSEEN = range(3)


def exported(tasks):
    """What Label Studio exports once somebody went over the first two tasks: regions have new ids."""
    tasks = json.loads(json.dumps(tasks))
    for number, task in enumerate(tasks[:UNSEEN]):
        results = copy.deepcopy(task["predictions"][0]["result"])
        for result in results:
            result["id"] = f"r{result['id']}"
        task["annotations"] = [{"id": number, "was_cancelled": False, "result": results}]
    for result in values(tasks[WRONG], "kind"):
        result["value"]["labels"] = ["pain"]
    for result in values(tasks[WRONG], "severity"):
        result["value"]["choices"] = ["3"]
    (sentiment,) = values(tasks[WRONG], "sentiment")
    sentiment["value"]["choices"] = ["negative"]
    done = tasks[LACKING]["annotations"][0]["result"]
    drawn = {"start": 7, "end": 12, "text": "是隔音太差"}
    kept = [r for r in done if r["value"].get("text") != "就是隔音太差"]
    tasks[LACKING]["annotations"][0]["result"] = [
        *kept,
        region("kind", "labels", {**drawn, "labels": ["need"]}),
        region(
            "category", "taxonomy", {**drawn, "taxonomy": [["environment", "environment.noise"]]}
        ),
    ]
    return tasks


def values(task, control):
    results = task["annotations"][0]["result"]
    return [result for result in results if result["from_name"] == control]


def region(control, kind, value):
    return {"id": "drawn", "from_name": control, "to_name": "text", "type": kind, "value": value}


def said(tagged):
    return [(r.kind, r.category, r.quote, r.severity) for r in tagged.records]


@pytest.fixture
def before():
    return voc.classify(TEXTS)


def test_what_an_annotator_changed_is_what_the_model_says_from_then_on(before):
    tasks = exported(voc.to_label_studio(before))
    annotated = voc.read_label_studio_records(tasks, annotated_only=True)
    assert [tagged.voice.text for tagged in annotated] == TEXTS[:UNSEEN]
    after = voc.classify(TEXTS, corrections=Corrections.from_annotated(annotated))

    assert before[WRONG].records[0].kind == "praise"  # else there is nothing to correct
    ((kind, _, quote, severity),) = said(after[WRONG])
    assert (kind, quote, severity) == ("pain", before[WRONG].records[0].quote, 3)
    assert after[WRONG].sentiment == "negative"
    assert ("need", "environment.noise", "是隔音太差") in [one[:3] for one in said(after[LACKING])]
    assert "就是隔音太差" not in [quote for *_, quote, _ in said(after[LACKING])]
    assert said(after[LACKING])[0] == said(before[LACKING])[0]  # what the annotator left alone
    assert after[UNSEEN] == before[UNSEEN]


def test_what_nobody_annotated_is_no_correction(before):
    tasks = exported(voc.to_label_studio(before))
    everything = voc.read_label_studio_records(tasks)
    assert everything[UNSEEN] == before[UNSEEN]
    assert everything[:UNSEEN] == voc.read_label_studio_records(tasks, annotated_only=True)


def test_the_same_by_commands(before, tmp_path, capsys):
    tagged, tasks, fixes, out = (
        str(tmp_path / name) for name in ("结果.jsonl", "任务.json", "改正.jsonl", "新.jsonl")
    )
    write(before, tagged)
    assert main(["label-studio", "export", tagged, "-o", tasks]) == 0
    with open(tasks, encoding="utf-8") as file:
        done = exported(json.load(file))
    with open(tasks, "w", encoding="utf-8") as file:
        json.dump(done, file)
    assert main(["label-studio", "import", tasks, "-o", fixes, "--corrections"]) == 0
    assert "2 annotated voices" in capsys.readouterr().out
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(map(json.dumps, TEXTS)), encoding="utf-8")
    assert main(["classify", str(source), "--corrections", fixes, "-o", out, "--quiet"]) == 0
    with open(out, encoding="utf-8") as file:
        kinds = [[record["kind"] for record in json.loads(line)["records"]] for line in file]
    assert kinds == [["pain"], ["praise", "need"], ["pain"]]
