"""``voc report`` and ``voc topics``: from a file of voices to what a manager opens."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from voc._cli_common import check_out
from voc._cli_reading import Reading, add_reading
from voc._terminal import say
from voc.annotations import read_annotations
from voc.result import Result

_TAGGED = "IN is a .jsonl of tagged voices, as voc classify writes it"


def add_report(parser: argparse.ArgumentParser) -> None:
    """Add the arguments; leaves the function that runs it in ``run``."""
    parser.epilog = "example: voc report voices.csv -o report.html"
    add_reading(parser)
    parser.add_argument("--tagged", action="store_true", help=_TAGGED)
    parser.add_argument("-o", "--out", type=Path, required=True, help="file to write, .html or .md")
    parser.add_argument("--title", help="heading of the report")
    parser.add_argument("--outcome", default="score", metavar="COLUMN", help="what drivers go with")
    parser.add_argument("--rules", type=Path, metavar="TOML", help="rules of alerts")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="of a .md file")
    parser.add_argument("--no-topics", action="store_true", help="leave the topics out")
    _add_rest(parser)
    parser.set_defaults(run=_report)


def add_topics(parser: argparse.ArgumentParser) -> None:
    """Add the arguments; leaves the function that runs it in ``run``."""
    parser.epilog = "example: voc topics voices.csv -n 20 -o topics.csv"
    add_reading(parser)
    parser.add_argument("--tagged", action="store_true", help=_TAGGED)
    parser.add_argument(
        "-n", "--n-topics", type=int, help="how many (default: as many as there are)"
    )
    parser.add_argument("-o", "--out", type=Path, help="file to write, .csv, .md or .html")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="of the table")
    _add_rest(parser)
    parser.set_defaults(run=_topics)


def _add_rest(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--overwrite", action="store_true", help="replace OUT if it exists")
    parser.add_argument("--quiet", action="store_true", help="print neither progress nor tables")


def _report(arguments: argparse.Namespace) -> int:
    # These, with scikit-learn behind them, take a second to import, which other commands do without.
    from voc.reporting.report import report
    from voc.topic_model.of_records import topics

    check_out(arguments.out, ".html", ".md", overwrite=arguments.overwrite)
    result = _tagged(arguments)
    found = topics(result).topics if result.records and not arguments.no_topics else None
    report(
        result,
        arguments.out,
        topics=found,
        title=arguments.title,
        outcome=arguments.outcome,
        rules=arguments.rules,
        lang=arguments.lang,
        overwrite=arguments.overwrite,
    )
    if not arguments.quiet:
        say(f"{arguments.out}: {len(result)} voices, {len(result.records)} records", sys.stdout)
    return 0


def _topics(arguments: argparse.Namespace) -> int:
    from voc.topic_model.of_records import topics

    if arguments.out:
        check_out(arguments.out, ".csv", ".md", ".html", overwrite=arguments.overwrite)
    result = _tagged(arguments)
    found = topics(result, n_topics=arguments.n_topics).topics
    if arguments.out:
        found.save(arguments.out, arguments.lang)
    if not arguments.quiet:
        say(str(found), sys.stdout)
    return 0


def _tagged(arguments: argparse.Namespace) -> Result:
    """Tag what was given, and tell what could not be read, whatever becomes of the rest."""
    if arguments.tagged:
        return Result(read_annotations(Path(arguments.source)))
    reading = Reading(arguments, arguments.load)
    result = Result(reading.stream(), reading.taxonomy)
    reading.watch.report_errors()
    return result
