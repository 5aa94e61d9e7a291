"""Where the settings files give a setting."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from contextlib import suppress

from ..problem import Problem
from ..regex import regex

_NAME = regex(r"\b[A-Z][A-Z\d_]+\b")


def at_its_line(problem: Problem, files: Mapping[str, str]) -> Problem:
    """The problem at the line that gives the first setting of those that it names; as it is where none is given.

    `files` are the sources of the settings files by their names; what stands in the first of them counts.
    """
    lines = {file: dict(_given(source)) for file, source in files.items()}
    for name in _NAME.findall(problem.text):
        for file, given in lines.items():
            if name in given:
                return Problem(file, given[name], problem.text)
    return problem


def _given(source: str) -> Iterator[tuple[str, int]]:
    """(a name, the line) of each place where a value is given or changed, in the order of lines."""
    nodes: list[ast.AST] = []
    with suppress(SyntaxError):  # it is another one than that which was read
        nodes = [*ast.walk(ast.parse(source))]
    for node in sorted((each for each in nodes if isinstance(each, ast.stmt)), key=lambda each: each.lineno):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            places = node.targets if isinstance(node, ast.Assign) else [node.target]
        else:  # as a list of PLUGINS that grows
            places = [node.value.func] if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) else []
        yield from (
            (each.id, node.lineno) for place in places for each in ast.walk(place) if isinstance(each, ast.Name)
        )
