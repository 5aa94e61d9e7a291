"""All or nothing: a site is built aside, checked as a whole, and takes the place of the last one in one step.

`AllOrNothing` is the Pelican of this blog (`PELICAN_CLASS` in pelicanconf.py). Everything the rooms and Pelican report
is collected; where there is any of it, or anything raises, or somebody stops the build, the last site keeps every byte.
"""

from __future__ import annotations

import atexit
import gc
import logging
import os
import signal
import stat
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, Template
from pelican import Pelican, signals
from pelican.contents import Content
from pelican.generators import ArticlesGenerator, Generator, PelicanTemplateNotFound, StaticGenerator
from pelican.readers import Readers
from pelican.utils import file_suffix

from ..memory import MEMORY, are_heard
from ..pages import STATE as PAGES
from ..permanence import prepare, recover, save
from ..problem import Problem
from ..related import tell_changes
from ..sections import articles_of, pages_of, source_name
from ..spread import spread
from ..staging import MARK, STAGE, Place, RefusedError, begin, finish, locked, mark_of, place_of, sweep, take_place
from .check import wrongs_of
from .facts import ENDINGS, Facts, Known, facts_of, from_data, to_data
from .failures import describe
from .feeds import UnreadableError
from .links import Wrong, line_of
from .page import page_of
from .reports import problem_of
from .settings import refusals, refused_rooms
from .sources import READ, files_shown, is_ignored, is_no_essay, only_unseen, reserved, shared, spelt
from .templates import split

logger = logging.getLogger(__name__)

_DOTFILES = frozenset({".well-known", ".nojekyll"})  # hosts ask for these
# A build makes much and drops little of it before it ends: looking for cycles every 700 objects, as Python does, takes
# a twentieth of a build from nothing. So often the trees of reStructuredText still go before they take 100 MB.
_BETWEEN_COLLECTIONS = 500_000


