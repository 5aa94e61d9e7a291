"""The author's `_redirects`, by which hosts lead on from an address to another one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from ..plain_text.lines import split_lines
from ..regex import regex

RULES = "_redirects"
_HOST = regex(r"\Ahttps?://[^/]*")
_STATUS = regex(r"[2-5]\d\d!?")
_OF_ANY = regex(r"\\\*|:\w+")  # what stands for any path, or a part of one


def led_to(text: str) -> list[str]:
    """The addresses to which redirects lead, `/slug/`; none that a host makes (`:splat`) or leads on by another rule.

    A rule is `/from /to 301`, as https://docs.netlify.com/manage/routing/redirects/overview/ has it: between the two
    may stand what a query must hold, and without a status it is 301. Others than 30x show what is no file of the site.
    """
    rules = [*_rules(text).values()]
    found = []
    for rule in rules:
        to = _target(rule)
        there = _HOST.sub("", to)
        if not to or not _is_redirect(rule) or {":", "*"} & {*there}:
            continue
        path = there.partition("#")[0]
        if not any(each is not rule and _is_of(each, path) for each in rules):
            found.append(to)
    return found


def faults_of(text: str, site: str, pages: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """(line, what is wrong and what to do) of rules that no host can follow, or that stand in the way of a page.

    `site` is the address of the site, or empty; `pages` are the files of its pages by their addresses, `/slug/`.
    """
    own = site.removesuffix(_HOST.sub("", site))
    rules = _rules(text)
    first: dict[str, int] = {}
    always = [rule for rule in rules.values() if _is_always(rule)]
    leads = {rule[0]: _target(rule).removeprefix(own).partition("#")[0] for rule in reversed(always)}
    for number, rule in rules.items():
        status = next((part for part in rule[1:] if part.rstrip("!").isdecimal()), "301")
        if not any("/" in part for part in rule[1:]):
            yield number, f"`{rule[0]}` leads to no address; write `{rule[0]} /its-slug/ 301`"
        elif "?" in rule[0]:
            yield (
                number,
                f"no host finds `{rule[0]}`, as a path has no `?`; write what is asked apart: `/ p=123 /slug/`",
            )
        elif _is_always(rule) and first.setdefault(rule[0], number) != number:
            yield number, f"`{rule[0]}` is led on by line {first[rule[0]]} already; take one of the two out"
        elif not _STATUS.fullmatch(status):
            yield number, f"`{status}` is no status that a host sends; write 301"
        elif _is_always(rule) and _comes_back(rule[0], leads):
            yield number, f"`{rule[0]}` leads back to itself; write an address at which something stands"
        elif _is_always(rule) and rule[0] in pages and leads[rule[0]].startswith("/"):
            hidden = f"the address of {pages[rule[0]]}, which hosts would not show"
            yield number, f"`{rule[0]}` is {hidden}; take the rule out"


def _is_always(rule: Sequence[str]) -> bool:
    """Whether a rule leads on from one address, and whoever asks for it."""
    asked = [part for part in rule[1:] if "=" in part and part != _target(rule)]
    return _is_redirect(rule) and not asked and rule[0].startswith("/")


def _comes_back(path: str, leads: Mapping[str, str]) -> bool:
    seen, to = set(), leads[path]
    while to != path and to in leads and to not in seen:
        seen.add(to)
        to = leads[to]
    return to == path


def _target(rule: Sequence[str]) -> str:
    """Where a rule leads; empty where it names no address."""
    return next((part for part in rule[1:] if part.startswith(("/", "http://", "https://"))), "")


def leads_on(text: str, address: str) -> bool:
    """Whether the author's redirects have a rule for an address of the site, `/feed.xml`."""
    rules = filter(_is_redirect, _rules(text).values())
    return any(_HOST.sub("", rule[0]) == address or _is_of(rule, address) for rule in rules)


def heir_of(text: str, path: str) -> str:
    """Where the author's redirects lead from an address that one of them names, `/slug/`; empty where none does."""
    named = (rule for rule in _rules(text).values() if _is_redirect(rule) and rule[0].rstrip("/") == path.rstrip("/"))
    return next((_target(rule).partition("#")[0] for rule in named), "")


def _rules(text: str) -> dict[int, list[str]]:
    """The fields of each rule, by its line."""
    lines = enumerate(split_lines(text.lstrip("\ufeff")), 1)
    return {number: fields for number, line in lines if (fields := _fields(line))}


def _is_of(rule: Sequence[str], path: str) -> bool:
    """Whether a rule is of this path: a `*` at its end stands for anything, `:name` for a part between slashes.

    One for the addresses of a host, most often a former one, says nothing of what stands here.
    """
    return not _HOST.match(rule[0]) and _pattern(rule[0]).fullmatch(path.rstrip("/")) is not None


@cache  # a blog that moves has a thousand, each of which is held against each
def _pattern(source: str) -> re.Pattern[str]:
    escaped = re.escape(source.rstrip("/"))
    return re.compile(_OF_ANY.sub(lambda part: ".*" if part[0] == r"\*" else "[^/]+", escaped))


def _is_redirect(rule: Sequence[str]) -> bool:
    """Whether a rule has a target, and another status than those that show what is no file of the site."""
    status = next((part for part in rule[1:] if part[:3].isdecimal()), "301")
    return any("/" in part for part in rule[1:]) and status.startswith("30")


def _fields(line: str) -> list[str]:
    """The fields of a rule, without a comment."""
    fields = line.split()
    return fields[: next((i for i, field in enumerate(fields) if field.startswith("#")), len(fields))]
