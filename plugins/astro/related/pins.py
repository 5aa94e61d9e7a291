"""Pins: the related links that an author chose, as they are written at an essay's end or in its header."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import lru_cache
from unicodedata import normalize
from urllib.parse import unquote

from ..plain_text.values import is_address
from ..regex import regex
from ..sections.ids import slugify
from ..sections.outline import Outline, Section
from .forms import plain
from .links import LIMIT, RelatedLink

_ADDRESS = regex(r"https?://[^\s/]*[^\W_]\S*")
_REASON = regex(r"\s(?:—|–|--|-|―)\s|\s?(?:――|——)\s?")  # the last two as Japanese and Chinese have them


_folded = lru_cache(maxsize=1 << 13)(plain)  # each pin is held against all titles


class UnknownPinError(ValueError):
    """Raised for a pin that names nothing; the message says what is nearest."""


def resolve(pin: str, outlines: Mapping[str, Outline], own: str = "") -> RelatedLink:
    """The link that a pin means: a slug, `slug#id`, a title, `title § heading` or a web address, then ` — reason`.

    `outlines` are all essays by their slugs, former ones too, and by `lang/slug` those of other languages; `own` is the
    slug of the one that has the pin, which is not proposed.
    Raises UnknownPinError.
    """
    error = None
    for text, note in _readings(pin):
        try:
            link = _read(text, outlines)
        except UnknownPinError as unknown:
            error = unknown
            continue
        if link:
            return replace(link, note=note)
    raise error or UnknownPinError(f"`{pin}` names no essay; {_nearest(pin, outlines, own)}")


def _read(text: str, outlines: Mapping[str, Outline]) -> RelatedLink | None:
    """The link of one reading of a pin; None where it names no essay."""
    if _ADDRESS.fullmatch(text) and is_address(text):
        return RelatedLink("", address=text)
    if outline := _essay(text, outlines):
        return RelatedLink(_name(outline, outlines))
    essay, mark, heading = text.partition("#" if "#" in text else "§")
    if mark and (outline := _essay(essay.strip(), outlines)):
        return RelatedLink(_name(outline, outlines), _section(outline, heading.strip(), by_id=mark == "#").id)
    return None


def _name(outline: Outline, outlines: Mapping[str, Outline]) -> str:
    """The slug of an essay; of a translation of another one, which has that too, what else it is known by."""
    if outlines.get(outline.slug) is outline:
        return outline.slug
    return next(name for name, each in outlines.items() if each is outline)


def combine(pinned: Sequence[RelatedLink], ranked: Iterable[RelatedLink], outline: Outline) -> tuple[RelatedLink, ...]:
    """What stands under an essay: its pins, then the best others up to LIMIT, else its own top-level sections."""
    once: dict[tuple[str, str, str], RelatedLink] = {}
    for pin in pinned:
        once.setdefault((pin.essay, pin.section, pin.address), pin)
    pinned = [*once.values()]
    essays = {link.essay for link in pinned}
    others = [link for link in ranked if link.essay not in essays]
    links = (*pinned, *others[: max(0, LIMIT - len(pinned))])
    return links or tuple(RelatedLink(outline.slug, section.id) for section in outline.sections)


def _readings(pin: str) -> Iterator[tuple[str, str]]:
    """(what is pinned, reason) as the pin may be read: a title can hold a dash itself."""
    yield pin.strip(), ""
    for dash in [*_REASON.finditer(pin)][::-1]:
        yield pin[: dash.start()].strip(), pin[dash.end() :].strip()


def _essay(text: str, outlines: Mapping[str, Outline]) -> Outline | None:
    if text in outlines:
        return outlines[text]
    titled = list({id(each): each for each in outlines.values() if _folded(each.title) == _folded(text)}.values())
    if len(titled) > 1:
        slugs = " or ".join(f"`{slug}`" for slug in sorted(_name(outline, outlines) for outline in titled))
        raise UnknownPinError(f"`{text}` is the title of {len(titled)} essays; write {slugs}")
    return titled[0] if titled else None


def _section(outline: Outline, name: str, *, by_id: bool) -> Section:
    if titled := [section for section in outline if not by_id and plain(section.title) == plain(name)]:
        return titled[0]
    # An address as browsers give it away, or a heading's of before it was reworded.
    named = {name, normalize("NFC", unquote(name))} if by_id else {slugify(name)}
    for section in outline:
        if named & {section.id, *section.aliases} and (by_id or slugify(section.title) not in named):
            return section
    names = [section.id if by_id else section.title for section in outline]
    mark = "#" if by_id else "§ "
    near = get_close_matches(name, names, 1, 0.5)
    first = " or ".join(f"`{mark}{each}`" for each in near or names[:3])
    hint = (
        (f"did you mean {first}?" if near else f"write {first}")
        if names
        else "it has no sections; name the essay alone"
    )
    raise UnknownPinError(f"essay `{outline.slug}` has no section `{mark}{name}`; {hint}")


def _nearest(pin: str, outlines: Mapping[str, Outline], own: str) -> str:
    text = min((text for text, _ in _readings(pin)), key=len).partition("#")[0].partition("§")[0].strip()
    others = {slug: outline for slug, outline in outlines.items() if outline.slug != own}
    by_name = {plain(outline.title): outline.title for outline in others.values()} | {slug: slug for slug in others}
    near = get_close_matches(plain(text), sorted(by_name), 1, 0.5)
    if near:
        return f"did you mean `{by_name[near[0]]}`?"
    return "write a slug, slug#id, title, title § heading or web address, or take the line out"
