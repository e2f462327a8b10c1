import copy
import logging
import os
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.errors import InputError
from voc.text.tokenize import Tokenizer, tokenize

FRESH_PROCESS = """
import logging, pathlib, sys, tempfile
from voc.text.tokenize import Tokenizer
assert "jieba" not in sys.modules
assert Tokenizer(["蓝海豚卡"]).cut("蓝海豚卡") == ["蓝海豚卡"]
import jieba
assert not jieba.dt.initialized and not jieba.dt.FREQ
assert logging.getLogger("jieba").handlers == []
assert not list(pathlib.Path(tempfile.gettempdir()).iterdir())
"""


@pytest.fixture(scope="module")
def plain():
    return Tokenizer(pos=False)


def test_no_warning_no_log_no_cache_in_a_fresh_process(tmp_path):
    environment = {
        **os.environ,
        "TMPDIR": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(sys.path),
        "PYTHONIOENCODING": "utf-8",
    }
    command = [sys.executable, "-W", "error", "-c", FRESH_PROCESS]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_first_compile_of_jieba_survives_warnings_as_errors(tmp_path):
    code = "from voc.text.tokenize import _import_quietly as quiet; quiet('jieba')"
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path)}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    command = [sys.executable, "-W", "error", "-c", code]
    assert subprocess.run(command, env=environment, capture_output=True).stderr == b""


@pytest.mark.parametrize(
    "word",
    [
        "扫地机器人",
        "秒到账",
        "客服态度",
        "拔草",
        "大数据杀熟",
        "砍一刀",
        "踢皮球",
        "屏下指纹",
        "以旧换新",
    ],
)
def test_customer_words_stay_whole(plain, word):
    assert word in plain.cut(f"这个{word}，真的{word}了")


def test_offsets_are_raw_and_full_width_letters_are_words():
    text = " ＡＰＰ１２闪退，\n看 https://a.cn/b?c=1。"
    tokens = tokenize(text)
    assert [t.text for t in tokens] == [
        "ＡＰＰ１２",
        "闪退",
        "，",
        "看",
        "https://a.cn/b?c=1",
        "。",
    ]
    assert all(text[t.start : t.end] == t.text for t in tokens)
    assert [t.pos for t in tokens] == ["eng", "v", "x", "v", "xu", "x"]


@pytest.mark.parametrize("emoji", ["😡", "👎🏻", "👨‍👩‍👧", "❤️", "🇨🇳", "1️⃣"])
def test_an_emoji_is_one_token(emoji):
    (token,) = [t for t in tokenize(f"太慢了{emoji}不行") if t.pos == "xm"]
    assert token.text == emoji


def test_pos_changes_no_cut(plain):
    text = "张小明买的Wi-Fi 6路由器100%翻车，客服阴阳怪气地怼我"
    assert [t.text for t in tokenize(text)] == plain.cut(text)
    assert {t.pos for t in plain.tokenize(text)} == {""}


def test_user_words_belong_to_one_instance(plain, tmp_path):
    entries = tmp_path / "words.txt"
    entries.write_text("# 注释\n云朵棉 5 n\n奇妙夜\n\n客服 0\n", encoding="utf-8-sig")
    own = Tokenizer(entries)
    tokens = own.tokenize("云朵棉奇妙夜")
    assert [(t.text, t.pos) for t in tokens] == [("云朵棉", "n"), ("奇妙夜", "n")]
    assert (own.knows("客服"), plain.knows("客服")) == (False, True)
    assert plain.cut("云朵棉") != ["云朵棉"]


def test_one_str_of_words_is_refused():
    with pytest.raises(InputError, match="give a list of words"):
        Tokenizer("扫地机器人")


def test_pickle_and_copy_drop_the_dictionary():
    loaded = Tokenizer(iter(["蓝海豚卡"]), pos=False)
    assert loaded.cut("蓝海豚卡") == ["蓝海豚卡"]
    pickled = pickle.dumps(loaded)
    assert len(pickled) < 1000
    for twin in (pickle.loads(pickled), copy.deepcopy(loaded)):
        assert (twin.words, twin.pos) == (("蓝海豚卡",), False)


def test_threads_share_one_loading():
    shared = Tokenizer(pos=False)
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(shared.cut, ["快递员态度恶劣"] * 8))
    assert all(result == results[0] == ["快递员", "态度恶劣"] for result in results)


@pytest.mark.parametrize("unit", ["啊", "不好用又贵", "a", "🤬", "龘"])
def test_a_hundred_thousand_characters_without_a_mark(plain, unit):
    text = unit * (100_000 // len(unit))
    assert "".join(plain.cut(text)) == text


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("客服慢a1.-＋ \n\x00\ud800😡👍🏻\u200d，www.http://c"), max_size=40))
def test_tokens_cover_all_but_blanks(text):
    tokens = tokenize(text)
    assert all(text[t.start : t.end] == t.text and t.text for t in tokens)
    assert "".join(t.text for t in tokens) == "".join(text.split())


def test_the_log_set_up_of_the_user_stays(plain):
    mine = logging.NullHandler()
    logger = logging.getLogger("jieba")
    logger.addHandler(mine)
    before = logger.level, list(logger.handlers)
    try:
        Tokenizer(pos=False).cut("好")
        assert (logger.level, logger.handlers) == before
    finally:
        logger.removeHandler(mine)
