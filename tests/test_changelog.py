import re
from datetime import date
from pathlib import Path

import voc

TEXT = (Path(__file__).parent.parent / "CHANGELOG.md").read_text(encoding="utf-8")
RELEASES = re.findall(r"^## \[(.+?)\] - (\S+)$", TEXT, re.MULTILINE)


def test_the_top_release_is_this_version():
    assert RELEASES[0][0] == voc.__version__


def test_releases_are_dated_newest_first():
    days = [date.fromisoformat(day) for _, day in RELEASES]
    assert days == sorted(days, reverse=True)


def test_sections_are_those_of_keep_a_changelog():
    sections = set(re.findall(r"^### (.+)$", TEXT, re.MULTILINE))
    assert sections
    assert sections <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
