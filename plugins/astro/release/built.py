"""A built site, looked through as a whole: what is wrong with any file of it, at the line of what it was made of."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import partial
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import unquote, urlsplit

from pelican import Pelican
from pelican.contents import Content

from ..memory import MEMORY
from ..pages import STATE as PAGES
from ..permanence import STATE as PERMANENCE
from ..plain_text.values import split_name
from ..problem import Problem
from ..sections.contents import source_name
from ..spread import spread
from ..staging import DOTFILES, MARK, STAGE
from .addresses import SOURCES, UNSEEN
from .check import wrongs_of
from .facts import Facts, Known, facts_of, is_looked_into
from .feeds import UnreadableError
from .links import NOTHING, NOWHERE, Wrong
from .origin import line_with, lines_with
from .reporting import REPORTS
from .rules import RULES, heir_of
from .templates import split

logger = logging.getLogger(__name__)
_STATIC = "`{static}/images/"  # as links are told of a picture


def check_output(pelican: Pelican, files: Mapping[str, tuple[str, str]]) -> None:
    """Report everything that is wrong with a built site; `files` are (where it is, digest) of each by its path there.

    What is no plain file has no digest. A file of which the memory knows the facts is not read.
    """
    for name, (_, digest) in files.items():
        dots = {part for part in name.split("/") if part.startswith(".")} - DOTFILES
        if dots or not digest or name == MARK:
            text = "is not to be published; take it out of content/ or theme/"
            REPORTS.problems.append(_on_site(pelican, name, text))
    facts = dict(_facts(pelican, files))
    said = {problem.path for problem in REPORTS.problems}
    known = {name for name, content in SOURCES.items() if source_name(content) in said}
    wrongs = wrongs_of(facts, files, pelican.settings["SITEURL"], known, lambda name: _text(name, files))
    _tell_links_to_drafts(facts)
    skipped = {Path(path).name for path in said}  # what leads there leads nowhere for now
    wrongs = [wrong for wrong in wrongs if Path(wrong.mark.partition("#")[0]).name not in skipped]
    folder = Path(pelican.settings["THEME"], "templates")
    faults, others = split(wrongs, {path.name: path.read_text("utf-8") for path in folder.glob("*.html")}, _source)
    for wrong, (name, line) in faults.items():
        REPORTS.problems.append(Problem(f"{folder.parent.name}/templates/{name}", line, wrong.text))
    REPORTS.problems += [problem for wrong in others for problem in _problems(wrong, pelican)]


def _facts(pelican: Pelican, files: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, Facts]]:
    """The facts of each file that is looked into, of before or of now; what cannot be read is reported."""
    site = pelican.settings["SITEURL"]
    looked_into = [name for name in sorted(files) if files[name][1] and is_looked_into(name)]
    keys = {name: MEMORY.key(name, files[name][1], site) for name in looked_into}
    known = {name: MEMORY.get("facts", key) for name, key in keys.items()}
    new = [name for name in looked_into if known[name] is None]
    for name, form in zip(new, spread(new, partial(_facts_now, files, site)), strict=True):
        if isinstance(form, str):
            REPORTS.problems.append(_on_site(pelican, name, form))
        else:
            MEMORY.put("facts", keys[name], form)
            known[name] = form
    yield from ((name, Facts(*form)) for name, form in known.items() if form is not None)


def _facts_now(files: Mapping[str, tuple[str, str]], site: str, names: Iterable[str]) -> list[Any]:
    """The facts of each of these files as data; of one that cannot be read, what is wrong."""
    pieces, found = Known(), list[Any]()
    for name in names:
        try:
            found.append(tuple(facts_of(name, _text(name, files), site, pieces)))
        except (UnicodeDecodeError, UnreadableError) as error:
            found.append(str(error) if isinstance(error, UnreadableError) else "is not UTF-8; save it as UTF-8")
    return found


def _text(name: str, files: Mapping[str, tuple[str, str]]) -> str:
    """The text of a file of the site; that of hosts' rules may be of any encoding."""
    return Path(files[name][0]).read_text("utf-8", "replace" if name == RULES else "strict")


def _tell_links_to_drafts(facts: Mapping[str, Facts]) -> None:
    """Say at the desk which links would stop the publishing."""
    drafts = {f"/{each.url}": source_name(each) for each in SOURCES.values() if each.status == "draft"}
    for name, each in facts.items() if drafts else ():
        content = SOURCES.get(name)
        if content is None or content.status == "draft":
            continue
        for draft in sorted({target.partition("#")[0] for target in each.targets} & drafts.keys()):
            text = f"the link to {drafts[draft]} leads to a draft; publish that first, or take the link out until then"
            for line in lines_with(Path(drafts[draft]).name, Path(content.source_path).read_text("utf-8-sig")):
                logger.warning(Problem(source_name(content), line, text))


