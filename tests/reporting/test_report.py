import re
from html.parser import HTMLParser

import pytest
from samples import record, tagged

import voc
from voc.errors import InputError
from voc.insight.reading import facts_of
from voc.reporting.masked import masked
from voc.reporting.report import report
from voc.result import Result
from voc.topic_model.of_records import topics

SECTIONS = [
    "headline", "alerts", "pains", "journey", "trends", "drivers", "personas", "method",
]  # fmt: skip
EVIL = "<script>alert(1)</script>，客服说打13800138000没人接"


@pytest.fixture(scope="module")
def demo():
    return Result(voc.load_corpus("demo").annotated)


@pytest.fixture(scope="module")
def page(demo):
    return report(demo, topics=topics(demo).topics).to_html()


class Page(HTMLParser):
    """Collects tags, ids and addresses; fails on a tag that is closed and was never opened."""

    def __init__(self, text):
        super().__init__()
        self.open, self.ids, self.links, self.tags = [], [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        given = dict(attrs)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given[name] for name in ("href", "src") if name in given]
        if tag not in ("meta", "input", "br", "hr", "img", "link"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.add(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_is_sound_and_fetches_nothing(page):
    read = Page(page)
    assert read.open == []
    assert len(read.ids) == len(set(read.ids))
    assert not read.tags & {"script", "link", "iframe", "img"}
    assert all(link.startswith("#") and link[1:] in read.ids for link in read.links)
    assert not re.search(r"url\((?!#)|@import|https?://(?!www\.w3\.org/)", page)
    assert len(page.encode()) < 6_000_000


def test_both_languages_have_all_sections(page):
    of_page = [id for id in Page(page).ids if not id.startswith(("lang-", "voc-"))]
    sections = (*SECTIONS[:4], "topics", *SECTIONS[4:])
    assert of_page == [f"{section}-{lang}" for lang in ("zh", "en") for section in sections]
    assert 'lang="en"' in page


def test_the_planted_stories_are_told_at_the_top(page):
    top = page[: page.index('id="alerts-zh"')]
    assert "饱饱达的“配送时效”从 5.0%" in top
    assert "云杉银行App的“登录注销”" in top


def test_what_a_customer_wrote_stays_text_and_names_nobody():
    text = report(voc.classify(EVIL)).to_html()
    assert "<script" not in text
    assert "13800138000" not in text
    assert "〔电话〕" in text
    assert report(voc.classify(EVIL)).to_markdown().count("13800138000") == 0


def test_what_is_personal_in_the_voice_is_masked_in_the_quote():
    text = "我叫张三，张三的快递丢了"
    facts = masked(facts_of([tagged(record(5, 12, text=text), text=text)]))
    assert facts.quote[0] == "〔姓名〕的快递丢了"
    assert facts.quote[:1] == ["〔姓名〕的快递丢了"]


@pytest.mark.parametrize(
    "source",
    [[], ["发货太慢了"], ["今天天气不错"], ["", "🎉", "\ud800"], ["发货太慢了"] * 30],
    ids=["empty", "one", "nothing said", "odd", "all alike"],
)
def test_sections_that_lack_something_say_so(source):
    made = report(voc.classify(source))
    assert [section.id for section in made.sections] == SECTIONS
    shown = made.to_markdown()
    assert "这一节做不了" in shown  # no times, no scores
    assert made.to_html().encode(errors="replace")
    assert "This section cannot be made" in made.to_markdown("en")


def test_a_table_of_records_will_do(demo):
    made = report(demo.to_frame())
    assert "## 痛点与需求排行" in made.to_markdown()
    assert "| 痛点 | 安全隐患 |" in made.to_markdown()


def test_files(demo, tmp_path):
    for name in ("报告.html", "报告.md"):
        report(demo[:20], tmp_path / name, title="十月 <b>报告</b>")
        assert "十月" in (tmp_path / name).read_text(encoding="utf-8")
    assert "<b>报告" not in (tmp_path / "报告.html").read_text(encoding="utf-8")
    with pytest.raises(InputError, match="exists; choose another name"):
        report(demo, tmp_path / "报告.html")
    report(demo[:5], tmp_path / "报告.html", overwrite=True)
    for path, why in (("报告.pdf", "expected .html or .md"), ("没有/报告.md", "does not exist")):
        with pytest.raises(InputError, match=re.escape(why)):
            report(demo, tmp_path / path)
    assert {path.name for path in tmp_path.iterdir()} == {"报告.html", "报告.md"}


def test_a_mistake_in_the_rules_is_no_missing_section(demo, tmp_path):
    rules = tmp_path / "rules.toml"
    rules.write_text("nonsense = 1", encoding="utf-8")
    with pytest.raises(InputError, match="nonsense"):
        report(demo, rules=rules)


def test_other_things_are_refused():
    with pytest.raises(InputError, match=r"voc\.classify"):
        report("发货太慢")


def test_in_a_notebook(demo):
    shown = report(demo[:5])._repr_html_()
    assert shown.startswith("<iframe")
    assert "&lt;!DOCTYPE html&gt;" in shown
