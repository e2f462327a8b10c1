import gzip
import json

import pytest

from voc.collect.read import read
from voc.errors import InputError


@pytest.fixture
def voices(tmp_path):
    def reading(content, name="a.jsonl", **columns):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(read(path, **columns))

    return reading


def test_lines_of_objects_and_strings(voices):
    found = voices('{"id": 7, "content": "慢", "tags": ["a"]}\n\n"好"\n')
    assert [(voice.id, voice.text) for voice in found] == [("7", "慢"), ("2", "好")]
    assert found[0].meta == {"tags": ["a"]}


def test_broken_lines_are_kept_and_marked(voices):
    lines = [
        '{"text": "好"}',
        '{"text": "慢\\"死\\"了", "score": ',
        "不是 JSON",
        "[1]",
        '{"text": {"a": 1}}',
    ]
    found = voices("\n".join(lines))
    assert [voice.text for voice in found] == ["好", '慢"死"了', "不是 JSON", "", ""]
    assert [voice.error for voice in found] == [
        None,
        "line 2: no JSON (Expecting value)",
        "line 3: no JSON (Expecting value)",
        "line 4: got a list, expected a str, a mapping or a Voice",
        "line 5: the text is a dict, expected a string",
    ]
    assert [voice.marks for voice in found[1:]] == [{"bad_row"}] * 4


def test_a_broken_first_line_does_not_hide_the_columns(voices):
    assert [voice.text for voice in voices('{"content": \n{"content": "好"}')] == [
        '{"content":',
        "好",
    ]
    with pytest.raises(InputError, match="pass text="):
        voices('{"甲": \n{"甲": "好"}')


def test_keys_may_be_missing_in_some_rows(voices):
    found = voices(
        '{"id": 1}\n{"id": 2, "text": "慢"}\n{"id": 3, "text": null, "nps": 3}', score="nps"
    )
    assert [(voice.text, voice.score) for voice in found] == [("", None), ("慢", None), ("", 3.0)]
    assert found[0].error == "line 1: no text column 'text'; it has 'id'"
    assert found[2].marks == {"empty"}


def test_a_named_column_that_never_comes_is_refused(voices):
    with pytest.raises(InputError, match=r"score='npps'.*'text', 'nps'"):
        voices('{"text": "慢", "nps": 3}\n' * 3, score="npps")


def test_undecodable_bytes_mark_only_their_line(voices):
    found = voices('{"text": "慢"}\n'.encode() + b'{"text": "\xff"}\n')
    assert [voice.marks for voice in found] == [frozenset(), {"bad_row"}]
    assert found[1].error == "line 2: 1 byte not in the file's encoding, utf-8"


def test_deep_nesting_is_a_bad_row(voices):
    (voice,) = voices("[" * 100_000)
    assert voice.marks == {"bad_row"}


@pytest.mark.parametrize("name", ["a.json", "a.json.gz"])
def test_json_arrays(voices, name):
    data = json.dumps([{"评论": "慢"}, "好"], ensure_ascii=False).encode("gb18030")
    found = voices(gzip.compress(data) if name.endswith(".gz") else data, name=name)
    assert [voice.text for voice in found] == ["慢", "好"]


def test_json_that_is_lines_or_one_object(voices):
    assert len(voices('{"text": "慢"}\n{"text": "好"}', name="a.json")) == 2
    assert [voice.text for voice in voices('{"text": "慢"}', name="a.json")] == ["慢"]


def test_json_that_is_none_is_refused(voices):
    with pytest.raises(InputError, match=r"a\.json is no JSON \(.*\); mend it or name it \.jsonl"):
        voices("[{,", name="a.json")


def test_an_empty_jsonl_holds_no_voices(voices):
    assert voices("") == []
