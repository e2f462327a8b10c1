"""The results as tables. Words are given in Chinese and English; ``language`` is 0 or 1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.programs import PROGRAMS
from benchmarks.rounds import ratio
from voc._scorecard_tables import markdown_table

Results = Mapping[str, Any]

WAY_NAMES = {
    "different": ("文本全不同", "all different"),
    "repeated": ("文本有重复", "repeated"),
    "one_a_call": ("一次一条", "one a call"),
}
_FRESH_NAMES = {
    "first_answer_seconds": ("新进程首个结果，秒", "first answer, s"),
    "peak_mb": ("内存峰值，MB", "peak memory, MB"),
}
_RATE = ("条/秒，{way}", "voices/s, {way}")
_WHEEL = ("安装包，MB", "package, MB")
_GIVES = ("{title}（{gives}）", "{title} ({gives})")
_NOT_INSTALLED = ("没有安装", "not installed")
_FAILED = ("在这台机器上运行不了", "does not run here")
_BUNDLED = ("自带的 demo 和 practice 语料", "the bundled corpora demo and practice")
_MEASURED = (
    "{date} 测于 {processor}，{cores} 核，Python {python}，`make bench` 一次运行，{rounds} 轮轮流测量取中位数。"
    "文本：{source}，{different:,} 条互不相同的文本，平均 {mean_characters:.0f} 字；每次测量 {voices:,} 条，"
    "慢的程序少些（最少 {fewest:,} 条）。",
    "Measured {date} on {processor}, cores: {cores}, Python {python}, in one run of `make bench`, in turns, "
    "medians of {rounds} rounds. Texts: {source}, {different:,} different ones of {mean_characters:.0f} characters "
    "on average; {voices:,} a measurement, fewer for slow programs ({fewest:,} at least).",
)
_TIMES = (
    "- {one} 的速度是 {other} 的 {times}",
    "- {one} is {times} as fast as {other}",
)
_TIMES_OF = ("{times} 倍（{way}）", "{times} times ({way})")
_COMPARED = (("voc default", "jieba"), ("voc default", "snownlp"), ("voc accurate", "snownlp"))


def speed_tables(results: Results, language: int) -> str:
    """Draw the table of a README, with what must be known to read it."""
    compared = "\n".join(_compared(results, language))
    parts = [measured(results, language), _programs(results, language), compared]
    return "\n\n".join(filter(None, parts)) + "\n"


def performance_tables(results: Results) -> str:
    """Draw all the tables there are, in English."""
    parts = [
        measured(results, 1),
        _programs(results, 1),
        *(f"{PROGRAMS[name].title}: {why}." for name, why in results["absent"].items()),
        "![Voices a second, and how time grows](performance.svg)",
        "### More of each program",
        _details(results),
        "### How many times as fast as others",
        _ratios(results),
        "### More and more voices",
        _voices(results),
        "### A longer and longer voice",
        _characters(results),
    ]
    return "\n\n".join(parts) + "\n"


def measured(results: Results, language: int) -> str:
    """Say when, where and on what the figures were measured."""
    texts, plan = results["texts"], results["plan"]
    runs = results["throughput"]["different"]["programs"].values()
    return _MEASURED[language].format(
        **results["machine"],
        source=f"`{texts['file']}`" if texts["file"] else _BUNDLED[language],
        different=texts["different"],
        mean_characters=texts["mean_characters"],
        rounds=plan["rounds"],
        voices=plan["voices"],
        fewest=min(run["voices"] for run in runs),
    )


def figure(value: float | None) -> str:
    """Write three digits, or all of those before the point; a dash for what is unknown.

    Examples
    --------
    >>> figure(12345.6), figure(12.345), figure(0.012345), figure(None)
    ('12,346', '12.3', '0.0123', '—')
    """
    if value is None:
        return "—"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def title(results: Results, name: str) -> str:
    """Name a program and, if it is not voc's, its version."""
    package = results["programs"][name]
    own = PROGRAMS[name].title
    return own if package["package"] == "voc" else f"{own} {package['version']}"


