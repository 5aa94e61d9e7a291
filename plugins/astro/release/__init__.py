"""All or nothing: a site is built aside, checked as a whole, and takes the place of the last one in one step.

`AllOrNothing` is the Pelican of this blog (`PELICAN_CLASS` in pelicanconf.py). Everything the rooms and Pelican report
is collected; where there is any of it, or anything raises, or somebody stops the build, the last site keeps every byte.
"""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, Template
from pelican import Pelican, console, signals
from pelican.generators import Generator, PelicanTemplateNotFound
from pelican.settings import DEFAULT_CONFIG

from ..feeds import FeedWriter
from ..memory import MEMORY, SETTLED, are_heard
from ..permanence import prepare, save
from ..permanence.file import recover
from ..problem import EssayError, Problem
from ..related import tell_changes
from ..staging import STAGE, Place, RefusedError, begin, finish, locked, mark_of, place_of, sweep, take_place
from .addresses import stop_before_writing
from .built import check_output
from .failures import describe
from .forms import wrong_forms, wrong_kinds
from .pelican_log import FATAL, WARNED
from .public import OF_DRAFTS
from .reporting import REPORTS
from .settings import refusals, refused_rooms
from .unread import refuse_theme, refuse_unread

_OF_WRITING = signals.feed_written, signals.article_writer_finalized, signals.page_writer_finalized
_OF_OUTPUT = (signals.get_generators, *_OF_WRITING, signals.finalized)
# A build makes much and drops little of it before it ends: looking for cycles every 700 objects, as Python does, takes
# a twentieth of a build from nothing. At this number the trees of reStructuredText still go before they take 100 MB.
_BETWEEN_COLLECTIONS = 500_000
_FOLDERS = ("ARTICLE_PATHS", "PAGE_PATHS")


class AllOrNothing(Pelican):  # type: ignore[misc]  # Pelican has no types
    """A Pelican whose site is the whole new one or the last one, byte for byte."""

    output_path: str
    is_patient = False
    """Whether it waits while another build of its site is at work; else it is refused."""

    def __init__(self, settings: dict[str, Any]) -> None:
        output = Path(settings["OUTPUT_PATH"])
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")  # what is said of a site is no reason to end its build
        gc.set_threshold(_BETWEEN_COLLECTIONS)
        atexit.register(gc.freeze)  # the system takes all back at once: Python need not look for cycles in it first
        outcome = f"nothing was published, {output.name}/ is unchanged"
        REPORTS.begin(Path(settings["PATH"]), outcome, loudly=bool(settings["DEBUG"]))
        wrong = [*wrong_kinds(settings, DEFAULT_CONFIG)] or [*wrong_forms(settings)]
        if wrong:  # on which Pelican itself would trip
            _report([*wrong, *refusals(settings)])
        REPORTS.stop_if_any()
        with self._one_line(settings):
            super().__init__(settings)
            SETTLED.send(self)
            rooms = [] if REPORTS.problems else [*refused_rooms(self.settings["PLUGINS"])]  # of what could be loaded
            _report([*refusals(self.settings), *rooms, *_other_themes(self.settings), *_lost_folders(self.settings)])
            refuse_theme(Path(self.settings["THEME"]))
        REPORTS.stop_if_any()

    def _get_writer(self) -> Any:
        """Pelican's choice of a writer, which is to be astro's: another one's feeds have other identities."""
        writer = super()._get_writer()
        if not isinstance(writer, FeedWriter):
            text = (
                "takes the place of astro's writer, without which feeds are others; write its plugin behind astro.feeds"
            )
            raise EssayError([Problem("pelicanconf.py", 1, f"{type(writer).__module__} {text}, or take it out")])
        return writer

    def run(self) -> None:
        """Build aside; exchange the sites where nothing is wrong. Ends with SystemExit where anything is."""
        output: str = self.settings["OUTPUT_PATH"]
        mask = os.umask(0o022)
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        paths = {name: self.settings[name] for name in ("IGNORE_FILES", "STATIC_PATHS")}
        try:
            with self._one_line(self.settings):
                place = place_of(Path(output), _sources_of(self.settings))
                with locked(place, waits=self.is_patient):
                    self._build(place)
        finally:
            self.output_path = self.settings["OUTPUT_PATH"] = output
            self.settings.update(paths)
            os.umask(mask)
            signal.signal(signal.SIGINT, before)

    def _build(self, place: Place) -> None:
        if not self.settings.get("CHECK"):
            recover(Path(self.path), place.register, mark_of(place.site).digest)
        self.output_path = self.settings["OUTPUT_PATH"] = str(begin(place))  # plugins ask for either
        is_whole = False
        # What the public gets owes nothing to an earlier build. The index of the search needs all pages in one place;
        # so does what somebody else's plugin makes of them.
        anew = self.settings.get("PUBLISH") or self.settings.get("SEARCH_URL") or are_heard(*_OF_OUTPUT)
        # Without a memory, no key of a file says of which settings and code it was made.
        STAGE.open(place, anew=bool(anew) or not MEMORY.is_open)
        try:
            self.settings["IGNORE_FILES"] = [*self.settings["IGNORE_FILES"], *refuse_unread(self.settings)]
            refused = self.settings["REFUSED"]
            self.settings["STATIC_PATHS"] = [each for each in self.settings["STATIC_PATHS"] if each not in refused]
            super().run()
            built = STAGE.files()
            check_output(self, {name: (path, file.digest) for name, (path, file) in built.items()})
            REPORTS.stop_if_any()
            is_whole = True
            if self.settings.get("CHECK"):
                where = "at the desk" if _address(self.settings).startswith("desk") else "in public"
                print(f"nothing is wrong {where}; nothing was changed", flush=True)
                return
            files = {name: file for name, (_, file) in built.items()}
            digest = finish(place, files, _address(self.settings))
            prepare(self, place.register, digest)
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # from here on the site is the new one, and nothing stops it
            take_place(place, files, digest, durable=bool(self.settings.get("PUBLISH")))
            REPORTS.outcome = f"{place.site.name}/ is the new site all the same"
            save(self, place.register)
            tell_changes(self)
        finally:
            sweep(place)
            MEMORY.save(whole=is_whole)  # what the last of all rooms and the check have worked out too
        print(f"{place.site.name}/ is the new site: {len(files)} files, sha256 {digest}", flush=True)

    @contextmanager
    def _one_line(self, settings: Mapping[str, Any]) -> Iterator[None]:
        """Let everything that ends a build end it with lines, an exit code, and the last line about the site."""
        output = Path(settings["OUTPUT_PATH"]).name  # a build has it elsewhere
        try:
            yield
        except KeyboardInterrupt:
            print(f"interrupted; {REPORTS.outcome}", file=sys.stderr, flush=True)
            raise SystemExit(130) from None
        except SystemExit as ended:
            if console.quiet:  # as rich is once its words go to a pipe that is closed
                raise SystemExit(f"what the build says could not be printed; {REPORTS.outcome}") from None
            if isinstance(ended.code, str):
                raise
            self._tell(ended, settings)  # a plugin's: nothing of astro's or Pelican's ends a build without words
        except RefusedError as error:
            REPORTS.problems.append(Problem(output, 1, str(error)))
            REPORTS.stop_if_any()
        except Exception as error:
            if settings["DEBUG"]:
                raise
            self._tell(error, settings)

    def _tell(self, error: BaseException, settings: Mapping[str, Any]) -> None:
        """End the build with what is wrong where an exception has ended it."""
        _forget_unsaid()
        if str(error) == FATAL and not REPORTS.problems:
            _report([f"{WARNED}; correct what it names"])
        elif str(error) != FATAL:
            frames = [(frame.filename, frame.lineno or 1) for frame in traceback.extract_tb(error.__traceback__)]
            root = str(Path(settings["PATH"]).parent)
            theme = str(settings["THEME"]).removeprefix(f"{root}/")
            REPORTS.problems.append(describe(error, frames, root, theme))
        REPORTS.stop_if_any()


