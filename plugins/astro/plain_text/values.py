"""The values of a header and of a file name - dates, slugs, lists - and addresses; what is wrong with them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from difflib import get_close_matches
from urllib.parse import urlsplit

from ..regex import regex

STATUSES = ("published", "draft", "hidden")
_DATE = regex(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?)?", re.ASCII)
# With a zone as other tools write it: apart, without its colon, behind parts of a second.
_ZONED = regex(r"(\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)? *(?:Z|([+-]\d{2}):?(\d{2})?)", re.ASCII)
_HOST = regex(r"[^\s<>\"^`{|}\\]+")
_DATED_NAME = regex(r"(?P<date>\d{4}-\d{2}-\d{2})(?:[-_ ]+(?P<slug>.*))?$", re.ASCII)
_SLUG = regex(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LATIN = str.maketrans({"ł": "l", "đ": "d", "ð": "d", "þ": "th", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i"})
_BLANK = "\u115f\u1160\u2800\u3164"  # letters and a sign that nobody sees
_COMMAS = regex(r"\s*[،、，；؛]\s*")  # of other scripts
MAX_SLUG = 100  # characters; file systems take 255 bytes
_LANG = regex(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def wrong_value(key: str, value: str) -> str | None:
    """What is wrong with the value of a known key; None where it is right."""
    if key in ("date", "modified"):
        return wrong_date(value)
    if key == "status" and value.lower() not in STATUSES:
        near = get_close_matches(value.lower(), STATUSES, 1)
        return f"unknown status `{value}`; " + (f"did you mean {near[0]}?" if near else f"use {', '.join(STATUSES)}")
    if key == "slug":
        return wrong_slug(value)
    if key == "title":
        return wrong_title(value)
    if key == "lang" and not _LANG.fullmatch(value):
        return f"unknown language `{value}`; write a code such as en, pt-BR or zh"
    return next(filter(None, map(_wrong_tag, split_list(value))), None) if key == "tags" else None


def wrong_title(value: str) -> str | None:
    """What is wrong with a title; None where there is anything to see of it."""
    unseen = ("Zs", "Cc", "Cf", "Mn", "Me")
    is_seen = any(sign not in _BLANK and unicodedata.category(sign) not in unseen for sign in value)
    return None if is_seen else "the title has nothing that anybody sees; write one"


def _wrong_tag(tag: str) -> str | None:
    if not any(map(str.isalnum, tag)):
        return f"tag `{tag}` has no letter or digit; give it a word"
    if _COMMAS.search(tag):
        return f"`{tag}` is one tag as it is written; write `{_COMMAS.sub(', ', tag).strip(', ')}`"
    if tag.startswith(("#", "- ", "[")) or tag.endswith("]") or " #" in tag:
        return f"`{tag}` is no tag; write words without `#` and brackets, with commas between them"
    return f"tag `{tag[:20]}…` is too long for an address; shorten it" if len(tag.encode()) > MAX_SLUG else None


def wrong_date(value: str) -> str | None:
    """What is wrong with a date; None where it is a whole, possible one.

    Vague dates ("January 2025", "2025", "01/02/2025") are refused: filled up with the day of the build they would
    mean another day tomorrow.
    """
    if not _DATE.fullmatch(value):
        if match := _ZONED.fullmatch(value):
            zone = f"{match[2]}:{match[3] or '00'}" if match[2] else "Z"
            return f"`{value}` is no date as it is written here; write {match[1]}{zone}"
        return f"`{value}` is not a whole date; write year, month and day: 2025-01-20 or 2025-01-20 18:30"
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return f"`{value}` is not possible; write year, month and day: 2025-01-20 or 2025-01-20 18:30"
    return None


def wrong_slug(value: str) -> str | None:
    """What is wrong with a slug; None where it is words of a-z and 0-9 joined by hyphens."""
    if len(value) > MAX_SLUG:
        return f"`{value[:20]}…` makes no address; use at most {MAX_SLUG} characters, or write a short `Slug: …`"
    if _SLUG.fullmatch(value):
        return None
    what = f"`{value}` makes no address; use a-z, 0-9 and single hyphens"
    better = slug_of(value)
    return f"{what}: `{better}`, or write `Slug: {better}`" if better else f"{what}, or write a `Slug: …` of them"


def slug_of(text: str) -> str:
    """The slug that words of Latin letters make; empty where there are none."""
    folded = text.casefold().translate(_LATIN)
    plain = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def lowered(header: Mapping[str, str]) -> dict[str, str]:
    """The header with those values in small letters that mean the same in any."""
    return {key: value.lower() if key in ("lang", "status") else value for key, value in header.items()}


def language_of(lang: str) -> str:
    """The language of a code alone: `pt` of `pt-br`."""
    return lang.casefold().partition("-")[0]


def split_list(value: str) -> list[str]:
    """The entries of a list, split at semicolons where there are any, else at commas, as Pelican does."""
    entries = value.split(";") if ";" in value else value.split(",")
    return [entry.strip() for entry in entries if entry.strip()]


def split_name(stem: str) -> tuple[str, str]:
    """(date, slug) of a file name without its ending; the date is empty where the name does not begin with one."""
    match = _DATED_NAME.match(stem)
    return (match["date"], match["slug"] or "") if match else ("", stem)


def split_pins(value: str) -> list[str]:
    """The pins of a header's value, with a semicolon and a space between them."""
    return [pin.strip() for pin in re.split(r"[;；؛](?=\s|$)", value) if pin.strip()]


def is_before(one: str, other: str) -> bool:
    """Whether a whole date is before another; a day without a time is all of that day.

    A time without an offset is the site's, which is not known here: it is held against what a clock showed elsewhere.
    """
    day = len("2025-01-20")
    if day in (len(one), len(other)):
        return one[:day] < other[:day]
    times = [datetime.fromisoformat(each) for each in (one, other)]
    first, second = times if all(each.tzinfo for each in times) else [each.replace(tzinfo=None) for each in times]
    return first < second


def is_address(value: str) -> bool:
    """Whether an address has a form that a browser can take apart."""
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018  # which raises where it is none
        return parts.scheme not in ("http", "https") or bool(parts.hostname and _HOST.fullmatch(parts.netloc))
    except ValueError:  # a bracket or a port that is none
        return False


def day_in_words(moment: datetime) -> str:
    """The day as lists tell it: `20 January 2025`."""
    day = moment.date()  # three times as fast to write as Pelican's own kind of moment
    return f"{day.day} {day:%B %Y}"
