import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.collect.personal import find_personal

FOUND = [
    ("phone", "打我电话{}", "13800138000"),
    ("phone", "手机{}找我", "138-0013-8000"),
    ("phone", "{}，找小王", "138 0013 8000"),
    ("phone", "（{}）", "１３８００１３８０００"),
    ("phone", "{}打来的", "+86 13800138000"),
    ("phone", "vx{}", "13800138000"),
    ("phone", "微信{}", "13800138000"),
    ("phone", "座机{}没人接", "010-62345678"),
    ("phone", "座机{}没人接", "0571 87654321转801"),
    ("phone", "打{}占线", "400-820-8820"),
    ("phone", "打{}占线", "4008208820"),
    ("phone", "打{}占线", "800-810-1234"),
    ("phone", "电话：{}", "62345678"),
    ("phone", "香港号{}", "+852 9123 4567"),
    ("phone", "订单联系手机号{}", "13800138000"),
    ("id_card", "我是{}", "11010519491231002X"),
    ("id_card", "{}", "110105 19491231 002x"),
    ("id_card", "身份证号：{}", "340524800101001"),
    ("id_card", "身份证(必填)：{}", "110105194912310021"),
    ("bank_card", "退到{}", "6222021234567890128"),
    ("bank_card", "退到{}", "4111 1111 1111 1111"),
    ("bank_card", "卡号是{}", "123456789012345678"),
    ("email", "发到{}吧", "zhang.san@qq.com"),
    ("plate", "车牌{}违停", "京A·12345"),
    ("plate", "车牌{}违停", "沪AD12345"),
    ("plate", "车牌{}违停", "粤b12345d"),
    ("address", "寄到{}，快", "浙江省杭州市西湖区文三路90号3幢201室"),
    ("address", "住在{}", "北京市朝阳区建国路88号院5号楼1203"),
    ("address", "我在{}等", "文三路９０号"),
    ("address", "送到{}的", "阳光花园3栋2单元501室"),
    ("address", "发往{}的", "云南大理白族自治州大理市"),
    ("wechat", "微信号{}", "abc_123"),
    ("wechat", "加V：{}", "helloworld"),
    ("wechat", "我微信 {}", "zhangsan88"),
    ("qq", "QQ {}", "12345678"),
    ("qq", "扣扣号：{}", "987654321"),
    ("name", "我叫{}，投诉", "王小明"),
    ("name", "我是{}。", "李雷"),
    ("name", "联系人：{}电话不通", "欧阳娜娜"),
    ("name", "收件人{}", "王先生"),
]
CLEAN = [
    "订单号13800138000",
    "订单编号：6222021234567890128",
    "运单号是：13800138000",
    "快递单号SF13800138000",
    "打了12315、12306和10086，95588也打了",
    "客服电话95188888",
    "花了13800元，充13800138000元，¥13800138000",
    "2023-11-12 13:45:00，电话2023-1101",
    "型号RTX4090，iPhone15ProMax，5000毫安",
    "时间戳1690000000000，IMEI 860000000000000",
    "条形码6901234567892",
    "3.1415926535897932和0.13800138000",
    "身高175，体重130，尺码42",
    "我是车主，我是会员，我是老客户，我是第一次买",
    "我是何时下的单",
    "我叫了三次客服，我叫外卖",
    "联系人工客服，收件人不在，姓名不对",
    "新A4L2023款，最新A45000",
    "QQ音乐2023版，微信支付10000元，加VIP会员",
    "满400减50，800元",
    "上海市很大，服务区3楼，官方旗舰店，2号线路过",
    "门口超市小区，专区满减，网上思路，5月3号路上",
    "朝阳区店态度差，浙江杭州发货",
    "110105194912310021",
    "6222021234567890129",
]


@pytest.mark.parametrize(("kind", "frame", "value"), FOUND)
def test_found_exactly(kind, frame, value):
    text = frame.format(value)
    (piece,) = find_personal(text)
    assert (piece.kind, piece.text) == (kind, value)
    assert text[piece.start : piece.end] == piece.text


@pytest.mark.parametrize("text", CLEAN)
def test_not_personal(text):
    assert find_personal(text) == ()


def test_many_in_text_order():
    text = "我叫李雷，电话13800138000，微信号abc_123，住文三路90号，订单号6222021234567890128"
    found = find_personal(text)
    assert [piece.kind for piece in found] == ["name", "phone", "wechat", "address"]
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@pytest.mark.parametrize(
    "unit",
    ["路号", "1", "138 ", "a@", "微信", "京A", "我叫王", "上海市", "QQ", "(", "电话", "\x00\ud800"],
)
def test_a_hundred_thousand_characters(unit):
    text = unit * (100_000 // len(unit))
    assert all(text[piece.start : piece.end] == piece.text for piece in find_personal(text))


@settings(max_examples=200, deadline=None)
@given(
    st.text(
        st.sampled_from("我叫王小微信号:电话138001-8 @qq.com京A９路上海市区单元室\ud800😡\x00"),
        max_size=40,
    )
)
def test_pieces_are_raw_slices_in_order(text):
    found = find_personal(text)
    assert all(text[piece.start : piece.end] == piece.text != "" for piece in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
