from benchmarks.rounds import alternate, ratio, ratios, rounded


def test_programs_take_turns():
    order = []

    def measure(key, texts):
        order.append((key, texts))
        return len(order)

    assert alternate(["voc", "jieba"], ["一", "二"], measure) == {"voc": [1, 3], "jieba": [2, 4]}
    assert order == [("voc", "一"), ("jieba", "一"), ("voc", "二"), ("jieba", "二")]


def test_a_ratio_compares_inside_each_round():
    # The second round was slow for both; the medians of each would say 100 / 10.
    assert ratio([100.0, 20.0, 300.0], [25.0, 5.0, 10.0]) == 4.0


def test_ratios_are_those_of_voc_to_all_others():
    rates = {"voc default": [8.0], "jieba": [2.0], "snownlp": [1.0]}
    assert ratios(rates, ["voc default", "voc auto"]) == {
        "voc default": {"jieba": 4.0, "snownlp": 8.0}
    }


def test_four_digits_are_kept():
    assert [rounded(0.123456), rounded(98765.4)] == [0.1235, 98770.0]
