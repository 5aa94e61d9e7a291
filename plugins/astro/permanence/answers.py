"""The author's answers to the register's questions."""

from __future__ import annotations

from itertools import chain

from .known import KnownEssay, Register


class UnknownAnswerError(ValueError):
    """Raised for an answer about something that the register does not know; the message says what it knows."""


def retire(register: Register, name: str, section: str = "") -> Register:
    """The register after letting go of the essay `name` (its slug), or of a `section` that is gone (`slug#id`).

    Raises UnknownAnswerError.
    """
    if name and section:
        raise UnknownAnswerError(f"both `{name}` and `{section}` are named; name one, ESSAY=slug or SECTION=slug#id")
    slug, _, id_ = (name or section).partition("#")
    essay = _essay(register, slug, id_)
    left = essay._replace(retired=True) if name and "#" not in name else essay.without(_gone(essay, id_))
    return _with(register, left)


def move(register: Register, name: str, to: str) -> Register:
    """The register after leading the ids of a section that is gone (`slug#id`) to the section `to` of its essay.

    Raises UnknownAnswerError.
    """
    slug, _, id_ = name.partition("#")
    essay = _essay(register, slug, id_)
    ids = _gone(essay, id_)
    standing = [each.id for each in essay.sections if each.gone is None]
    if (target := to.lstrip("#")) not in standing:
        raise UnknownAnswerError(f"`{to}` is no section of `{slug}`; these are: {', '.join(standing)}")
    if id_ in {each.id for each in essay.sections}:  # the section stays known, as it may come back
        sections = [each._replace(gone=target, answered=True) if each.id == id_ else each for each in essay.sections]
    else:
        sections = [each.called_also(id_) if each.id == target else each for each in essay.without(ids).sections]
    return _with(register, essay._replace(sections=tuple(sections)))


def _essay(register: Register, slug: str, id_: str) -> KnownEssay:
    """The essay that is named by its slug, for itself or for a section of it."""
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
    if heir := next((essay for essay in alive if f"{name}/" in essay.former), None):
        if id_:
            return heir
        raise UnknownAnswerError(f"`/{name}/` leads to `/{heir.address}`, and is let go with that essay alone")
    raise UnknownAnswerError(f"no published essay `{slug}`; write the path of its address")


def _gone(essay: KnownEssay, id_: str) -> set[str]:
    """All ids of the section that is gone; of one whose ids lead to another section already, this id alone."""
    for section in essay.sections:
        if section.gone is not None and section.id == id_:
            return {section.id, *section.aliases}
        if id_ in section.aliases:
            return {id_}
    standing = {each.id for each in essay.sections if each.gone is None}
    known = ", ".join(each for each in essay.ids() if each not in standing) or "none"
    raise UnknownAnswerError(f"`#{id_}` is no section of `{essay.address.strip('/')}` that is gone; these are: {known}")


def _with(register: Register, changed: KnownEssay) -> Register:
    return register._replace(essays=tuple(changed if each.key == changed.key else each for each in register.essays))
