import gzip
import json
import re
from itertools import islice

import pytest

from benchmarks.texts import different, of_length, read_texts, repeated, write_jsonl
from voc.errors import InputError

SOURCE = ["等了四十分钟才送到，汤都洒了", "骑手态度很好！", "一般", "！！！"]


def take(n, texts):
    return list(islice(texts, n))


def test_the_bundled_texts_are_all_different_and_mixed():
    texts = read_texts()
    assert len(set(texts)) == len(texts) > 5000
    assert texts == read_texts()


@pytest.mark.parametrize("name", ["t.txt", "t.jsonl", "t.jsonl.gz"])
def test_files_are_read(name, tmp_path):
    lines = ["好吃", " ", "太慢", "好吃"]
    if name != "t.txt":
        lines = [json.dumps({"text": line, "label": 1}) for line in lines]
    content = "\n".join(lines).encode()
    path = tmp_path / name
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    assert sorted(read_texts(path)) == ["太慢", "好吃"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.csv", "好吃", "expected .jsonl, .jsonl.gz or .txt"),
        ("t.jsonl", '{"content": "好吃"}', 'an object with a "text" on each line'),
        ("t.jsonl", "好吃", 'an object with a "text" on each line'),
        ("t.txt", " \n\n", "holds no text"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(name, content, message, tmp_path):
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(message)):
        read_texts(tmp_path / name)


def test_repeated_texts_keep_their_order():
    assert repeated(SOURCE, 6) == [*SOURCE, *SOURCE[:2]]


def test_different_texts_are_different_and_the_same_for_the_same_seed():
    texts = take(500, different(SOURCE, "a"))
    assert len(set(texts)) == 500
    assert texts == take(500, different(SOURCE, "a"))
    assert texts != take(500, different(SOURCE, "b"))


def test_different_texts_are_about_as_long_as_the_source():
    source = read_texts()
    made = take(2000, different(source, "a"))
    assert sum(map(len, made)) / len(made) == pytest.approx(
        sum(map(len, source)) / len(source), 0.1
    )


def test_clauses_are_hardly_ever_seen_twice():
    made = take(300, different(read_texts(), "a"))
    clauses = [
        clause for text in made for clause in re.split("[，。！？；]", text) if len(clause) > 4
    ]
    assert len(set(clauses)) > 0.98 * len(clauses)


def test_even_a_single_character_makes_different_texts():
    assert take(3, different(["好"], "a")) == ["好", "好好", "好好好"]


def test_texts_have_the_length_asked_for():
    texts = take(5, of_length(SOURCE, 40, "a"))
    assert {len(text) for text in texts} == {40}
    assert len(set(texts)) == 5


def test_voices_are_written_a_line_each(tmp_path):
    write_jsonl(iter(["好\n吃", "太慢"]), tmp_path / "v.jsonl")
    lines = (tmp_path / "v.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["text"] for line in lines] == ["好\n吃", "太慢"]
