"""The author's answers to the register's questions."""

from __future__ import annotations

from itertools import chain

from .known import KnownEssay, KnownSection, Register


class UnknownAnswerError(ValueError):
    """Raised for an answer about something that the register does not know; the message says what it knows."""


def retire(register: Register, name: str, section: str = "") -> Register:
    """The register after letting go of the essay `name` (its slug), or of a `section` that is gone (`slug#id`).

    Raises UnknownAnswerError.
    """
    if name and section:
        raise UnknownAnswerError(f"both `{name}` and `{section}` are named; name one, ESSAY=slug or SECTION=slug#id")
    slug, _, id_ = (name or section).partition("#")
    essay = _essay(register, slug)
    if name and "#" not in name:
        return _with(register, essay._replace(retired=True))
    lost = _gone(essay, id_)
    return _with(register, essay._replace(sections=tuple(each for each in essay.sections if each is not lost)))


def move(register: Register, name: str, to: str) -> Register:
    """The register after leading the ids of a section that is gone (`slug#id`) to the section `to` of its essay.

    Raises UnknownAnswerError.
    """
    slug, _, id_ = name.partition("#")
    essay = _essay(register, slug)
    lost = _gone(essay, id_)
    target = next((each for each in essay.sections if each.id == to.lstrip("#") and each.gone is None), None)
    if target is None:
        ids = ", ".join(each.id for each in essay.sections if each.gone is None)
        raise UnknownAnswerError(f"`{to}` is no section of `{slug}`; these are: {ids}")
    aliases = tuple(sorted({*target.aliases, lost.id, *lost.aliases}))
    others = (each for each in essay.sections if each is not lost)
    return _with(
        register,
        essay._replace(sections=tuple(each._replace(aliases=aliases) if each is target else each for each in others)),
    )


def _essay(register: Register, slug: str) -> KnownEssay:
    if not slug:
        raise UnknownAnswerError(
            "nothing is named; write ESSAY=slug to retire an essay, or SECTION=slug#id of a section that is gone"
        )
    alive = [essay for essay in register.essays if not essay.retired]
    name = slug.strip("/")
    by_address = (essay for essay in alive if essay.address.strip("/") == name)  # which questions name an essay by
    by_key = (essay for essay in alive if essay.key == name)
    if named := next(chain(by_address, by_key), None):
        return named
    ending = [essay for essay in alive if essay.address.endswith(f"/{name}/")]  # of another language
    if len(ending) == 1 and slug not in {essay.key for essay in register.essays}:
        return ending[0]
    raise UnknownAnswerError(f"no published essay `{slug}`; write the path of its address")


def _gone(essay: KnownEssay, id_: str) -> KnownSection:
    gone = [each for each in essay.sections if each.gone is not None]
    for section in gone:
        if section.id == id_:
            return section
    known = ", ".join(each.id for each in gone) or "none"
    raise UnknownAnswerError(f"`#{id_}` is no section of `{essay.address.strip('/')}` that is gone; these are: {known}")


def _with(register: Register, changed: KnownEssay) -> Register:
    return register._replace(essays=tuple(changed if each.key == changed.key else each for each in register.essays))
