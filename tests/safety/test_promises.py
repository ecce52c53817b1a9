"""What the page "Hvad gemmer vi?" says is what a test shows: no sentence without one."""

import ast

import pytest

from bot.checking.load import load_library
from bot.knowledge.promises import Promise, Promises
from bot.settings import ROOT

PROMISES = Promises.of(load_library(ROOT).answers)


def names_of_tests_in(file: str) -> set[str]:
    module = ast.parse((ROOT / file).read_text())
    return {node.name for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize("promise", PROMISES.sentences, ids=lambda promise: promise.test)
def test_what_is_promised_has_its_test(promise: Promise) -> None:
    file, test = promise.test.split("::")
    assert test.startswith("test_")
    assert test in names_of_tests_in(file)


def test_what_cannot_be_promised_is_said_too() -> None:
    assert len(PROMISES.limits) >= 3