def _programs(results: Results, language: int) -> str:
    head = (
        "",
        *(_RATE[language].format(way=way[language]) for way in WAY_NAMES.values()),
        *(names[language] for names in _FRESH_NAMES.values()),
        _WHEEL[language],
    )
    here = [_row(results, name, language) for name in results["programs"]]
    absent = [
        (PROGRAMS[name].title, _reason(why, language), *["—"] * (len(head) - 2))
        for name, why in results["absent"].items()
    ]
    return markdown_table([head, *here, *absent])


def _row(results: Results, name: str, language: int) -> tuple[str, ...]:
    gives = PROGRAMS[name].gives[language]
    return (
        _GIVES[language].format(title=title(results, name), gives=gives),
        *(figure(_rate(results, way, name)) for way in WAY_NAMES),
        *(figure(results["fresh"][name][key]) for key in _FRESH_NAMES),
        figure(results["programs"][name]["wheel_mb"]),
    )


def _compared(results: Results, language: int) -> Iterator[str]:
    """Say how voc compares with what everybody knows, as far as that was measured."""
    for one, other in _COMPARED:
        if {one, other} <= results["programs"].keys():
            times = (
                _TIMES_OF[language].format(
                    times=figure(_ratio(results, way, one, other)), way=names[language]
                )
                for way, names in WAY_NAMES.items()
            )
            yield _TIMES[language].format(
                one=PROGRAMS[one].title,
                other=PROGRAMS[other].title,
                times=("、", ", ")[language].join(times),
            )


def _details(results: Results) -> str:
    head = (
        "", "package", "texts a measurement", "characters/s, all different",
        "characters/s, repeated", "import, s", "memory at first answer, MB",
    )  # fmt: skip
    rows = [
        (
            PROGRAMS[name].title,
            f"{package['package']} {package['version']}",
            figure(_run(results, "different", name)["voices"]),
            figure(_run(results, "different", name)["characters_a_second"]),
            figure(_run(results, "repeated", name)["characters_a_second"]),
            figure(results["fresh"][name]["import_seconds"]),
            figure(results["fresh"][name]["first_answer_mb"]),
        )
        for name, package in results["programs"].items()
    ]
    return markdown_table([head, *rows])


def _ratios(results: Results) -> str:
    own = results["throughput"]["different"]["ratios"]
    columns = [(one, way) for one in own for way in WAY_NAMES]
    head = [f"{PROGRAMS[one].title}, {WAY_NAMES[way][1]}" for one, way in columns]
    rows = [
        (title(results, other), *(figure(_ratio(results, way, one, other)) for one, way in columns))
        for other in results["programs"]
    ]
    return markdown_table([("than", *head), *rows])


def _voices(results: Results) -> str:
    found = results["voices"]
    rows = [
        (
            f"{int(size):,}",
            figure(run["median"]),
            figure(int(size) / run["median"]),
            figure(ratio(run["seconds"], found[smaller]["seconds"]) if smaller else None),
            figure(run["peak_mb"]),
        )
        for (size, run), smaller in zip(found.items(), ["", *found][:-1], strict=True)
    ]
    head = ("voices of a file", "s", "voices/s", "× the row above", "peak memory, MB")
    return markdown_table([head, *rows])


def _characters(results: Results) -> str:
    found = results["characters"]
    head = [f"{PROGRAMS[name].title}, ms" for name in found]
    rows = [
        (f"{n:,}", *(figure(_milliseconds(of_program, n)) for of_program in found.values()))
        for n in results["plan"]["lengths"]
    ]
    return markdown_table([("characters of a voice", *head), *rows])


def _milliseconds(of_program: Mapping[str, Any], length: int) -> float | None:
    run = of_program.get(str(length))
    return run["median"] * 1000 if run else None


def _run(results: Results, way: str, name: str) -> Mapping[str, Any]:
    run: Mapping[str, Any] = results["throughput"][way]["programs"][name]
    return run


def _rate(results: Results, way: str, name: str) -> float:
    return float(_run(results, way, name)["voices_a_second"])


def _ratio(results: Results, way: str, one: str, other: str) -> float | None:
    times: Mapping[str, float] = results["throughput"][way]["ratios"][one]
    return times.get(other)


def _reason(why: str, language: int) -> str:
    return (_NOT_INSTALLED if why.startswith(_NOT_INSTALLED[1]) else _FAILED)[language]
