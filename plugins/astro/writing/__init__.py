"""Pages are written when what they show has changed.

A page follows from the variables that its templates name, from the templates, the settings and the code. All of it
makes a key; where the page of the last build was made by the same key, it is kept and not rendered. What a page may
show of an essay is the essay itself and what is named in it: its neighbours, its translations, what it is related to.

The pages of articles, of which there are many, are put off until it is known which of them are to be written, and
then spread over the processors.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import cached_property, partial
from io import StringIO
from pathlib import Path
from typing import IO, Any

from jinja2 import Environment, Template, TemplateNotFound
from pelican import signals
from pelican.contents import Content
from pelican.generators import Generator
from pelican.urlwrappers import URLWrapper
from pelican.utils import sanitised_join
from pelican.writers import Writer

from ..compiled import Named, are_others_at_work, is_known, named_in
from ..memory import MEMORY, are_heard
from ..memory.makers import is_code_of
from ..problem import Problem
from ..progress import follow
from ..spread import spread
from ..staging import STAGE
from .inputs import NotToldError, tell, tell_content

logger = logging.getLogger(__name__)
_OURS = ("pelican.", "astro.")  # modules
_SAME = {"default_template", "mandatory_properties", "allowed_statuses", "default_status"}  # Pelican's data of a class
_BY_NAME = {"map", "select", "reject", "selectattr", "rejectattr"}  # filters that are told others by their names
_OF_WRITING = (signals.content_written, signals.article_generator_write_article, signals.page_generator_write_page)
_OF_PAGES = (*_OF_WRITING, signals.article_writer_finalized)  # by then all pages of articles are to be there


class PageWriter(Writer):  # type: ignore[misc]  # Pelican has no types
    """Pelican's writer, of the pages that have changed."""

    def __init__(self, output_path: str, settings: dict[str, Any]) -> None:
        super().__init__(output_path, settings)
        self.keys = Keys()
        self.is_kept = False
        """Whether the file that Pelican opens next is of a page that is kept."""
        self._put_off: dict[str, partial[None]] | None = {}
        """What writes a page, by its name, until all that were put off are written."""

    def write_file(self, name: str, template: Template, *args: Any, **kwargs: Any) -> None:
        """Write a page, unless the last one is kept; that of an article is written with all others."""
        is_one = kwargs.get("template_name") not in self.settings["PAGINATED_TEMPLATES"]
        can_wait = self._put_off is not None and "article" in kwargs and name not in self._put_off
        try:
            super().write_file(name, _Asked(template, self, is_one=is_one, can_wait=can_wait), *args, **kwargs)
        except _KeptError:
            return
        except _PutOffError:
            if self._put_off is not None:
                self._put_off[name] = partial(super().write_file, name, _Sure(template, self), *args, **kwargs)

    def write_put_off(self) -> None:
        """Write the pages that were put off; from now on none is."""
        pages, self._put_off = self._put_off or {}, None
        spread([*pages.values()], _write_each, lambda share: follow(share, "writing", len(pages)))
        for name, page in pages.items():  # of other processes too: at one address there is one page
            path = sanitised_join(self.output_path, name)
            self._written_files.add(path)
            if page.keywords.get("override_output"):
                self._overridden_files.add(path)

    def ask(self, template: Template, context: Mapping[str, Any], *, can_wait: bool) -> str | None:
        """The HTML of a page; None where that of the last build is kept. Raises _PutOffError for one that can wait."""
        key = self.keys.key_of(template, context)
        if key is not None and STAGE.keep(context["output_file"], key):
            return None
        if key is not None and can_wait:
            raise _PutOffError
        return self.render(template, context)

    def render(self, template: Template, context: Mapping[str, Any]) -> str:
        """The HTML of a page; where it is none, that is reported of the template."""
        html = template.render(context)
        if not html.strip() and context["output_file"].endswith(".html"):
            name = os.path.relpath(template.filename or "", Path(self.settings["THEME"]).parent)
            logger.error(Problem(name, 1, "prints nothing at all; restore what stood in it"))
        return html

    def _open_w(self, filename: str, encoding: str, override: bool = False) -> AbstractContextManager[IO[str]]:  # noqa: FBT001, FBT002  # Pelican's signature
        if self.is_kept:
            self.is_kept = False
            return nullcontext(StringIO())
        opened: IO[str] = super()._open_w(filename, encoding, override)
        return opened


def write_put_off(_: Generator, writer: Writer) -> None:
    """Write the pages of articles, once Pelican has asked for all of them."""
    if isinstance(writer, PageWriter):
        writer.write_put_off()


def _write_each(pages: Iterable[Callable[[], None]]) -> list[Any]:
    for write in pages:
        write()
    return []


class _KeptError(Exception):
    """Ends Pelican's writing of a page that is kept, before a folder is made for it."""


class _PutOffError(Exception):
    """Ends Pelican's writing of a page that is written later."""


class _Asked:
    """A template that renders through the writer; `is_one` says that it is asked for one page alone."""

    def __init__(self, template: Template, writer: PageWriter, *, is_one: bool, can_wait: bool) -> None:
        self._template, self._writer, self._is_one, self._can_wait = template, writer, is_one, can_wait

    def render(self, context: Mapping[str, Any]) -> str:
        html = self._writer.ask(self._template, context, can_wait=self._can_wait)
        if html is None and self._is_one:
            raise _KeptError
        self._writer.is_kept = html is None
        return html or ""


class _Sure:
    """A template that renders through the writer a page that is to be written."""

    def __init__(self, template: Template, writer: PageWriter) -> None:
        self.render = partial(writer.render, template)


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