def _on_site(pelican: Pelican, name: str, text: str) -> Problem:
    """A problem of a file that no essay made; of one of the theme's, where it stands there."""
    folder = f"{pelican.settings['THEME_STATIC_DIR']}/"
    if name.startswith(folder):
        own = {sent: file for file, sent in PAGES.names.items()}.get(name, name.removeprefix(folder))
        return Problem(f"{Path(pelican.settings['THEME']).name}/static/{own}", 1, text)
    content = Path(pelican.settings["PATH"])
    copied = next((each for each in (f"extra/{name}", name) if (content / each).is_file()), None)
    return Problem(f"{content.name}/{copied}" if copied else f"{STAGE.name}/{name}", 1, text)


def _source(page: str) -> str:
    """The text of the essay that a page shows; empty where it shows none."""
    return Path(SOURCES[page].source_path).read_text("utf-8-sig") if page in SOURCES else ""


def _problems(wrong: Wrong, pelican: Pelican) -> list[Problem]:
    """The problem at each line of the essay that has it, or on the page where no essay made it."""
    content = SOURCES.get(wrong.page)
    if wrong.page == RULES:
        own = Path(pelican.settings["PATH"], "extra", RULES)
        line = line_with(wrong.mark, own.read_text("utf-8", "replace"))
        return [Problem(f"{own.parent.parent.name}/extra/{RULES}", line, wrong.text)]
    icon = pelican.settings.get("FEED_ICON")
    if icon and wrong.mark == f"{pelican.settings['SITEURL']}/{icon}":
        text = f"FEED_ICON is `{icon}`, and nothing stands there; write where the picture stands on the site"
        return [Problem("pelicanconf.py", 1, text)]
    if content is None:
        return [_on_site(pelican, wrong.page, wrong.text)]
    text, mark, said = Path(content.source_path).read_text("utf-8-sig"), wrong.mark, wrong.text
    unseen = UNSEEN.get(wrong.mark.removeprefix(pelican.settings["SITEURL"]).partition("#")[0])
    if unseen:
        mark = Path(unseen).name
        said = f"the link to {unseen} leads nowhere while that is a draft or of a future date; take it out until then"
    elif said.endswith(NOWHERE) and (meant := _file_meant(mark, content)):
        said = f"{said.removesuffix(NOWHERE)}did you mean `{meant}`?"
    elif said.endswith(NOTHING) and (meant := _former_meant(mark, content, pelican)):
        said = f"{said.removesuffix(NOTHING)}did you mean `{meant}`?"
    elif _STATIC in said and Path(Path(content.source_path).parent, name := _name_in(mark)).is_file():
        said = f"{said.partition('; ')[0]}; it stands beside the essay, so write `{{attach}}{name}`"
    return [Problem(source_name(content), line, said) for line in lines_with(mark, text)]


def _name_in(link: str) -> str:
    """The name of the file that a link may lead to."""
    return unquote(link.partition("#")[0]).rpartition("/")[2]


def _file_meant(link: str, content: Content) -> str:
    """The link to the file that a `{filename}` of no file may mean: its slug is a former one, or like; else empty."""
    _, slug = split_name(PurePath(unquote(link.partition("#")[0])).stem.rpartition("}")[2])
    redirects = PERMANENCE.found.redirects if PERMANENCE.found else {}
    by_slug = {each.slug: each for each in SOURCES.values()}
    near = get_close_matches(slug, sorted(by_slug), 1, 0.75)
    heirs = [each for each in SOURCES.values() if each.url == redirects.get(f"{slug}/")]
    return next((_link(meant, content) for meant in (*heirs, *(by_slug[each] for each in near))), "")


def _former_meant(link: str, content: Content, pelican: Pelican) -> str:
    """The link to the file that an address of a former blog may mean: a rule leads on from it, or its end is a slug."""
    path = unquote(urlsplit(link).path)
    own = Path(pelican.settings["PATH"], "extra", RULES)
    heir = heir_of(own.read_text("utf-8", "replace"), path) if own.is_file() else ""
    _, slug = split_name(PurePath(path).stem)
    meant = (each for each in SOURCES.values() if f"/{each.url}" == heir or (not heir and each.slug == slug))
    return next((_link(each, content) for each in meant), "")


def _link(meant: Content, content: Content) -> str:
    """A link of an essay or page to another one, by its file."""
    file, folder = PurePath(meant.relative_source_path), PurePath(content.relative_source_path).parent
    return f"{{filename}}{file.name}" if file.parent == folder else f"{{filename}}/{file.as_posix()}"
