"""What was published stays reachable: section ids, addresses, feed identities.

Reads the register at every build and gives articles and pages the ids they were published with, and what their feed
entries keep: `feed_identity`, `feed_published`, `feed_sent` (None before the first publishing). `save` writes it, at
`make publish` alone, once the whole site has passed its checks.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from blinker import Signal
from pelican import Pelican, signals
from pelican.contents import Article, Content
from pelican.generators import ArticlesGenerator, Generator

from ..memory import MEMORY
from ..plain_text.values import split_list
from ..problem import EssayError, Problem
from ..sections import anchor_again
from ..sections.contents import articles_of, line_of_key, pages_of, source_name, unread
from .difference import difference
from .file import NAME, hold, is_ci, name_in, read_register, take
from .fingerprint import fingerprints
from .known import Register
from .moments import place_in_lists
from .questions import Question, Today
from .reconcile import Reconciliation, reconcile
from .redirects import redirect_page, redirect_rules, root_of

logger = logging.getLogger(__name__)

_DRAFTS = ("drafts", "drafts_translations")


class State:
    """What one build knows between Pelican's signals."""

    known = Register()
    found: Reconciliation | None = None
    contents: dict[str, Content]
    """Articles and pages that are public, by their addresses."""
    unseen: dict[str, Content]
    """Drafts and what is of a future date, by the addresses that they are to have."""
    former: Mapping[str, Sequence[str]] = {}
    """The addresses that lead on to each address, by that; in order."""
    is_broken = False
    """Whether there is a register that cannot be read."""


STATE = State()
KEPT = Signal("Sent with the generators once all that was published has its ids and identities.")


def keep(generators: Sequence[Generator]) -> None:
    """Give today's articles and pages the ids, aliases and identities that the register and their words call for."""
    settings = generators[0].settings
    folder = Path(settings["PATH"])
    try:
        STATE.known, STATE.is_broken = read_register(folder), False
    except EssayError as error:
        STATE.known, STATE.is_broken = Register(), True
        for problem in error.problems:
            logger.error(problem)
    public = list(_public(generators))
    contents = {each.url: each for each in public}
    domain = urlsplit(settings["SITEURL"]).hostname or "localhost"
    # On a blog that has published nothing no words are ever compared, at the desk.
    is_compared = bool(STATE.known.essays or settings.get("PUBLISH"))
    today = [_today(each, is_compared=is_compared) for each in contents.values()]
    unseen = (*articles_of(generators, _DRAFTS), *pages_of(generators, ("draft_pages", "draft_translations")))
    STATE.unseen = {_address_to_be(each): each for each in unseen}
    drafts = {address: source_name(each) for address, each in STATE.unseen.items()}
    for each in unseen:
        for slug in _former(each):
            drafts.setdefault(f"{slug}/", source_name(each))
    STATE.found = reconcile(STATE.known.with_feeds(settings), today, domain, name_in(folder), drafts)
    STATE.contents, STATE.former = contents, _turned(STATE.found.redirects)
    _give(STATE.found, contents, {essay.key for essay in STATE.known.essays if essay.feed})
    _order(generators)
    if settings["SITEURL"]:
        _ask(STATE.found, generators, publishing=bool(settings.get("PUBLISH")), are_apart=len(contents) == len(public))
    KEPT.send(generators)


def _turned(redirects: Mapping[str, str]) -> dict[str, list[str]]:
    former: dict[str, list[str]] = {}
    for old, new in sorted(redirects.items()):
        former.setdefault(new, []).append(old)
    return former


def _order(generators: Sequence[Generator]) -> None:
    """Have the essay published last first in lists, also of those of one day, which is all that Pelican knows."""
    for each in generators:
        if isinstance(each, ArticlesGenerator) and each.settings["ARTICLE_ORDER_BY"] == "reversed-date":
            by_name = (articles for _, articles in (*each.categories, *each.authors, *each.tags.items()))
            for articles in (each.articles, *by_name):
                articles.sort(key=place_in_lists, reverse=True)
            each.dates.sort(key=place_in_lists, reverse=each.settings["NEWEST_FIRST_ARCHIVES"])


def _address_to_be(content: Content) -> str:
    """The address that a draft is to have."""
    kind, key = "article" if isinstance(content, Article) else "page", "url" if content.in_default_lang else "lang_url"
    return str(Content._expand_settings(content, key, kind))


def _public(generators: Sequence[Generator]) -> Iterator[Content]:
    lists = ("articles", "translations", "hidden_articles", "hidden_translations")
    yield from articles_of(generators, lists)
    yield from pages_of(generators, ("pages", "translations", "hidden_pages", "hidden_translations"))


def _today(content: Content, *, is_compared: bool) -> Today:
    words, *prints = _prints(content) if is_compared else [""] * (len(content._headings) + 1)
    return Today(
        path=source_name(content),
        address=content.url,
        date=content.outline.date if isinstance(content, Article) else "",
        former=_former(content),
        words=words,
        headings=content._headings,
        taken=content._taken_ids,
        prints=tuple(prints),
        hidden=content.status == "hidden",
    )


def _former(content: Content) -> tuple[str, ...]:
    return tuple(slug.strip("/") for slug in split_list(str(getattr(content, "former", ""))))


def _prints(content: Content) -> list[str]:
    """The fingerprints of all words of an essay, and of those under each heading."""
    texts = [content.outline.title, content.outline.intro]
    for heading in content._headings:
        texts += [heading.text, heading.under]
    words, _, _, *parts = MEMORY.recall("prints", MEMORY.key(*texts), lambda: fingerprints(texts))
    return [words, *parts[1::2]]