class Reports(logging.Handler):
    """Keeps what is reported as wrong until `stop_if_any` asks; prints at once what is only worth knowing."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.problems: list[Problem] = []
        self.content = "content"

    def emit(self, record: logging.LogRecord) -> None:
        """Keep an error; print a warning."""
        if isinstance(record.msg, Problem):
            if record.levelno >= logging.ERROR:
                self.problems.append(record.msg)
            else:
                print(record.msg, file=sys.stderr, flush=True)
        elif record.levelno >= logging.ERROR:
            # "Could not process x.md" is logged inside an exception's handler, and its reason is not.
            args = record.args if isinstance(record.args, tuple) else ()
            reason = sys.exc_info()[1]
            self.problems.append(problem_of(str(record.msg), args, record.getMessage(), reason, self.content))
        else:
            print(" ".join(record.getMessage().split()), flush=True)

    def begin(self, content: str, *, loudly: bool) -> None:
        """Collect from now on, in the place of Pelican's handler, which would wrap what an editor is to jump to.

        `loudly` lets Pelican's own speak too.
        """
        self.problems.clear()
        self.content = content
        logging.getLogger("astro").propagate = False
        for logger in (logging.getLogger("astro"), logging.getLogger()):
            logger.setLevel(min(logger.getEffectiveLevel(), logging.WARNING))  # with `-q` no error would come here
            if self not in logger.handlers:
                logger.addHandler(self)
        for other in logging.getLogger().handlers:
            if other is not self and _is_quiet not in other.filters and not loudly:
                other.addFilter(_is_quiet)

    def stop_if_any(self, state: str) -> None:
        """Raise SystemExit(1), after printing a line each in the order of files and lines, if anything was reported.

        `state` says what became of the site. SystemExit because Pelican shows any other exception with a traceback.
        """
        problems = sorted(set(self.problems))
        self.problems.clear()
        if problems:
            print("\n".join(map(str, problems)), file=sys.stderr)
            print(f"{len(problems)} problem{'s' * (len(problems) > 1)}; {state}", file=sys.stderr, flush=True)
            raise SystemExit(1)


def _is_quiet(record: logging.LogRecord) -> bool:
    return record.levelno < logging.WARNING


REPORTS = Reports()
SOURCES: dict[str, Content] = {}  # the article or page by the path of what is written of it
UNSEEN: dict[str, str] = {}  # the file of an article or page that is not written, by its address


class AllOrNothing(Pelican):  # type: ignore[misc]  # Pelican has no types
    """A Pelican whose site is the whole new one or the last one, byte for byte."""

    output_path: str
    is_patient = False
    """Whether it waits while another build of its site is at work; else it is refused."""

    def __init__(self, settings: dict[str, Any]) -> None:
        output = Path(settings["OUTPUT_PATH"])
        self.outcome = f"nothing was published, {output.name}/ is unchanged"
        gc.set_threshold(_BETWEEN_COLLECTIONS)
        atexit.register(gc.freeze)  # the system takes all back at once: Python need not look for cycles in it first
        REPORTS.begin(Path(settings["PATH"]).name, loudly=bool(settings["DEBUG"]))
        with self._one_line(settings):
            super().__init__(settings)
            self._refuse_settings()
        REPORTS.stop_if_any(self.outcome)

    def _refuse_settings(self) -> None:
        """Report what this site cannot have."""
        texts = [*refusals(self.settings)]
        if not REPORTS.problems:  # else a room that could not be loaded is in the list no more
            texts += refused_rooms(self.settings["PLUGINS"])
        REPORTS.problems += [Problem("pelicanconf.py", 1, text) for text in texts]

    def run(self) -> None:
        """Build aside; exchange the sites where nothing is wrong. Ends with SystemExit where anything is."""
        output: str = self.settings["OUTPUT_PATH"]
        mask = os.umask(0o022)
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        ignored = self.settings["IGNORE_FILES"]
        try:
            with self._one_line(self.settings):
                place = place_of(Path(output), _sources_of(self.settings))
                with locked(place, waits=self.is_patient):
                    self._build(place)
        finally:
            self.output_path, self.settings["IGNORE_FILES"] = output, ignored
            os.umask(mask)
            signal.signal(signal.SIGINT, before)

    def _build(self, place: Place) -> None:
        recover(Path(self.path), place.state, (mark_of(place.site) or ("", ""))[0])
        self.output_path, is_whole = str(begin(place)), False
        # What the public gets owes nothing to an earlier build. The index of the search needs all pages in one place;
        # so does what somebody else's plugin makes of them.
        anew = self.settings.get("PUBLISH") or self.settings.get("SEARCH_URL") or are_heard(signals.finalized)
        STAGE.open(place, anew=bool(anew))
        try:
            self.settings["IGNORE_FILES"] = [*self.settings["IGNORE_FILES"], *_refuse_sources(self.settings)]
            super().run()
            built = STAGE.files()
            check_output(self, {name: (path, file.digest) for name, (path, file) in built.items()})
            REPORTS.stop_if_any(self.outcome)
            is_whole = True
            if self.settings.get("CHECK"):
                where = "in public" if self.settings["SITEURL"] else "at the desk"
                print(f"nothing is wrong {where}; nothing was changed", flush=True)
                return
            files = {name: file for name, (_, file) in built.items()}
            digest = finish(place, files, self.settings["SITEURL"] or "desk")
            prepare(self, place.state, digest)
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # from here on the site is the new one, and nothing stops it
            take_place(place, files, digest, durable=bool(self.settings.get("PUBLISH")))
            self.outcome = f"{place.site.name}/ is the new site all the same"
            save(self, place.state)
            tell_changes(self)
        finally:
            sweep(place)
            MEMORY.save(whole=is_whole)  # what the last of all rooms and the check have worked out too
        print(f"{place.site.name}/ is the new site: {len(files)} files, sha256 {digest}", flush=True)

    @contextmanager
    def _one_line(self, settings: Mapping[str, Any]) -> Iterator[None]:
        """Let everything that ends a build end it with lines, an exit code, and the last line about the site."""
        try:
            yield
        except KeyboardInterrupt:
            print(f"interrupted; {self.outcome}", file=sys.stderr, flush=True)
            raise SystemExit(130) from None
        except RefusedError as error:
            REPORTS.problems.append(Problem("output", 1, str(error)))
            REPORTS.stop_if_any(self.outcome)
        except Exception as error:
            if settings["DEBUG"]:
                raise
            frames = [(frame.filename, frame.lineno or 1) for frame in traceback.extract_tb(error.__traceback__)]
            REPORTS.problems.append(describe(error, frames, str(Path(settings["PATH"]).parent)))
            REPORTS.stop_if_any(self.outcome)


def _sources_of(settings: Mapping[str, Any]) -> Iterator[Path]:
    """The folders that a site must not stand in the way of."""
    yield Path(settings["PATH"])
    for folder in (settings["THEME"], *settings["PLUGIN_PATHS"]):
        if Path(folder).exists():
            yield Path(folder)


def _refuse_sources(settings: Mapping[str, Any]) -> list[str]:
    """Report what in content/ is no plain file or folder of it; the names of what must not even be opened."""
    root = Path(settings["PATH"])
    names: list[str] = []

    def report(path: Path, text: str) -> None:
        relative = path.relative_to(root).as_posix() if path != root else ""
        REPORTS.problems.append(Problem(f"{root.name}/{relative}".rstrip("/"), 1, text))

    def unreadable(error: OSError) -> None:
        report(Path(error.filename), f"cannot be read ({error.strerror}); make it readable, or take it out")

    written = tuple(root / each for each in (*settings["ARTICLE_PATHS"], *settings["PAGE_PATHS"]))
    for folder, folders, files in os.walk(root, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not is_ignored(name, settings["IGNORE_FILES"]))
        for name in (*folders, *sorted(files)):
            path = Path(folder, name)
            if is_ignored(name, settings["IGNORE_FILES"]):
                continue
            if text := _refusal(path, root):
                report(path, text)
                names.append(name.translate({ord(mark): "?" for mark in "[]*"}))
            elif path.is_file() and (text := _unread(path, root, written, settings)):
                report(path, text)
    return names


def _unread(path: Path, root: Path, written: Iterable[Path], settings: Mapping[str, Any]) -> str | None:
    """Why a file that looks like an essay would be passed over; None where it would not, or looks like none."""
    suffix = file_suffix(path.name)
    if not any(path.is_relative_to(each) for each in written):
        if path.parent == root and suffix.lower() in READ and path.name not in settings["STATIC_PATHS"]:
            return f"is not read, as it stands beside the essays; move it into {settings['ARTICLE_PATHS'][0]}/"
    elif suffix not in READ and suffix.lower() in READ:
        return f"is not read; save it as .{suffix.lower()}"
    elif is_no_essay(path.name) and suffix not in Readers(settings).readers:  # a plugin may have brought one for it
        return "is not read; save it as .txt, .md or .rst, or take it out"
    return None


def _refusal(path: Path, root: Path) -> str | None:
    """Why a file or folder is not read; None where it is."""
    kind = path.lstat().st_mode
    if stat.S_ISLNK(kind):
        target = path.resolve()
        if not path.exists():
            return "is a link to nothing; put the file itself here, or take the link out"
        if path.is_dir() or not target.is_relative_to(root.resolve()):
            return "is a link that leads out of the folder; put the file itself here"
    elif not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
        return "is no file but a pipe, socket or device; take it out"
    if not os.access(path, os.R_OK):
        return "cannot be read; make it readable, or take it out"
    return None


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


def stop_before_writing(generators: Sequence[Generator]) -> None:
    """Report what is wrong with what was read, and end a build whose pages could not all be written.

    Otherwise it goes on, aside, so that the links of all that was read are checked in the same run.
    """
    settings = generators[0].settings
    contents = sorted((*articles_of(generators), *pages_of(generators)), key=source_name)
    SOURCES.clear()
    SOURCES.update({content.save_as: content for content in reversed(contents) if content.save_as})
    UNSEEN.clear()
    UNSEEN.update({f"/{content.url}": source_name(content) for content in contents if not content.save_as})
    unwritable = list(_address_problems(contents, settings))
    if not any(content.save_as for content in articles_of(generators)):
        folder = f"{Path(settings['PATH']).name}/{settings['ARTICLE_PATHS'][0]}"
        unwritable.append(Problem(folder, 1, "holds no essay to show; a site without essays is not published"))
    for generator in generators:
        if isinstance(generator, StaticGenerator):
            _keep_files_in(generator, contents)
        elif isinstance(generator, ArticlesGenerator):
            _report_tags_at_one_address(contents)
            _name_only_tags_with_a_page(contents, {tag.slug for tag in generator.tags})
    if unwritable:
        REPORTS.problems += unwritable
        REPORTS.stop_if_any(f"nothing was published, {Path(settings['OUTPUT_PATH']).name}/ is unchanged")


def _report_tags_at_one_address(contents: Iterable[Content]) -> None:
    """Report tags of other names that Pelican would show as one: C and C#."""
    first: dict[str, tuple[str, str]] = {}
    for content in contents:
        for tag in getattr(content, "tags", ()) if content.save_as else ():
            name, source = first.setdefault(tag.slug, (tag.name, source_name(content)))
            if spelt(name) != spelt(tag.name):
                text = (
                    f"tag `{tag.name}` has the address of `{name}` in {source}, /{tag.url}; call one of them otherwise"
                )
                line = line_of(tag.name, Path(content.source_path).read_text("utf-8-sig"))
                REPORTS.problems.append(Problem(source_name(content), line, text))


