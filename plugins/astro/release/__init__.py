"""Nothing wrong is passed over: what Pelican logs and forgets, here stops the build.

Everything the rooms and Pelican report while reading is collected; where there is any of it, the build ends before it
writes a file, with each problem on a line of its own. Written pages are checked for links that lead nowhere.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from jinja2 import ChoiceLoader, FunctionLoader, TemplateNotFound
from pelican import Pelican, signals
from pelican.contents import Content
from pelican.generators import Generator

from ..permanence import save
from ..problem import Problem
from ..sections import articles_of, pages_of, source_name
from .links import Wrong, check_links, line_of


class Reports(logging.Handler):
    """Keeps what is reported as wrong until `stop_if_any` asks; prints at once what is only worth knowing."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.problems: list[Problem] = []
        self.others: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record; when Pelican dies of an exception, say what was wrong before."""
        if record.levelno >= logging.CRITICAL:
            self.print()
        elif record.levelno < logging.ERROR:
            if isinstance(record.msg, Problem):  # others are Pelican's, which prints them
                print(record.msg, file=sys.stderr, flush=True)
        elif isinstance(record.msg, Problem):
            self.problems.append(record.msg)
        else:
            # "Could not process x.md" is logged inside an exception's handler, and its reason is not.
            reason = sys.exc_info()[1]
            self.others.append(record.getMessage() + (f": {reason}" if reason else ""))

    def print(self) -> None:
        """Print what was kept, a line each, in the order of files and lines, and forget it."""
        lines = [*map(str, sorted(set(self.problems))), *dict.fromkeys(self.others)]
        print("\n".join(lines), end="\n" if lines else "", file=sys.stderr, flush=True)
        self.problems.clear()
        self.others.clear()

    def stop_if_any(self, state: str) -> None:
        """Raise SystemExit(1), after printing, if anything was reported.

        `state` says what became of the site. SystemExit because Pelican shows any other exception with a traceback.
        """
        count = len(set(self.problems)) + len(dict.fromkeys(self.others))
        if count:
            self.print()
            print(f"{count} problem{'s' * (count > 1)}; {state}", file=sys.stderr, flush=True)
            raise SystemExit(1)


REPORTS = Reports()
SOURCES: dict[str, Content] = {}  # the article or page by the path of what is written of it


def start(pelican: Pelican) -> None:
    """Collect reports from now on, first of all that a plugin of the site's list did not load."""
    REPORTS.problems.clear()
    rooms = logging.getLogger("astro")
    rooms.propagate = False  # Pelican's handler would wrap the line that an editor is to jump to
    for logger in (rooms, logging.getLogger()):
        if REPORTS not in logger.handlers:
            logger.addHandler(REPORTS)
    del pelican


def use_only_our_templates(generator: Generator) -> None:
    """Let the build fail where the theme lacks a template; Pelican would take its own theme's, unnoticed.

    Pelican also loads templates that it never renders, so it is rendering one that fails.
    """
    ours = generator.env.loader.loaders[0]
    generator.env.loader = ChoiceLoader([ours, FunctionLoader(lambda name: f'{{{{ lacking_template("{name}") }}}}')])
    generator.env.globals["lacking_template"] = _refuse


def _refuse(name: str) -> NoReturn:
    raise TemplateNotFound(
        name, f"theme/templates/{name} does not exist; write it, or turn its pages off in pelicanconf.py"
    )


def stop_before_writing(generators: Sequence[Generator]) -> None:
    """End a build in which something was wrong; nothing has been written yet."""
    SOURCES.clear()
    for content in sorted((*articles_of(generators), *pages_of(generators)), key=source_name):
        taken = SOURCES.setdefault(content.save_as, content)
        if content.save_as and taken is not content:
            text = f"`/{content.url}` is the address of {source_name(taken)} too; write another `Slug` into one of them"
            REPORTS.problems.append(Problem(source_name(content), 1, text))
        elif content.save_as in _pages_of_the_site(content.settings):
            text = f"`/{content.url}` is a page of the site's own; write another `Slug`"
            REPORTS.problems.append(Problem(source_name(content), 1, text))
    REPORTS.stop_if_any("nothing was written, the last site is as it was")


def _pages_of_the_site(settings: Mapping[str, Any]) -> set[str]:
    return {settings.get(f"{name.upper()}_SAVE_AS", f"{name}.html") for name in settings["DIRECT_TEMPLATES"]}


def check_output(pelican: Pelican) -> None:
    """End a build whose pages have links that lead nowhere; after one that passed, let it be remembered."""
    root = Path(pelican.output_path)
    files = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    pages = {name: path.read_text("utf-8") for name, path in files.items() if name.endswith(".html")}
    for wrong in check_links(pages, frozenset(files), pelican.settings["SITEURL"]):
        REPORTS.problems.append(_problem(wrong, root))
    REPORTS.stop_if_any("this site is not to be published")
    save(pelican)


def _problem(wrong: Wrong, root: Path) -> Problem:
    """The problem at the line of the essay, or on the page where no essay made it."""
    content = SOURCES.get(wrong.page)
    if content is None:
        return Problem(f"{root.name}/{wrong.page}", 1, wrong.text)
    text = Path(content.source_path).read_text("utf-8-sig")
    return Problem(source_name(content), line_of(wrong.link, text), wrong.text)


def register() -> None:
    """Connect the room to Pelican."""
    signals.initialized.connect(start)
    signals.generator_init.connect(use_only_our_templates)
    signals.all_generators_finalized.connect(stop_before_writing)
    signals.finalized.connect(check_output)
