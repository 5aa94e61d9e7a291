"""The author's `_redirects`, by which hosts lead on from an address to another one."""

from __future__ import annotations

import re
from collections.abc import Sequence

RULES = "_redirects"
_OF_ANY = re.compile(r"\\\*|:\w+")  # what stands for any path, or a part of one


def led_to(text: str) -> list[str]:
    """The addresses on the site, `/slug/`, to which redirects lead; none that a host makes (`:splat`) or leads on.

    A rule is `/from /to 301`, as https://docs.netlify.com/manage/routing/redirects/overview/ has it: between the two
    may stand what a query must hold, and without a status it is 301. Others than 30x show what is no file of the site.
    """
    rules = [_fields(line) for line in text.lstrip("\ufeff").splitlines()]
    sources = {rule[0].rstrip("/") for rule in rules if rule}
    found = []
    for rule in rules:
        to = next((part for part in rule[1:] if part.startswith("/")), "")
        path = to.partition("#")[0].rstrip("/")
        is_led_on = path in sources or any(each.endswith("*") and path.startswith(each[:-1]) for each in sources)
        if to and _is_redirect(rule) and not {":", "*"} & {*to} and not is_led_on:
            found.append(to)
    return found


def leads_on(text: str, address: str) -> bool:
    """Whether the author's redirects have a rule for an address of the site, `/feed.xml`."""
    rules = [_fields(line) for line in text.lstrip("\ufeff").splitlines()]
    sources = [re.sub("https?://[^/]*", "", rule[0]) for rule in rules if _is_redirect(rule)]
    return any(re.fullmatch(_OF_ANY.sub(_any, re.escape(each)), address) for each in sources)


def _any(part: re.Match[str]) -> str:
    return ".*" if part[0] == r"\*" else "[^/]+"


def _is_redirect(rule: Sequence[str]) -> bool:
    """Whether a rule has a target, and another status than those that show what is no file of the site."""
    status = next((part for part in rule[1:] if part[:3].isdecimal()), "301")
    return any("/" in part for part in rule[1:]) and status.startswith("30")


def _fields(line: str) -> list[str]:
    """The fields of a rule, without a comment."""
    fields = line.split()
    return fields[: next((i for i, field in enumerate(fields) if field.startswith("#")), len(fields))]
