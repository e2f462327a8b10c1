import gzip

import pytest

from voc.collect.encoding import encoding_of, find_encoding, open_text, repaired
from voc.errors import InputError

TEXT = "编号,内容\n1,物流太慢了，等了五天才到\n2,客服态度很好，问题解决了\n"


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gbk", "gb18030"), ("gb18030", "gb18030"),
        ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be"), ("utf-32", "utf-32"),
    ],
)  # fmt: skip
def test_encodings_are_found_and_read_back(tmp_path, written, found):
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.encode(written))
    assert find_encoding(path) == found
    with open_text(path) as file:
        assert file.read() == TEXT


def test_traditional_chinese_in_big5(tmp_path):
    path = tmp_path / "a.csv"
    text = "編號,內容\n1,這個產品的品質實在太差了，客服也完全不理人\n" * 5
    path.write_bytes(text.encode("big5"))
    with open_text(path) as file:
        assert file.read() == text


def test_a_character_cut_at_the_end_of_the_window_does_not_matter():
    for encoding, name in (("utf-8", "utf-8"), ("gbk", "gb18030"), ("utf-16-le", "utf-16-le")):
        assert encoding_of(TEXT.encode(encoding)[:-4]) == name
        assert encoding_of(TEXT.encode(encoding)[:-5]) == name


def test_chinese_that_begins_late_is_still_found(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,text\n" + b"1,fine\n" * 60_000 + "2,物流太慢".encode("gbk"))
    assert find_encoding(path) == "gb18030"


def test_a_few_broken_bytes_do_not_change_the_encoding():
    assert encoding_of(TEXT.encode() + b"\xff\xfe\n") == "utf-8"
    assert encoding_of(TEXT.encode("gbk") + b"\xff\xff\n") == "gb18030"


def test_stray_nuls_are_not_utf_16():
    assert encoding_of(TEXT.encode() + b"a\0b\0") == "utf-8"
    assert encoding_of(TEXT.encode("gbk") + b"a\0b") == "gb18030"
    assert encoding_of(b"plain\0text\0\0") == "ascii"
    assert encoding_of("id,text\n1,ok".encode("utf-16-be")) == "utf-16-be"


def test_gzip(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(TEXT.encode("gbk")))
    with open_text(path) as file:
        assert file.read() == TEXT


def test_undecodable_bytes_are_counted_and_replaced(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.encode() + b"3,\xff\xfe\xe5\xa5\xbd\n")
    with open_text(path) as file:
        assert repaired(file.read(), file) == (TEXT + "3,\ufffd\ufffd好\n", 2)


def test_a_workbook_with_a_wrong_ending_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"PK\x03\x04\x14\x00\x06\x00\x08\x00")
    with pytest.raises(InputError, match=r"a\.csv is no text file.*\.xlsx"):
        find_encoding(path)
