from dataclasses import replace

import numpy as np
import pytest

from voc.errors import InputError, WorkerError
from voc.qualify.analyzer import Analyzer
from voc.qualify.cascade import CascadeAnalyzer
from voc.qualify.decode import Decoding
from voc.qualify.loading import load
from voc.qualify.mapped import load_mapped, save_mapped
from voc.taxonomy import Taxonomy
from voc.types import Voice

VOICES = [Voice(id="1", text="充电时冒烟了"), Voice(id="2", text="师傅很热情，就是慢")]


def test_the_weights_are_views_of_one_file(analyzer, tmp_path):
    save_mapped(analyzer, tmp_path)
    mapped = load_mapped(tmp_path)
    assert mapped.tag(VOICES) == analyzer.tag(VOICES)
    weights, own = mapped.engine.clause_net.hidden, analyzer.engine.clause_net.hidden
    assert np.array_equal(weights, own)
    assert not weights.flags.writeable
    assert not weights.flags.owndata
    assert weights.ctypes.data % 64 == 0


def test_an_analyzer_goes_as_it_is_and_not_as_it_was_loaded(tmp_path):
    changed = replace(load("lexicon"), name="mine@1", decoding=Decoding(pain=1.1))
    both = CascadeAnalyzer.of("both", changed, load("lexicon"), threshold=0.3)
    save_mapped(both, tmp_path)
    mapped = load_mapped(tmp_path)
    assert (mapped.name, mapped.threshold, mapped.first.decoding.pain) == ("both", 0.3, 1.1)
    assert mapped.tag(VOICES) == both.tag(VOICES)


def test_an_encoder_is_mapped_too(tiny, tmp_path):
    analyzer = Analyzer("tiny@1", tiny.engine, Decoding(), Taxonomy.load())
    save_mapped(analyzer, tmp_path)
    mapped = load_mapped(tmp_path)
    assert mapped.tag(VOICES) == analyzer.tag(VOICES)
    [weights] = tmp_path.rglob("*.weights")
    assert weights.stat().st_size > 4 * sum(mapped.engine.clause_query.shape)


def test_what_cannot_be_sent_is_named(tmp_path):
    odd = replace(load("lexicon"), engine=lambda: None)
    with pytest.raises(InputError, match=r"lexicon@1 cannot be sent .*lambda.*take workers=1"):
        save_mapped(odd, tmp_path)


def test_no_room_is_an_error_of_its_own(tmp_path):
    with pytest.raises(WorkerError, match=r"lexicon@1 cannot be written .*TMPDIR.*workers=1"):
        save_mapped(load("lexicon"), tmp_path / "missing")
