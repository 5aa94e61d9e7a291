"""What was read, before any of it is written: no two essays, files or tags at one address, none at the site's own.

Nor does any say that it was changed on a day to come.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from os.path import exists
from pathlib import Path
from typing import Any

from pelican.contents import Article, Content, Page
from pelican.generators import ArticlesGenerator, Generator, StaticGenerator

from ..pages import text_names
from ..permanence import STATE as PERMANENCE
from ..permanence.file import name_in
from ..permanence.known import FEED_SETTINGS
from ..permanence.redirects import root_of
from ..plain_text.essay import Line
from ..problem import Problem
from ..related.hand import HandError, read_hand
from ..sections.contents import (
    PUBLISHED,
    articles_of,
    contents_of,
    line_of_key,
    pages_of,
    source_lines,
    source_name,
    unread,
)
from ..staging import DOTFILES
from ..typeset import FOLDER as PICTURES
from .origin import line_with
from .own import Listed, Named, files_of_the_site, named_twice, pages_of_the_site
from .page import page_of
from .reporting import REPORTS
from .rules import RULES, faults_of, leads_on
from .sources import files_shown, only_unseen
from .taken import copies, fold, reserved, shared, spelt

logger = logging.getLogger(__name__)
_OTHERS = frozenset({"article", "base", "tag"})  # templates that Pelican has no setting for
SOURCES: dict[str, Content] = {}  # the article or page by the path of what is written of it
UNSEEN: dict[str, str] = {}  # the file of an article or page that is not written, by its address


def stop_before_writing(generators: Sequence[Generator]) -> None:
    """Report what is wrong with what was read, and end a build whose pages could not all be written.

    Otherwise it goes on, aside, so that the links of all that was read are checked in the same run.
    """
    settings = generators[0].settings
    if PERMANENCE.is_broken:  # ids that only the register knows are missed everywhere else
        register = name_in(Path(settings["PATH"]))
        REPORTS.problems[:] = [problem for problem in REPORTS.problems if problem.path == register]
        REPORTS.stop_if_any()
    contents = sorted(contents_of(generators), key=source_name)
    SOURCES.clear()
    SOURCES.update({content.save_as: content for content in reversed(contents) if content.save_as})
    UNSEEN.clear()
    UNSEEN.update({f"/{content.url}": source_name(content) for content in contents if not content.save_as})
    listed = Listed([*articles_of(generators, ("articles",))], [*articles_of(generators, PUBLISHED)])
    own = [*files_of_the_site(settings, listed)]
    unwritable = [Problem("pelicanconf.py", 1, text) for text in named_twice(own)]
    unwritable += [*_address_problems(contents, settings, own), *_without_cards(articles_of(generators))]
    REPORTS.problems += _copies(contents)
    unwritable += _unfit_templates(pages_of(generators), settings)
    essays = settings["ARTICLE_PATHS"][0]
    if not any(content.save_as for content in articles_of(generators)):
        missed = [name for name in unread(generators) if f"{name}/".startswith(f"{essays}/")]  # and said to be
        folder = f"{Path(settings['PATH']).name}/{essays}"
        text = "holds no essay to show; a site without essays is not published"
        unwritable += [] if missed else [Problem(folder, 1, text)]
    for generator in generators:
        if isinstance(generator, StaticGenerator):
            _keep_files_in(generator, contents, own)
        elif isinstance(generator, ArticlesGenerator):
            _report_tags_at_one_address(contents)
            _name_only_tags_with_a_page(contents, {tag.slug for tag in generator.tags})
    if "astro.related" not in settings["PLUGINS"]:
        _tell_of_unshown_pins(contents)
    REPORTS.problems += [*_of_days_ahead(contents, datetime.now(UTC)), *_of_lost_feeds(settings)]
    REPORTS.problems += _of_rules(settings)
    if unwritable:
        REPORTS.problems += unwritable
        REPORTS.stop_if_any()


def _of_lost_feeds(settings: Mapping[str, Any]) -> Iterator[Problem]:
    """Feeds that subscribers have, and that no setting names any more."""
    rules, written = _rules_in(settings)
    root = root_of(settings["SITEURL"])
    for name in PERMANENCE.known.feeds if settings["SITEURL"] else ():
        if name not in map(settings.get, FEED_SETTINGS) and not leads_on(written, f"{root}/{name}"):
            lead = f"lead it on, `{root}/{name} {root}/its-new-name 301` in {rules}"
            text = f"no setting names /{name} any more, a feed that subscribers have; write it back, or {lead}"
            yield Problem("publishconf.py", 1, text)


def _of_rules(settings: Mapping[str, Any]) -> Iterator[Problem]:
    """Redirects of the author's that cannot be followed, or that stand in the way of what was read."""
    rules, written = _rules_in(settings)
    root = root_of(settings["SITEURL"])
    pages = {f"{root}/{content.url}": source_name(content) for content in SOURCES.values()}
    yield from (Problem(rules, line, text) for line, text in faults_of(written, settings["SITEURL"], pages))