def _give(found: Reconciliation, contents: Mapping[str, Content], sent: Container[str]) -> None:
    """Give each article and page what permanence has found for its address; `sent` are the keys that feeds know."""
    for address, names in found.names.items():
        content = contents[address]
        content.feed_identity = found.feeds[address]
        if list(names.ids) != [section.id for section in content.outline] or any(names.aliases):
            anchor_again(content, names.ids, names.aliases)
    for essay in found.register.essays:
        if essay.address in contents and not essay.retired:
            content = contents[essay.address]
            content.feed_published = essay.published
            content.feed_sent = essay.sent if essay.key in sent else None
            former = tuple(address.strip("/").rpartition("/")[2] for address in essay.former)
            content.outline = replace(content.outline, former=former)


def _ask(found: Reconciliation, generators: Sequence[Generator], *, publishing: bool, are_apart: bool) -> None:
    """Report what stops the publishing; what does not is said once the site is public.

    What is gone is not asked for while a file may hold it that cannot be read, or that has another's address where
    not all addresses `are_apart`.
    """
    content = Path(generators[0].settings["PATH"])
    stopping = [question for question in found.questions if question.stops]
    of_what_is_gone = [question for question in stopping if question.path == name_in(content)]
    if of_what_is_gone and (not are_apart or unread(generators)):
        stopping = [question for question in stopping if question not in of_what_is_gone]
    for question in stopping:
        logger.error(Problem(question.path, _line_of(question), question.text))
    if publishing and is_ci() and not found.register.shows_what(STATE.known):
        text = "this would publish something new; run `make publish` at your desk, and commit this file"
        logger.error(Problem(name_in(content), 1, text))


def _line_of(asked: Question) -> int:
    essays = (each for each in STATE.contents.values() if asked.key and source_name(each) == asked.path)
    return next((line_of_key(each, asked.key) for each in essays), 1)


def remember_sent(sent: Mapping[str, tuple[str, ...]]) -> None:
    """Have `save` remember what the feed entries of new essays began with, by the addresses of the essays."""
    if STATE.found:
        known = STATE.found.register
        words = {essay.key: sent.get(essay.address, essay.sent) for essay in known.essays if not essay.retired}
        essays = tuple(essay._replace(sent=words.get(essay.key, essay.sent)) for essay in known.essays)
        STATE.found = STATE.found._replace(register=known._replace(essays=essays))


def write_redirects(pelican: Pelican) -> None:
    """Write a page for each former address, and the `_redirects` file of hosts that know it, below the author's own."""
    redirects = STATE.found.redirects if STATE.found else {}
    output = Path(pelican.output_path)
    for old, new in redirects.items():
        page = output / old / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        address, heir = f"{pelican.settings['SITEURL']}/{new}", STATE.contents[new]
        page.write_text(redirect_page(address, heir.outline.title, heir.lang, _sections(new)), "utf-8")
    # Hosts that do not know this file send it to anybody.
    shown = {old: new for old, new in redirects.items() if STATE.contents[new].status != "hidden"}
    if shown:
        root = root_of(pelican.settings["SITEURL"])
        rules = output / "_redirects"
        own = rules.read_bytes().rstrip() + b"\n" if rules.exists() else b""  # in whatever encoding
        rules.write_bytes(own + redirect_rules(shown, root).encode())


def _sections(address: str) -> Iterator[tuple[str, str]]:
    """(id, heading) of every id that leads somewhere on a page."""
    known = STATE.found.names[address].known if STATE.found else ()
    for section in known:
        yield from ((id_, section.heading) for id_ in (section.id, *section.aliases))


def save(pelican: Pelican, waiting: Path) -> None:
    """Remember what is public from now on, if this build was to publish and anything changed; say what is open."""
    if not (pelican.settings.get("PUBLISH") and STATE.found):
        return
    content = Path(pelican.settings["PATH"])
    name, is_first, is_new = name_in(content), not (content / NAME).exists(), STATE.found.register != STATE.known
    if is_new:  # first of all, as nobody may listen to the rest
        take(content)
    waiting.unlink(missing_ok=True)
    if is_first:
        print(f"{name} begins here; if essays were published before, restore it from version control")
    lines = list(difference(STATE.known, STATE.found.register))
    nothing = "no essay or page is new, moved or gone, or changed in more than a word or two"
    print("\n".join(lines or [f"since {name} was last changed, {nothing}"]))
    for address, each in STATE.unseen.items():
        if each.metadata.get("status", "published") != "draft":
            moment = f"{each.date:%Y-%m-%d %H:%M %Z}"  # the author's day may be another one than the site's
            print(f"/{address} left out: its date is {moment}; publish again from then on")
    if is_new:
        behind = "knows other words, as nobody commits it here; publish at your desk, too"
        print(f"{name} {behind if is_ci() else 'has changed: commit it'}")
    for question in STATE.found.questions:
        print(Problem(question.path, _line_of(question), question.text), file=sys.stderr)


def prepare(pelican: Pelican, waiting: Path, digest: str) -> None:
    """Keep tomorrow's register in the file `waiting` while the site with this digest takes its place.

    A build may be killed after that and before `save`: `recover` then knows what it has made public.
    """
    if pelican.settings.get("PUBLISH") and STATE.found and STATE.found.register != STATE.known:
        hold(Path(pelican.settings["PATH"]), waiting, digest, STATE.known, STATE.found.register)


def register() -> None:
    """Connect the room to Pelican; it needs `astro.sections` before it."""
    signals.all_generators_finalized.connect(keep)
    signals.finalized.connect(write_redirects)
