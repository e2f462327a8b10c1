"""What customers write, as hypothesis draws it: words, marks and anything that Unicode has."""

from hypothesis import strategies as st

_PIECES = (
    "太慢了", "客服", "但是", "不过", "然后", "而且", "好", "嗯", "，", "。", "！！！！", ",", ".", ":", " ", "　",
    "\n", "\r\n", "app", "3.5", "１２", "ＯＫ", "體驗", "@小明", "#话题#", "<br>", "<!--", "&nbsp;", "http://t.cn/a",
    "\x00", "\u200b", "\ud800", "\udfff", "❤\ufe0f", "👍🏻", "🇨🇳", "⭐", "e\u0301", "哈哈哈哈哈",
)  # fmt: skip


def awkward_texts(max_size=20):
    """Texts of up to ``max_size`` pieces, lone surrogates and unassigned characters included."""
    piece = st.one_of(st.sampled_from(_PIECES), st.characters())
    return st.lists(piece, max_size=max_size).map("".join)
