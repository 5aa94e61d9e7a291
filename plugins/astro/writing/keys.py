"""The keys of pages: what all that a page is made of comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from typing import Any

from jinja2 import Environment, Template, TemplateNotFound
from pelican import signals
from pelican.contents import Content
from pelican.urlwrappers import URLWrapper

from ..compiled import Named, are_others_at_work, is_known, named_in
from ..memory import MEMORY, are_heard
from ..memory.makers import is_code_of
from .inputs import NotToldError, tell, tell_content

_OURS = ("pelican.", "astro.")  # modules
_SAME = {"default_template", "mandatory_properties", "allowed_statuses", "default_status"}  # Pelican's data of a class
_BY_NAME = {"map", "select", "reject", "selectattr", "rejectattr"}  # filters that are told others by their names
_OF_WRITING = (signals.content_written, signals.article_generator_write_article, signals.page_generator_write_page)
_OF_PAGES = (*_OF_WRITING, signals.article_writer_finalized)  # by then all pages of articles are to be there


class Keys:
    """The keys of this build's pages."""

    def __init__(self) -> None:
        self._templates: dict[str, tuple[str, frozenset[str]] | None] = {}
        self._own: dict[int, tuple[str, list[Content]]] = {}
        self._whole: dict[int, str] = {}
        self._shared: dict[str, tuple[Any, str]] = {}

    def key_of(self, template: Template, context: Mapping[str, Any]) -> str | None:
        """What all that a page is made of comes to; None where that cannot be told."""
        name = template.name or ""
        if name not in self._templates:
            self._templates[name] = _read(template)
        read = self._templates[name]
        if read is None or self._is_worked_on:
            return None
        sources, variables = read
        try:
            return MEMORY.key("page", sources, *self._values(sorted(variables & context.keys()), context))
        except NotToldError:
            return None

    @cached_property
    def _is_worked_on(self) -> bool:
        """Whether somebody else's plugin works on pages as they are written, or has given essays or names a look."""
        if are_heard(*_OF_PAGES):
            return True
        shown = (
            vars(kind)[name]
            for kind in _kinds(Content, URLWrapper)
            for name in vars(kind).keys() - _SAME
            if name[:2] != "__"
        )
        return not all(is_code_of(_function(each), _OURS) for each in shown)

    def _values(self, names: list[str], context: Mapping[str, Any]) -> Iterator[str]:
        for name in names:
            value = context[name]
            yield name
            if type(value) is str:
                yield value
            elif isinstance(value, Content):
                yield self._mention(value)
            else:
                known = self._shared.get(name)
                if known is None or known[0] is not value:
                    known = self._shared[name] = (value, tell(value, self._mention))
                yield known[1]

    def _mention(self, content: Content) -> str:
        """An essay or page and what it names; raises NotToldError."""
        which = id(_sure(content))
        if which not in self._whole:
            own, named = self._tell(content)
            self._whole[which] = MEMORY.key(own, *(self._tell(each)[0] for each in named))
        return self._whole[which]

    def own(self, content: Content) -> str | None:
        """What comes of an essay or page by itself; None where that cannot be told, or may yet change."""
        if signals.article_generator_write_article.receivers:
            return None
        with suppress(NotToldError):
            return self._tell(content)[0]
        return None

    def _tell(self, content: Content) -> tuple[str, list[Content]]:
        """(what comes of an essay or page by itself, the others that it names); raises NotToldError."""
        if (which := id(content)) not in self._own:
            named: list[Content] = []

            def mention(other: Content) -> str:
                named.append(_sure(other))
                return str(other.source_path)

            html = content.content if content._content is not None else ""
            self._own[which] = MEMORY.key(*tell_content(content, html, mention)), named
        return self._own[which]


def _kinds(*kinds: type) -> Iterator[type]:
    """Some classes and all that are made of them."""
    for kind in kinds:
        yield from (kind, *_kinds(*kind.__subclasses__()))


def _function(shown: Any) -> Any:
    """The function that makes an attribute of a class; the attribute itself where it is mere data."""
    function = getattr(shown, "fget", shown)
    return getattr(function, "func", function)  # as Pelican wraps some


def _sure(value: Any) -> Content:
    """An essay or page; raises NotToldError for something else that has a source."""
    if not isinstance(value, Content):
        raise NotToldError(type(value).__name__)
    return value


def _are_known(named: Named, environment: Environment) -> bool:
    """Whether all functions that a template names see only what they are given, and nothing else has a part in it."""
    is_any = not _BY_NAME.isdisjoint(named.filters)
    given = (environment.globals.get(name) for name in named.given)
    filters = (environment.filters.get(name) for name in (environment.filters if is_any else named.filters))
    tests = (environment.tests.get(name) for name in (environment.tests if is_any else named.tests))
    return all(map(is_known, (*given, *filters, *tests))) and not are_others_at_work(environment)


def _read(template: Template) -> tuple[str, frozenset[str]] | None:
    """(what the sources of a template and of all it refers to come to, the variables that they name).

    None where a template refers to another one by a variable, or to what may know of more than it is given.
    """
    sources: dict[str, str] = {}
    variables: set[str] = set()
    left = [template]
    while left:
        each = left.pop()
        named = named_in(each)
        if named is None or None in named.templates or not _are_known(named, template.environment):
            return None
        sources[each.name or ""] = named.source
        variables.update(named.variables)
        for name in {*filter(None, named.templates)} - sources.keys():
            try:
                left.append(template.environment.get_template(name))
            except TemplateNotFound:
                sources[name] = "\0"  # as no template has it; its absence may be nothing to this one
    texts = (text for pair in sorted(sources.items()) for text in pair)
    return MEMORY.key(*texts), frozenset(variables)