def _forget_unsaid() -> None:
    """Drop what a full disk did not let the build say; Python would try again, and speak of it behind the last line."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _report(texts: Iterable[str]) -> None:
    """Have it told what is wrong with the settings."""
    REPORTS.problems += [Problem("pelicanconf.py", 1, text) for text in texts]


def _other_themes(settings: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong where the theme is an installed one, of Pelican's or somebody else's."""
    theme = Path(settings["THEME"])
    if "site-packages" in theme.parts and not (theme / "static/style.css").is_file():
        text = "none of this blog, whose pages need more than Pelican's; begin with a copy of theme/"
        yield f"THEME is the installed theme `{theme.name}`, {text}"


def _lost_folders(settings: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong where a folder of essays or pages is not there, over which Pelican passes.

    A blog may have no pages; that it has no essays is said of them.
    """
    root = Path(settings["PATH"])
    lost = {name: [each for each in settings[name] if not (root / each).exists()] for name in _FOLDERS}
    for name, folders in lost.items():
        for folder in folders:
            if folder not in DEFAULT_CONFIG[name] and (name != "ARTICLE_PATHS" or len(folders) < len(settings[name])):
                do = "make it, with a file in it, as git keeps no empty folder, or correct the name"
                yield f"{name} names `{folder}`, and {root.name}/{folder} is not there; {do}"


def _sources_of(settings: Mapping[str, Any]) -> Iterator[Path]:
    """The folders that a site must not stand in the way of."""
    yield Path(settings["PATH"])
    for folder in (settings["THEME"], *settings["PLUGIN_PATHS"]):
        if Path(folder).exists():
            yield Path(folder)


def _address(settings: Mapping[str, Any]) -> str:
    """The address of a site for its mark, see `Mark`."""
    is_desk = any(map(settings.get, OF_DRAFTS)) or not settings["SITEURL"]
    return f"desk {settings['SITEURL']}".strip() if is_desk else settings["SITEURL"]


def use_only_our_templates(generator: Generator) -> None:
    """Let the build fail where the theme lacks a template; Pelican would take its own theme's, unnoticed.

    Those that name a theme, `!simple/base.html` or `!theme/base.html`, are what they say. Pelican also loads templates
    that it never renders, so it is rendering one that fails.
    """
    ours, _, named = generator.env.loader.loaders
    generator.env.loader = ChoiceLoader([ours, named])
    generator.get_template = partial(_template, generator.get_template, generator.env)


def _template(load: Callable[[str], Template], environment: Environment, name: str) -> Template:
    """The template of a kind of page; where there is none, one that asks for it."""
    try:
        return load(name)
    except PelicanTemplateNotFound:
        return environment.from_string(f"{{% include '{name}.html' %}}")


def register() -> None:
    """Connect the room to Pelican."""
    signals.generator_init.connect(use_only_our_templates)
    signals.all_generators_finalized.connect(stop_before_writing)
