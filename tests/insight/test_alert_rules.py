import pytest

from voc.errors import InputError
from voc.insight.alert_rules import Rules, VoiceRule

HEAD = '[[rule]]\nid = "r"\nkind = "{kind}"\nzh = "规则"\nen = "rule"\nalarm = "red"\n'
SPIKE = 'period = "week"\nhistory = 8\nfalse_alarms = 0.05\nat_least = 4\n'


def rules(tmp_path, text):
    path = tmp_path / "rules.toml"
    path.write_text(text, encoding="utf-8")
    return Rules.load(path)


def refused(tmp_path, text):
    with pytest.raises(InputError) as caught:
        rules(tmp_path, text)
    return str(caught.value)


def test_the_default_has_all_that_serious_voices_ask_for():
    default = Rules.load()
    asked = [(rule.severity, rule.urgency, rule.flags) for rule in default.voices]
    assert (4, 0, ()) in asked
    assert (0, 3, ()) in asked
    assert ("escalate",) in [flags for _, _, flags in asked]
    assert len(default.repeats) == len(default.spikes) == 1
    assert set(default.owners) == {"product", "service", "marketing", "channel"}


def test_a_file_of_ones_own(tmp_path):
    text = (
        HEAD.format(kind="voice") + 'flags = ["churn"]\n[[owner]]\nid = "service"\ntell = ["王"]\n'
    )
    own = rules(tmp_path, text)
    assert own.all == (VoiceRule(id="r", zh="规则", en="rule", alarm="red", flags=("churn",)),)
    assert own.owners == {"service": ("王",)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD.format(kind="voice") + "severity = 9\n", ":7: got severity = 9, expected one of 1, 2"),
        (HEAD.format(kind="voice") + "urgency = true\n", ":7: got urgency = True"),
        (HEAD.format(kind="voice") + "severty = 4\n", ":7: got unknown key 'severty'"),
        (HEAD.format(kind="voice") + 'flags = ["angry"]\n', ":7: got flags"),
        (HEAD.format(kind="voice") + 'segments = "大客户"\n', ":7: got segments"),
        (HEAD.format(kind="voice"), ":1: got no condition"),
        (HEAD.format(kind="voices"), ":3: got kind = 'voices'"),
        (HEAD.format(kind="repeat") + "contacts = 1\ndays = 7\n", ":7: got contacts = 1"),
        (HEAD.format(kind="repeat") + "contacts = 3\n", ":1: got no days"),
        (HEAD.format(kind="spike") + SPIKE.replace("0.05", "5"), ":9: got false_alarms = 5"),
        ("[[rules]]\n", ":1: got unknown key 'rules'"),
        ("\nrule = 3\n", ":2: got rule = 3"),
        ("[[rule]]\nid = r\n", ":2: got Invalid value"),
        ('[[owner]]\nid = "boss"\n', ":2: got id = 'boss'"),
        ((HEAD.format(kind="voice") + "severity = 4\n") * 2, ":9: got id 'r' twice"),
    ],
    ids=range(15),
)  # fmt: skip
def test_mistakes_are_named_with_their_line(tmp_path, text, said):
    assert f"rules.toml{said}" in refused(tmp_path, text)


def test_a_near_miss_is_told(tmp_path):
    assert "did you mean 'severity'?" in refused(
        tmp_path, HEAD.format(kind="voice") + "severty = 4\n"
    )


def test_no_file(tmp_path):
    with pytest.raises(InputError, match="FileNotFoundError"):
        Rules.load(tmp_path / "none.toml")
