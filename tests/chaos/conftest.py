"""The service that the tests of this folder harm, healed after each of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.country import Country, running


@pytest.fixture(scope="session")
def started(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Country]:
    with running(tmp_path_factory.mktemp("country")) as country:
        yield country


@pytest.fixture
def country(started: Country) -> Iterator[Country]:
    yield started
    started.heal()