def _name_only_tags_with_a_page(contents: Sequence[Content], slugs: set[str]) -> None:
    """Take tags from drafts and hidden essays that no listed essay has: Pelican writes no page for such a tag."""
    for content in contents:
        if hasattr(content, "tags"):
            content.tags = [tag for tag in content.tags if tag.slug in slugs]


def _address_problems(contents: Sequence[Content], settings: Mapping[str, Any]) -> Iterator[Problem]:
    """Two essays or pages at one address, and addresses of the site's own."""
    own = _pages_of_the_site(settings)
    taken = reserved([*own, *_folders_of_the_site(settings)])
    places = [(source_name(content), content.url) for content in contents if content.save_as]
    for source, url, other in shared(places):
        yield Problem(source, 1, f"`/{url}` is the address of {other} too; write another `Slug` into one of them")
    for content in contents:
        if content.save_as in own or content.slug in taken:
            yield Problem(source_name(content), 1, f"`/{content.url}` is the site's own; write another `Slug`")


def _pages_of_the_site(settings: Mapping[str, Any]) -> set[str]:
    return {settings.get(f"{name.upper()}_SAVE_AS", f"{name}.html") for name in settings["DIRECT_TEMPLATES"]}


def _folders_of_the_site(settings: Mapping[str, Any]) -> Iterator[str]:
    yield from (settings["THEME_STATIC_DIR"], *settings["STATIC_PATHS"], settings["TAG_SAVE_AS"], "page/", "drafts/")
    yield from (str(each.get("path", "")) for each in settings["EXTRA_PATH_METADATA"].values())


