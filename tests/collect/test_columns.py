import pytest

from voc.collect.columns import AnyFields, Fields, LabelledFields
from voc.errors import InputError


def found(*columns, **named):
    fields = Fields(named)
    fields.learn(columns)
    return fields.of


@pytest.mark.parametrize(
    "column",
    ["内容", "评论", "评论内容", "评价", "反馈", "留言", "正文", "文本", "描述", "content", "text", "Comment", "REVIEW",
     "message", "body", "Ｃｏｎｔｅｎｔ", " review_text ", "commentText", "用户评论内容", "Q3.您还有什么建议？", "打分原因"],
)  # fmt: skip
def test_text_columns(column):
    assert found("id", column) == {"id": "id", "text": column}


@pytest.mark.parametrize(
    "column",
    ["评论时间长度", "评论数", "评论人", "内容类型", "评价标签", "客服回复", "商家回复内容", "comment_count", "content_type", "context",
     "reviewer", "textile", "物流太慢了，客服也不回复消息", "姓名"],
)  # fmt: skip
def test_columns_that_are_no_text(column):
    assert "text" not in found(column)


def test_a_chinese_export():
    assert found("工单号", "客户ID", "客户等级", "商品名称", "反馈渠道", "提交时间", "评价星级", "评价内容", "城市") == {
        "id": "工单号", "customer": "客户ID", "segment": "客户等级", "product": "商品名称", "channel": "反馈渠道",
        "created_at": "提交时间", "score": "评价星级", "text": "评价内容",
    }  # fmt: skip


def test_an_english_export():
    assert found("Review ID", "user_id", "product_name", "createdAt", "Stars", "reviewBody") == {
        "id": "Review ID", "customer": "user_id", "product": "product_name",
        "created_at": "createdAt", "score": "Stars", "text": "reviewBody",
    }  # fmt: skip


def test_an_exact_name_wins_over_a_part_and_a_named_column_over_both():
    assert found("用户评论内容", "评论")["text"] == "评论"
    assert found("用户评论内容", "评论", text="用户评论内容")["text"] == "用户评论内容"


def test_one_column_fills_one_field():
    assert found("内容", product="内容") == {"product": "内容"}


def test_fields_once_found_stay_and_open_ones_fill():
    fields = Fields({})
    fields.learn(["text"])
    fields.learn(["text", "评论", "评分"])
    assert fields.of == {"text": "text", "score": "评分"}


def test_no_text_column_lists_the_columns_and_says_what_to_do():
    fields = Fields({})
    fields.learn(["甲", "乙"])
    with pytest.raises(InputError, match=r"'甲', '乙'.*pass text="):
        fields.check("表")


def test_an_absent_named_column_lists_the_columns():
    fields = Fields({"score": "nps"})
    fields.learn(["内容", "评分"])
    with pytest.raises(InputError, match=r"score='nps'.*'内容', '评分'"):
        fields.check("表")


def test_ever_new_keys_do_not_fill_the_memory():
    fields = Fields({})
    for number in range(3000):
        fields.learn([f"k{number}"])
    assert len(fields.columns) < 1100


def test_labels_are_a_column_of_labelled_texts_only():
    columns = ["编号", "评论内容", "情感标签", "评分", "标注时间"]
    fields = LabelledFields({})
    fields.learn(columns)
    assert fields.complete
    assert fields.of == {"text": "评论内容", "labels": "情感标签", "id": "编号"}
    assert found(*columns) == {
        "id": "编号", "text": "评论内容", "score": "评分", "created_at": "标注时间",
    }  # fmt: skip


def test_labels_that_cannot_be_found():
    fields = LabelledFields({})
    fields.learn(["评论", "标签数"])
    assert not fields.complete
    with pytest.raises(InputError, match="looks like the labels; its columns: '评论', '标签数'"):
        fields.check("a.csv")


def test_columns_of_which_none_is_needed():
    fields = AnyFields({})
    fields.learn(["data"])
    fields.check("a.json")
    assert fields.complete