def _rules_in(settings: Mapping[str, Any]) -> tuple[str, str]:
    """(name, text) of the author's redirects; the text is empty where there are none."""
    content = Path(settings["PATH"])
    path = content / "extra" / RULES
    return f"{content.name}/extra/{RULES}", path.read_text("utf-8", "replace") if path.is_file() else ""


def _without_cards(articles: Iterable[Content]) -> Iterator[Problem]:
    """What pages cannot be written without, and any plugin may give."""
    if not all(getattr(each, "card", "") for each in articles if each.status == "published"):
        text = "no plugin gives each essay its card; write astro.cards into PLUGINS, after astro.feeds"
        yield Problem("pelicanconf.py", 1, text)


def _unfit_templates(pages: Iterable[Content], settings: Mapping[str, Any]) -> Iterator[Problem]:
    """A `Template` of what is no page, or of nothing: it would fail in the theme, or show none of the words."""
    others = {*_OTHERS, *settings["DIRECT_TEMPLATES"], *settings["PAGINATED_TEMPLATES"]}
    folders = [*settings["THEME_TEMPLATES_OVERRIDES"], Path(settings["THEME"]) / "templates"]
    for page in pages:
        name = str(page.template)
        is_one = name[:1].isalnum() and any(Path(folder, f"{name}.html").is_file() for folder in folders)
        if name in others or not is_one:
            text = f"no template of pages is `{name[:40]}`; write page, subscribe or one of your own in theme/templates"
            yield Problem(source_name(page), line_of_key(page, "template"), text)


def _tell_of_unshown_pins(contents: Iterable[Content]) -> None:
    for content in contents:
        if pins := _pins_of(content):
            text = "no page shows the related links of this essay; write astro.related into PLUGINS, or take them out"
            logger.warning(Problem(source_name(content), pins[0].number, text))


def _pins_of(content: Content) -> Sequence[Line]:
    pins: Sequence[Line] = getattr(content, "pins", ())
    with suppress(HandError):
        return read_hand(pins, "").pins
    return pins


def _of_days_ahead(contents: Iterable[Content], now: datetime) -> Iterator[Problem]:
    """A `Modified` that is still to come, which feeds would sort above all written until then; a `Date` of a page.

    An essay that waits for the evening may say that it changed on its day.
    """
    for content in contents:
        date, is_page = getattr(content, "date", now), isinstance(content, Page)
        wrong = {"modified": (getattr(content, "modified", now), "write when this was last changed")}
        wrong["date"] = date if is_page else now, "a page waits for no date, so take it out, or write `Status: draft`"
        for key, (moment, do) in wrong.items():
            if content.status != "draft" and moment > now and (is_page or moment != date):
                text = f"{key.capitalize()} ({moment:%Y-%m-%d %H:%M %Z}) lies ahead of now; {do}"
                yield Problem(source_name(content), line_of_key(content, key), text)


def _report_tags_at_one_address(contents: Iterable[Content]) -> None:
    """Report tags of other names that Pelican would show as one: C and C#."""
    first: dict[str, tuple[str, str]] = {}
    for content in contents:
        for tag in getattr(content, "tags", ()) if content.save_as else ():
            if not tag.slug:
                text = f"tag `{tag.name}` has no letter that an address can have; give it another name"
                REPORTS.problems.append(Problem(source_name(content), _line_of_tag(tag.name, content), text))
                continue
            name, source = first.setdefault(tag.slug, (tag.name, source_name(content)))
            if name != tag.name and spelt(name) != spelt(tag.name):
                text = f"tag `{tag.name}` has the address of `{name}` in {source}, /{tag.url}; rename one of them"
                REPORTS.problems.append(Problem(source_name(content), _line_of_tag(tag.name, content), text))


def _line_of_tag(name: str, content: Content) -> int:
    """The line of a header that names a tag, also where it stands below its key."""
    key = line_of_key(content, "tags")
    return next((number for number, line in source_lines(content) if number >= key and name in line), key)


def _name_only_tags_with_a_page(contents: Sequence[Content], slugs: set[str]) -> None:
    """Take tags from drafts and hidden essays that no listed essay has: Pelican writes no page for such a tag."""
    for content in contents:
        if hasattr(content, "tags"):
            content.tags = [tag for tag in content.tags if tag.slug in slugs]


