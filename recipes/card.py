"""Write the model card from the configuration and the measured figures: nothing is typed by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from recipes.card_text import AUTO, BESIDE, HEADS, ORIGINS, PRETRAINING, TEACHER, TEMPLATE
from recipes.peer_notes import notes, peers_by_title
from voc._scorecard_tables import figure_names, interval, markdown_table, number
from voc.taxonomy import Taxonomy

_SETS = {"gold_dev": "gold-dev", "demo": "demo"}
_CURVES = {"held_out": "留出 held out", "gold_dev": "gold-dev"}
_CONFIDENCES = {"record": "记录 records", "voice_type": "类型 voice types"}


def model_card(config: dict[str, Any], evaluation: dict[str, Any]) -> str:
    """Fill the card in."""
    training, confidence = config["training"], evaluation["confidence"]
    return TEMPLATE.format(
        name=config["name"],
        version=config["version"],
        head=_head(config),
        silver=training["voices"]["silver"],
        practice=training["voices"]["practice"],
        silver_sum=training["sha256"]["silver.jsonl"][:16],
        held_out=training["held_out_for_tuning"],
        teacher=_teacher(training),
        auxiliary=_auxiliary(config),
        gold=evaluation["gold_dev"]["voices"],
        figures=_figures(evaluation),
        categories=_categories(evaluation["categories"]),
        challenge=_challenge(evaluation["challenge"]),
        polarity=_polarity(config["name"], evaluation),
        peer_notes=_peer_notes(evaluation),
        record_ece=confidence["record_ece"],
        type_ece=confidence["voice_type_ece"],
        backed_off=confidence["backed_off"],
        records=confidence["records"],
        reliability=_beside(evaluation["reliability"], "置信度 confidence", _step, _right_of),
        coverage=_beside(evaluation["coverage"], "保留 kept", _kept, _right),
        auto=_auto(evaluation),
        recipe=training["recipe"].removesuffix(".py").replace("/", "."),
    )


def _teacher(training: Mapping[str, Any]) -> str:
    if not (teacher := training.get("teacher")):
        return ""
    return TEACHER.format(sum=teacher["sha256"][:16], **teacher)


def _head(config: Mapping[str, Any]) -> str:
    engine = config["engine_config"]
    head = HEADS[config["engine"]].format(**engine | config["training"])
    return head + BESIDE.format(**engine["beside"]) if "beside" in engine else head


def _auxiliary(config: Mapping[str, Any]) -> str:
    tasks = config["training"]["auxiliary"].items()
    rows = [f"| {task} | {n} | {ORIGINS[task]} |" for task, n in tasks]
    return "\n".join(rows + [PRETRAINING] * (config["engine"] == "encoder"))


def _auto(evaluation: Mapping[str, Any]) -> str:
    """What "auto" gains over the share of voices that it gives to this model."""
    if not (auto := evaluation.get("auto")):
        return ""
    return AUTO.format(
        threshold=auto["threshold"],
        held_out=auto["voices"]["held_out"],
        curves="\n\n".join(_curve(title, auto[of]) for of, title in _CURVES.items()),
    )


def _curve(title: str, points: Sequence[Mapping[str, float]]) -> str:
    names = [name for name in points[0] if name not in ("threshold", "share")]
    rows = (
        (
            f"{point['threshold']:.2f}",
            f"{point['share']:.0%}",
            *(number(point[name]) for name in names),
        )
        for point in points
    )
    return markdown_table([(f"阈值 threshold, {title}", "份额 share", *names), *rows])


def _figures(evaluation: Mapping[str, Any]) -> str:
    rows = (
        (
            f"{names['zh']} · {names['en']}",
            *(
                f"{number(evaluation[of][id])} ({interval(evaluation['intervals'][of][id])})"
                for of in _SETS
            ),
        )
        for id, names in figure_names().items()
    )
    return markdown_table([("", *_SETS.values()), *rows])


def _categories(categories: Mapping[str, Mapping[str, Any]]) -> str:
    rows = (
        (
            f"{home.zh} · {home.en}",
            *(text for of in _SETS for text in _f1_and_n(categories[of].get(home.id))),
        )
        for home in Taxonomy.load().categories
    )
    return markdown_table([("", *(t for of in _SETS.values() for t in (of, "n"))), *rows])


def _f1_and_n(score: Mapping[str, Any] | None) -> tuple[str, str]:
    return ("—", "0") if score is None else (number(score["f1"]), str(score["reference"]))


def _challenge(shares: Mapping[str, float]) -> str:
    return markdown_table([tuple(shares), tuple(f"{share:.2f}" for share in shares.values())])


def _polarity(name: str, evaluation: Mapping[str, Any]) -> str:
    splits = evaluation["polarity_accuracy"]
    rows = (
        (program, *(number(of["polarity_accuracy"].get(split)) for split in splits))
        for program, of in (
            {name: evaluation} | peers_by_title(evaluation.get("peers", {}))
        ).items()
    )
    return markdown_table([("", *splits), *rows])


def _peer_notes(evaluation: Mapping[str, Any]) -> str:
    if not (peers := evaluation.get("peers")):
        return ""
    return f"{notes(peers, 0)}\n{notes(peers, 1)}\n\n"


def _beside(
    of_sets: Mapping[str, Any],
    head: str,
    key: Callable[[Mapping[str, float]], str],
    cell: Callable[[Mapping[str, float]], str],
) -> str:
    """Rows of records and voice types, of both annotated sets, side by side."""
    columns = {
        f"{title}, {_SETS[of]}": {key(row): cell(row) for row in of_sets[of][what]}
        for what, title in _CONFIDENCES.items()
        for of in _SETS
    }
    keys = dict.fromkeys(k for column in columns.values() for k in column)
    ranked = sorted(keys, key=lambda k: float(k.split("–")[0].rstrip("%")), reverse=True)
    rows = ((k, *(column.get(k, "—") for column in columns.values())) for k in ranked)
    return markdown_table([(head, *columns), *rows])


def _step(row: Mapping[str, float]) -> str:
    return f"{row['from']:.1f}–{row['to']:.1f}"


def _kept(row: Mapping[str, float]) -> str:
    return f"{row['coverage']:.0%}"


def _right(row: Mapping[str, float]) -> str:
    return number(row["accuracy"])


def _right_of(row: Mapping[str, float]) -> str:
    return f"{number(row['accuracy'])} ({row['n']})"
