"""The tags of a text in their order: which of them stand where they can, and which are never closed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from ..tree.strict import VOID, Form

# What stands within another element alone; elsewhere browsers drop the tag.
_WITHIN = {
    **dict.fromkeys("caption col colgroup tbody td tfoot th thead tr".split(), ("table",)),
    **dict.fromkeys(("dd", "dt"), ("dl",)),
    **dict.fromkeys(("rp", "rt"), ("ruby",)),
    "li": ("ol", "ul"),
    "figcaption": ("figure",),
    "summary": ("details",),
    "source": ("audio", "picture", "video"),
    "track": ("audio", "video"),
}
# What shows nothing without one of these attributes.
_NEEDS = {
    "a": ("href", "id", "name"),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "track": ("src",),
}
_PLACED = _WITHIN.keys() | _NEEDS.keys()
_END_BY_THEMSELVES = frozenset("caption colgroup dd dt li p rp rt tbody td tfoot th thead tr".split())

# What ends with its paragraph; the like of `<b>` browsers open anew in the next one.
_OF_ONE = frozenset("abbr acronym bdi bdo cite del dfn ins kbd mark q samp span sub sup time var".split())


class Order:
    """Follows the tags of a text, as browsers do: most that is open at a paragraph's end goes on in the next one."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._strays: list[str] = []
        self._words: list[str] = []
        self._cut: list[str] = []
        self._leads: list[bool] = []  # of each link that is open; an old `<a id="x">` shows nothing

    def starts(self, name: str, attributes: Collection[str]) -> bool:
        """Whether a start tag is one where it stands; else it is a word."""
        if name in _PLACED and not _has_place(name, attributes, self._open):
            self._words.append(name)
            return False
        if name == "a":
            self._leads.append("href" in attributes)
        elif name not in VOID:
            self._open.append(name)
        return True

    def ends(self, name: str) -> bool:
        """Whether an end tag is one, not a word as its start tag; one that closes nothing is wrong."""
        if name == "a" and self._leads:
            self._leads.pop()
        elif name in self._open:
            place = len(self._open) - 1 - self._open[::-1].index(name)
            if name == "p":
                self._cut += (each for each in self._open[place + 1 :] if each in _OF_ONE)
            del self._open[place]
        elif name == "p":  # it has ended by itself
            return True
        elif name in self._words:
            self._words.remove(name)
            return False
        else:
            self._strays.append(name)
        return True

    def wrong(self) -> Iterator[tuple[str, str]]:
        """(a mark to find it by, what is wrong and what to do) of what runs on over all that follows, and of strays."""
        for name in sorted({*self._strays}):
            text = f"</{name}> closes nothing; take it out, or write `&lt;/{name}>` where the words are meant"
            yield f"</{name}>", text
        links = {"a"} if any(self._leads) else set()
        for name in sorted(({*self._open} | links) - _END_BY_THEMSELVES):
            yield f"<{name}", f"<{name}> is never closed; close it, or write `&lt;{name}>` where the words are meant"
        for name in sorted({*self._cut} - {*self._open}):
            yield f"<{name}", f"<{name}> ends with its paragraph; close it there, and open it again in the next"


def is_in_order(forms: Iterable[Form]) -> bool:
    """Whether each tag stands where it can, and each element is closed in its turn."""
    open_: list[str] = []
    for name, attributes, ends, _ in forms:
        if ends:
            if not open_ or open_.pop() != name:
                return False
            continue
        if name in _PLACED and not _has_place(name, attributes, open_):
            return False
        if name not in VOID:
            open_.append(name)
    return not open_


def _has_place(name: str, attributes: Collection[str], around: Collection[str]) -> bool:
    needs, within = _NEEDS.get(name), _WITHIN.get(name)
    if needs and not any(each in attributes for each in needs):
        return False
    return not within or any(each in around for each in within)
