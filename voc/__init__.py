"""voc: Chinese customer voices in, pain / need / praise records with evidence out, offline.

>>> import voc
>>> result = voc.classify("房间挺干净，就是隔音太差")
>>> [(record.kind, record.quote) for record in result.records]
[('praise', '房间挺干净'), ('pain', '就是隔音太差')]
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voc import errors as errors
    from voc._scorecard import scorecard
    from voc._summary import Summary, summary
    from voc.api import classify, explain, sentiment
    from voc.collect.read import read
    from voc.corpus import Corpus, load_corpus
    from voc.estimators.classifier import PainClassifier
    from voc.estimators.sentiment import SentimentScorer
    from voc.estimators.tagger import RecordTagger
    from voc.estimators.triplet import Triplet
    from voc.estimators.triplets import TripletExtractor
    from voc.evaluation import evaluate
    from voc.insight.alert_watch import watch
    from voc.insight.alerts import alerts
    from voc.insight.compare import compare
    from voc.insight.drivers import drivers
    from voc.insight.journey import journey
    from voc.insight.pains import pains
    from voc.insight.personas import personas
    from voc.insight.profile import profile
    from voc.insight.scores import scores
    from voc.insight.trends import trends
    from voc.insight.words import words
    from voc.labelled.check import check_labelled
    from voc.labelled.corpus import LabelledCorpus
    from voc.labelled.label_studio_config import label_studio_config
    from voc.labelled.label_studio_records import read_label_studio_records, to_label_studio
    from voc.labelled.read import read_labelled
    from voc.migration import migrate
    from voc.public.load import load_public
    from voc.qualify.analyzer import Analyzer
    from voc.qualify.correction import correct, correct_voice
    from voc.qualify.corrections import Corrections
    from voc.qualify.explain import Explanation
    from voc.qualify.loading import load
    from voc.qualify.suggest import suggest_leaves
    from voc.reporting.report import report
    from voc.result import Result
    from voc.taxonomy import Taxonomy
    from voc.text.tokenize import tokenize
    from voc.topic_model.model import TopicModel
    from voc.topic_model.of_records import topics
    from voc.training.run import train
    from voc.types import Record, TaggedVoice, Voice

__version__ = "0.1.0"

# Where each public name lives. Nothing is imported before it is asked for: `import voc` is instant.
_HOMES = {
    "Analyzer": "voc.qualify.analyzer",
    "Corpus": "voc.corpus",
    "Corrections": "voc.qualify.corrections",
    "Explanation": "voc.qualify.explain",
    "LabelledCorpus": "voc.labelled.corpus",
    "PainClassifier": "voc.estimators.classifier",
    "Record": "voc.types",
    "RecordTagger": "voc.estimators.tagger",
    "Result": "voc.result",
    "SentimentScorer": "voc.estimators.sentiment",
    "Summary": "voc._summary",
    "TaggedVoice": "voc.types",
    "Taxonomy": "voc.taxonomy",
    "TopicModel": "voc.topic_model.model",
    "Triplet": "voc.estimators.triplet",
    "TripletExtractor": "voc.estimators.triplets",
    "Voice": "voc.types",
    "alerts": "voc.insight.alerts",
    "check_labelled": "voc.labelled.check",
    "classify": "voc.api",
    "compare": "voc.insight.compare",
    "correct": "voc.qualify.correction",
    "correct_voice": "voc.qualify.correction",
    "drivers": "voc.insight.drivers",
    "evaluate": "voc.evaluation",
    "explain": "voc.api",
    "journey": "voc.insight.journey",
    "label_studio_config": "voc.labelled.label_studio_config",
    "load": "voc.qualify.loading",
    "load_corpus": "voc.corpus",
    "load_public": "voc.public.load",
    "migrate": "voc.migration",
    "pains": "voc.insight.pains",
    "personas": "voc.insight.personas",
    "profile": "voc.insight.profile",
    "read": "voc.collect.read",
    "read_label_studio_records": "voc.labelled.label_studio_records",
    "read_labelled": "voc.labelled.read",
    "report": "voc.reporting.report",
    "scorecard": "voc._scorecard",
    "scores": "voc.insight.scores",
    "sentiment": "voc.api",
    "suggest_leaves": "voc.qualify.suggest",
    "summary": "voc._summary",
    "to_label_studio": "voc.labelled.label_studio_records",
    "tokenize": "voc.text.tokenize",
    "topics": "voc.topic_model.of_records",
    "train": "voc.training.run",
    "trends": "voc.insight.trends",
    "watch": "voc.insight.alert_watch",
    "words": "voc.insight.words",
}

__all__ = [
    "Analyzer",
    "Corpus",
    "Corrections",
    "Explanation",
    "LabelledCorpus",
    "PainClassifier",
    "Record",
    "RecordTagger",
    "Result",
    "SentimentScorer",
    "Summary",
    "TaggedVoice",
    "Taxonomy",
    "TopicModel",
    "Triplet",
    "TripletExtractor",
    "Voice",
    "__version__",
    "alerts",
    "check_labelled",
    "classify",
    "compare",
    "correct",
    "correct_voice",
    "drivers",
    "errors",
    "evaluate",
    "explain",
    "journey",
    "label_studio_config",
    "load",
    "load_corpus",
    "load_public",
    "migrate",
    "pains",
    "personas",
    "profile",
    "read",
    "read_label_studio_records",
    "read_labelled",
    "report",
    "scorecard",
    "scores",
    "sentiment",
    "suggest_leaves",
    "summary",
    "to_label_studio",
    "tokenize",
    "topics",
    "train",
    "trends",
    "watch",
    "words",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    if name == "errors":
        return importlib.import_module("voc.errors")
    if name not in _HOMES:
        raise AttributeError(f"module 'voc' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