def _keep_files_in(generator: Generator, contents: Sequence[Content]) -> None:
    """Report files from outside content/; in public leave out what only drafts and future essays show."""
    root = Path(generator.settings["PATH"]).resolve()
    files = generator.context["staticfiles"]
    # Pelican takes every {static} for a file; the links to those that are none are found on the pages.
    files[:] = [file for file in files if Path(file.source_path).exists()]
    addresses = [(source_name(file), _unattached(file, "save_as")) for file in sorted(files, key=source_name)]
    for file in sorted(files, key=source_name):
        path = Path(file.source_path)
        hidden = any(part.startswith(".") for part in Path(file.relative_source_path).parts)
        if hidden or not path.resolve().is_relative_to(root):
            who = next((each for each in contents if path.name in (each._content or "")), file)
            text = (
                f"`{file.relative_source_path}` is linked, and is hidden or not in {root.name}/; copy it into images/"
            )
            line = line_of(path.name, Path(who.source_path).read_text("utf-8-sig")) if who is not file else 1
            REPORTS.problems.append(Problem(source_name(who), line, text))
    places = [(source_name(each), each.save_as) for each in SOURCES.values()]
    for source, address, other in shared([*places, *addresses]):
        REPORTS.problems.append(Problem(source, 1, f"`/{address}` is the address of {other} too; give it another name"))
    unseen = [path for each in contents if not each.save_as for path in _shown(each)]
    if unseen:
        seen = [path for each in contents if each.save_as for path in _shown(each)]
        gone = only_unseen(unseen, seen, {file.relative_source_path: _unattached(file, "url") for file in files})
        files[:] = [file for file in files if file.relative_source_path not in gone]


def _unattached(file: Content, name: str) -> str:
    """Where a file stands (`save_as`, `url`) if no essay attaches it; one that was asked itself cannot be any more."""
    address: str = getattr(Content, name).fget(file)
    return address


def _shown(content: Content) -> Iterator[str]:
    page = page_of(content._content or "")
    yield from files_shown([*page.links, *page.loads], content.relative_source_path, content.url)


def check_output(pelican: Pelican, files: Mapping[str, tuple[str, str]]) -> None:
    """Report everything that is wrong with a built site; `files` are (where it is, digest) of each by its path there.

    What is no plain file has no digest. A file of which the memory knows the facts is not read.
    """
    for name, (_, digest) in files.items():
        dots = {part for part in name.split("/") if part.startswith(".")} - _DOTFILES
        if dots or not digest or name == MARK:
            text = "is not to be published; take it out of content/ or theme/"
            REPORTS.problems.append(_on_site(pelican, name, text))
    facts = dict(_facts(pelican, files))
    said = {problem.path for problem in REPORTS.problems}
    known = {name for name, content in SOURCES.items() if source_name(content) in said}
    wrongs = wrongs_of(
        facts, files, pelican.settings["SITEURL"], known, lambda name: Path(files[name][0]).read_text("utf-8")
    )
    _tell_links_to_drafts(facts)
    skipped = {Path(path).name for path in said}  # what leads there leads nowhere for now
    wrongs = [wrong for wrong in wrongs if Path(wrong.link.partition("#")[0]).name not in skipped]
    folder = Path(pelican.settings["THEME"], "templates")
    faults, others = split(wrongs, {path.name: path.read_text("utf-8") for path in folder.glob("*.html")}, _source)
    for wrong, (name, line) in faults.items():
        REPORTS.problems.append(Problem(f"{folder.parent.name}/templates/{name}", line, wrong.text))
    REPORTS.problems += [_problem(wrong, pelican) for wrong in others]


