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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Template
from pelican.generators import Generator
from pelican.paginator import Paginator
from pelican.utils import sanitised_join
from pelican.writers import Writer

from ..problem import Problem
from ..progress import follow
from ..spread import spread
from ..staging import STAGE
from .keys import Keys

logger = logging.getLogger(__name__)
_LISTS = ("articles", "dates")  # what Pelican shares out among pages where it is not told


class PageWriter(Writer):  # type: ignore[misc]  # Pelican has no types
    """Pelican's writer, of the pages that have changed."""

    def __init__(self, output_path: str, settings: dict[str, Any]) -> None:
        super().__init__(output_path, settings)
        self.keys = Keys()
        self._put_off: dict[str, partial[None]] | None = {}
        """What writes a page, by its name, until all that were put off are written."""

    def write_file(
        self,
        name: str,
        template: Template,
        context: Mapping[str, Any],
        relative_urls: bool = False,  # noqa: FBT001, FBT002  # Pelican's signature
        paginated: Mapping[str, Sequence[Any]] | None = None,
        template_name: str | None = None,
        override_output: bool = False,  # noqa: FBT001, FBT002  # likewise
        url: str | None = None,
        **kwargs: Any,
    ) -> None:
        """Write a page, or all pages of a list, unless the last one is kept; those of articles are written together."""
        lists = {key: kwargs[key] for key in _LISTS if key in kwargs} if paginated is None else paginated
        pages: Iterable[tuple[str, dict[str, Any]]] = [(name, {})] if name else ()
        if name and lists and template_name in self.settings["PAGINATED_TEMPLATES"]:
            size = self.settings["PAGINATED_TEMPLATES"][template_name] or self.settings["DEFAULT_PAGINATION"]
            pages = _pages({key: Paginator(name, url, each, self.settings, size) for key, each in lists.items()})
        options = {"relative_urls": relative_urls, "paginated": {}, "override_output": override_output}
        for save_as, shown in pages:
            self._write_page(save_as, template, context, **options, **kwargs, **shown)

    def _write_page(self, name: str, template: Template, *args: Any, **kwargs: Any) -> None:
        can_wait = self._put_off is not None and "article" in kwargs and name not in self._put_off
        try:
            super().write_file(name, _Asked(template, self, can_wait=can_wait), *args, **kwargs)
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


def _pages(paginators: Mapping[str, Paginator]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(its name, what it shows) of each page of a list, as Pelican has them.

    Pelican itself makes a folder for each page before it is kept, which takes longer than all else of keeping it.
    """
    count = next(iter(paginators.values())).num_pages
    for number in range(1, count + 1):
        shown: dict[str, Any] = {}
        for key, paginator in paginators.items():
            page = paginator.page(number)
            shown |= {f"{key}_paginator": paginator, f"{key}_page": page}
            shown[f"{key}_previous_page"] = paginator.page(number - 1) if number > 1 else None
            shown[f"{key}_next_page"] = paginator.page(number + 1) if number < count else None
        yield page.save_as, shown


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
    """A template that renders through the writer, unless the page that it is asked for is kept."""

    def __init__(self, template: Template, writer: PageWriter, *, can_wait: bool) -> None:
        self._template, self._writer, self._can_wait = template, writer, can_wait

    def render(self, context: Mapping[str, Any]) -> str:
        html = self._writer.ask(self._template, context, can_wait=self._can_wait)
        if html is None:
            raise _KeptError
        return html


class _Sure:
    """A template that renders through the writer a page that is to be written."""

    def __init__(self, template: Template, writer: PageWriter) -> None:
        self.render = partial(writer.render, template)
