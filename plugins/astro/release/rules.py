"""The author's `_redirects`, by which hosts lead on from an address to another one."""

from __future__ import annotations

import re
from collections.abc import Sequence

RULES = "_redirects"
_HOST = re.compile(r"\Ahttps?://[^/]*")
_OF_ANY = re.compile(r"\\\*|:\w+")  # what stands for any path, or a part of one


def led_to(text: str) -> list[str]:
    """The addresses on the site, `/slug/`, to which redirects lead; none that a host makes (`:splat`) or leads on.

    A rule is `/from /to 301`, as https://docs.netlify.com/manage/routing/redirects/overview/ has it: between the two
    may stand what a query must hold, and without a status it is 301. Others than 30x show what is no file of the site.
    """
    rules = _rules(text)
    found = []
    for rule in rules:
        to = next((part for part in rule[1:] if part.startswith("/")), "")
        path = to.partition("#")[0]
        if to and _is_redirect(rule) and not {":", "*"} & {*to} and not any(_is_of(each, path) for each in rules):
            found.append(to)
    return found


def leads_on(text: str, address: str) -> bool:
    """Whether the author's redirects have a rule for an address of the site, `/feed.xml`."""
    return any(_is_redirect(rule) and _is_of(rule, address) for rule in _rules(text))


def _rules(text: str) -> list[list[str]]:
    return [fields for line in text.lstrip("\ufeff").splitlines() if (fields := _fields(line))]


def _is_of(rule: Sequence[str], path: str) -> bool:
    """Whether a rule is of this path: a `*` at its end stands for anything, `:name` for a part between slashes."""
    source = re.escape(_HOST.sub("", rule[0]).rstrip("/"))
    pattern = _OF_ANY.sub(lambda part: ".*" if part[0] == r"\*" else "[^/]+", source)
    return re.fullmatch(pattern, path.rstrip("/")) is not None


def _is_redirect(rule: Sequence[str]) -> bool:
    """Whether a rule has a target, and another status than those that show what is no file of the site."""
    status = next((part for part in rule[1:] if part[:3].isdecimal()), "301")
    return any("/" in part for part in rule[1:]) and status.startswith("30")


def _fields(line: str) -> list[str]:
    """The fields of a rule, without a comment."""
    fields = line.split()
    return fields[: next((i for i, field in enumerate(fields) if field.startswith("#")), len(fields))]
