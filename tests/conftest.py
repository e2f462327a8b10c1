"""What all tests share."""

from pathlib import Path

import pytest
from hypothesis import settings

import voc

SHARED = Path(__file__).parents[2] / "shared"

# The first text makes tables that the others only use: no example is slow, it just came first.
settings.register_profile("voc", deadline=None)
settings.load_profile("voc")


@pytest.fixture(scope="session")
def analyzer():
    """The default model."""
    return voc.load("default")


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    """An encoder that was trained and exported in a few seconds."""
    from tiny_encoder import train_tiny

    return train_tiny(tmp_path_factory.mktemp("encoder"))


@pytest.fixture
def server(tmp_path, monkeypatch):
    """A server that public corpora are downloaded from, into a cache that is empty."""
    from served import running

    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setenv("VOC_CACHE", str(tmp_path / "cache"))
    with running() as served:
        yield served


def pytest_collection_modifyitems(items):
    """Leave out what needs files that only a maintainer has."""
    if SHARED.is_dir():
        return
    skip = pytest.mark.skip(reason=f"needs {SHARED.name}/ beside the checkout")
    for item in items:
        if "shared" in item.keywords:
            item.add_marker(skip)