def _facts(pelican: Pelican, files: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, Facts]]:
    """The facts of each file that is looked into, of before or of now; what cannot be read is reported."""
    site = pelican.settings["SITEURL"]
    looked_into = [name for name in sorted(files) if files[name][1] and name.endswith(ENDINGS)]
    keys = {name: MEMORY.key(name, files[name][1], site) for name in looked_into}
    known = {name: MEMORY.get("facts", key) for name, key in keys.items()}
    new = [name for name in looked_into if known[name] is None]
    for name, form in zip(new, spread(new, partial(_facts_now, files, site)), strict=True):
        if isinstance(form, str):
            REPORTS.problems.append(_on_site(pelican, name, form))
        else:
            MEMORY.put("facts", keys[name], form)
            known[name] = form
    yield from ((name, from_data(form)) for name, form in known.items() if form is not None)


def _facts_now(files: Mapping[str, tuple[str, str]], site: str, names: Iterable[str]) -> list[Any]:
    """The facts of each of these files as data; of one that cannot be read, what is wrong."""
    pieces, found = Known(), list[Any]()
    for name in names:
        try:
            found.append(to_data(facts_of(name, Path(files[name][0]).read_text("utf-8"), site, pieces)))
        except (UnicodeDecodeError, UnreadableError) as error:
            found.append(str(error) if isinstance(error, UnreadableError) else "is not UTF-8; save it as UTF-8")
    return found


def _tell_links_to_drafts(facts: Mapping[str, Facts]) -> None:
    """Say at the desk which links would stop the publishing."""
    drafts = {f"/{each.url}": source_name(each) for each in SOURCES.values() if each.status == "draft"}
    for name, each in facts.items() if drafts else ():
        content = SOURCES.get(name)
        if content is None or content.status == "draft":
            continue
        for draft in sorted({target.partition("#")[0] for target in each.targets} & drafts.keys()):
            line = line_of(Path(drafts[draft]).name, Path(content.source_path).read_text("utf-8-sig"))
            text = f"the link to {drafts[draft]} leads to a draft; publish that first, or take the link out until then"
            logger.warning(Problem(source_name(content), line, text))


def _on_site(pelican: Pelican, name: str, text: str) -> Problem:
    """A problem of a file that no essay made; of one of the theme's, where it stands there."""
    folder = f"{pelican.settings['THEME_STATIC_DIR']}/"
    if name.startswith(folder):
        own = {sent: file for file, sent in PAGES.names.items()}.get(name, name.removeprefix(folder))
        return Problem(f"{Path(pelican.settings['THEME']).name}/static/{own}", 1, text)
    return Problem(f"{Path(pelican.settings['OUTPUT_PATH']).name}/{name}", 1, text)


def _source(page: str) -> str:
    """The text of the essay that a page shows; empty where it shows none."""
    return Path(SOURCES[page].source_path).read_text("utf-8-sig") if page in SOURCES else ""


def _problem(wrong: Wrong, pelican: Pelican) -> Problem:
    """The problem at the line of the essay, or on the page where no essay made it."""
    content = SOURCES.get(wrong.page)
    if content is None:
        return _on_site(pelican, wrong.page, wrong.text)
    text, mark, said = Path(content.source_path).read_text("utf-8-sig"), wrong.link, wrong.text
    unseen = UNSEEN.get(wrong.link.removeprefix(pelican.settings["SITEURL"]).partition("#")[0])
    if unseen:
        mark = Path(unseen).name
        said = f"the link to {unseen} leads nowhere while that is a draft or of a future date; take it out until then"
    return Problem(source_name(content), line_of(mark, text), said)


def register() -> None:
    """Connect the room to Pelican."""
    signals.generator_init.connect(use_only_our_templates)
    signals.all_generators_finalized.connect(stop_before_writing)


__all__ = ["AllOrNothing", "register"]