def _address_problems(
    contents: Sequence[Content], settings: Mapping[str, Any], own: Sequence[Named]
) -> Iterator[Problem]:
    """Two essays or pages at one address, and addresses of the site's own."""
    pages = {path for _, path in pages_of_the_site(settings)}
    named = {fold(path): setting for setting, path in own}
    taken = reserved([*pages, *_folders_of_the_site(settings)])
    places = [(source_name(content), content.url) for content in contents if content.save_as]
    # A draft is to stand there one day; what leads to that slug would lead to the draft until then.
    places += [(source_name(content), address) for address, content in PERMANENCE.unseen.items()]
    for source, url, other in shared(places):
        yield Problem(source, 1, f"`/{url}` is the address of {other} too; write another `Slug` into one of them")
    for content in contents:
        first = content.save_as.partition("/")[0] if content.lang != settings["DEFAULT_LANG"] else content.slug
        if content.save_as in pages or content.slug in taken or (first in taken and content.status != "draft"):
            key = "Slug" if content.slug in taken else "Lang"
            text = f"`/{content.url}` is the site's own; write another `{key}`"
            yield Problem(source_name(content), line_of_key(content, key.lower()), text)
        elif setting := named.get(fold(content.save_as)):
            text = f"`/{content.url}` is an address that {setting} gives too; write another `Slug`"
            yield Problem(source_name(content), line_of_key(content, "slug"), text)
    for old, new in PERMANENCE.found.redirects.items() if PERMANENCE.found else ():
        if setting := named.get(fold(f"{old}index.html")):
            text = f"`/{old}`, where this stood before, is an address that {setting} gives too"
            text += f"; rename what has it now, or change {setting}"
            yield Problem(source_name(PERMANENCE.contents[new]), 1, text)


def _copies(contents: Sequence[Content]) -> Iterator[Problem]:
    """Essays and pages that others are once more, by their words, or by their names and titles; none is a draft."""
    shown = [content for content in contents if content.save_as and content.status == "published"]
    first: dict[tuple[type, str, str, str], str] = {}
    for content in shown:
        said = (type(content), content.lang, content.title, content._content or "")
        if (source := first.setdefault(said, source_name(content))) != source_name(content):
            text = f"says word for word what {source} says; take one of them out, or make it a draft"
            yield Problem(source_name(content), 1, text)
    titles = {source_name(content): (content.lang, content.title) for content in shown}
    for copy, source in copies(titles):
        if titles[copy] == titles[source]:
            yield Problem(copy, 1, f"is a copy of {source}, by its name and title; take it out, or change either")


def _folders_of_the_site(settings: Mapping[str, Any]) -> Iterator[str]:
    yield from (
        f"{PICTURES}/",
        settings["THEME_STATIC_DIR"],
        *settings["STATIC_PATHS"],
        settings["TAG_SAVE_AS"],
        "page/",
        "drafts/",
    )


def _keep_files_in(generator: Generator, contents: Sequence[Content], own: Sequence[Named]) -> None:
    """Report files from outside content/; in public leave out what only drafts and future essays show."""
    root = Path(generator.settings["PATH"]).resolve()
    files = generator.context["staticfiles"]
    # Pelican takes every {static} for a file; the links to those that are none are found on the pages.
    there = (file for file in files if exists(file.source_path))  # noqa: PTH110  # see `typeset`
    files[:] = sorted(there, key=source_name)
    addresses = [(source_name(file), _unattached(file, "save_as")) for file in files]
    for file in files:
        path = Path(file.source_path)
        hidden = any(part.startswith(".") for part in {*Path(file.relative_source_path).parts} - DOTFILES)
        if hidden or not path.resolve().is_relative_to(root):
            who = next((each for each in contents if path.name in (each._content or "")), file)
            text = (
                f"`{file.relative_source_path}` is linked, and is hidden or not in {root.name}/; copy it into images/"
            )
            line = line_with(path.name, Path(who.source_path).read_text("utf-8-sig")) if who is not file else 1
            REPORTS.problems.append(Problem(source_name(who), line, text))
    places = [(source_name(each), each.save_as) for each in SOURCES.values()]
    led = PERMANENCE.found.redirects if PERMANENCE.found else {}
    places += [(f"what leads to `/{new}`", f"{old}index.html") for old, new in led.items()]
    folders = [(source, page.removesuffix("/index.html")) for source, page in places if page.endswith("/index.html")]
    if generator.settings["SITEURL"]:
        listed = (each for each in contents if isinstance(each, Article) and each.status == "published")
        places += [(source_name(each), name) for each in listed for name in text_names(each)]
    files_of_its_own = [("the site itself", path) for _, path in own]
    taken = {
        *shared([*places, *folders, *addresses]),
        *shared([*files_of_its_own, *addresses]),
    }  # a folder of a page can be no file
    essays = {source_name(each) for each in contents}  # of two of which the addresses of their pages are told
    for source, address, other in sorted(each for each in taken if not essays.issuperset((each[0], each[2]))):
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
