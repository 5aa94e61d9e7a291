"""What a publishing changes for the public, told before it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import normalize

from .known import KnownEssay, Register
from .moments import moment_of

_NEW = "new to subscribers"


def difference(before: Register, after: Register) -> Iterator[str]:
    """A line for each essay or page that is new, changed, moved, gone or back, with the sections that were reworded."""
    entries, were = _entries(after, after.items), _entries(before, before.items or after.items)
    known = {essay.key: essay for essay in before.essays}
    heirs = _heirs(after)
    led = _heirs(before).keys()
    for essay in sorted(after.essays, key=lambda each: each.key):
        last = known.get(essay.key)
        entry = entries.get(essay.key, "")
        if last is None:
            how = entry or ("hidden: no list and no feed has it" if essay.feed else "")
            yield f"/{essay.address} {', and '.join(filter(None, ('new', how)))}"
        elif essay.retired and last.address in heirs.keys() - led:
            heir = heirs[last.address]
            yield f"/{last.address} leads to /{heir.address} now{_ids_of_both(last, known.get(heir.key))}"
        elif essay.retired and not last.retired:
            gone = [address for address in last.former if address not in heirs]
            yield f"/{last.address} gone" + "".join(f", and /{address} with it" for address in gone)
        elif last.retired and not essay.retired:
            yield f"/{essay.address} back; subscribers do not see it as new"
        else:
            if entry == _NEW and were.get(essay.key, _NEW) != _NEW:
                yield f"/{essay.address} among the {after.items} newest now, and {_NEW} if they have not had it"
            yield from _shown_elsewhere(last, essay, entry)
            yield from _changes(last, essay)


def _shown_elsewhere(last: KnownEssay, essay: KnownEssay, entry: str) -> Iterator[str]:
    """That an essay or page stands in other lists than before; `entry` is what it is to subscribers now."""
    if entry and not last.feed:
        yield f"/{essay.address} no page any more, and {entry}"
    elif entry and last.hidden:
        yield f"/{essay.address} in feeds now, and {entry}{' if they have not had it' * (entry == _NEW)}"
    elif last.hidden is None:
        return
    elif essay.feed and essay.hidden and not last.hidden:
        yield f"/{essay.address} hidden, or a page now: no list and no feed has it any more"
    elif not (essay.feed or last.feed) and essay.hidden != last.hidden:
        how = "hidden: no other page leads to it any more" if essay.hidden else "in the menu again"
        yield f"/{essay.address} {how}"


def _entries(register: Register, items: int) -> dict[str, str]:
    """What an essay is to subscribers where feeds have not had it, by the key of each that they hold.

    A feed shows the newest `items` of those that are not hidden; all where that is 0.
    """
    listed = [each for each in register.essays if each.feed and not each.retired and not each.hidden]
    listed.sort(key=lambda essay: moment_of(essay.published), reverse=True)
    shown = {essay.key for essay in listed[: items or None]}
    old = f"not among the {items} newest, which subscribers see"
    return {essay.key: _NEW if essay.key in shown else old for essay in listed}


def _heirs(register: Register) -> dict[str, KnownEssay]:
    """The essay to which each former address leads."""
    return {address: essay for essay in register.essays if not essay.retired for address in essay.former}


def _ids_of_both(last: KnownEssay, heir: KnownEssay | None) -> str:
    """Which links to sections of an essay that was taken over lead to sections that the other has of the same ids."""
    standing = [section for section in heir.sections if section.gone is None] if heir else []
    both = sorted({*last.ids()} & {id_ for section in standing for id_ in (section.id, *section.aliases)})
    return f", and {', '.join(f'#{id_}' for id_ in both)} to its own" if both else ""


def _says_else(last: KnownEssay, essay: KnownEssay) -> bool:
    """Whether its words are others, of which the fingerprints of its sections know more than that of the whole."""
    were = {section.id: section.words for section in last.sections if section.gone is None}
    now = {section.id: section.words for section in essay.sections if section.gone is None}
    return last.words != essay.words or any(were[id_] != now[id_] for id_ in were.keys() & now.keys())


def _changes(last: KnownEssay, essay: KnownEssay) -> Iterator[str]:
    if essay.address != last.address:
        yield f"/{last.address} moved to /{essay.address}"
    if _says_else(last, essay) and (last.feed or not essay.feed):  # else they do
        yield f"/{essay.address} changed; subscribers do not see it as new"
    headings = {section.id: section.heading for section in last.sections if section.gone is None}
    led = {section.id: section.gone for section in last.sections if section.gone is not None}
    names = {section.id: (section.id, *section.aliases) for section in essay.sections}
    for section in essay.sections:
        former = headings.get(section.id)
        target = f"#{section.gone}" if section.gone else "the top of the essay"
        if section.gone is not None and section.id in headings:
            yield f"/{essay.address}#{section.id} gone; its address leads to {target}"
        elif section.gone is not None and led.get(section.id, section.gone) not in names.get(section.gone, ("",)):
            yield f"/{essay.address}#{section.id} leads to {target} now"
        elif former is not None and normalize("NFC", former) != normalize("NFC", section.heading):
            yield f"/{essay.address}#{section.id} reworded: “{former}” is now “{section.heading}”"
