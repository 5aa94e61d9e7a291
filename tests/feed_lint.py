"""What no validator says of a feed: goals 1 to 10 of a good one, each with its rule."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cache
from html import unescape
from html.entities import name2codepoint
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import feedparser
import html5lib
import jsonschema
from bs4 import BeautifulSoup
from conftest import ROOT, SITEURL
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
DC = "{http://purl.org/dc/elements/1.1/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SCHEMAS = ROOT / "tests" / "schemas"
# The elements that every reader keeps, with the attributes that are sent.
ALPHABET = {
    **{name: {"dir"} for name in ("h2", "h3", "h4", "h5", "h6", "p", "ul", "blockquote", "pre", "figure", "table")},
    **{name: set() for name in ("code", "em", "strong", "sub", "hr", "br", "figcaption")},
    **{name: set() for name in ("thead", "tbody", "tfoot", "tr", "caption")},
    **{name: {"colspan", "rowspan"} for name in ("td", "th")},
    "sup": {"id"},
    "del": set(),
    "li": {"id", "value"},
    "ol": {"start", "type", "reversed", "dir"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
}
TEXT_IN = {"p", "li", "td", "th", "figcaption", "caption", "h2", "h3", "h4", "h5", "h6", "code"}
INLINE = {"a", "em", "strong", "code", "del", "sup", "sub", "br", "img"}


class Sent(NamedTuple):
    """An entry, as a format says it."""

    id: str
    title: str
    link: str
    published: datetime
    updated: datetime
    lang: str
    authors: list
    tags: list
    summary: str
    html: str


def text_of(element):
    """The plain text of an Atom text construct."""
    return unescape(element.text) if element.get("type") == "html" else element.text


def rss_text(element):
    """The plain text of an element in which RSS leaves open whether it holds HTML."""
    return unescape("".join(element.itertext()))


def read_atom(path):
    root = etree.parse(path).getroot()
    for entry in root.iterfind(f"{ATOM}entry"):
        yield Sent(
            entry.findtext(f"{ATOM}id"),
            text_of(entry.find(f"{ATOM}title")),
            entry.find(f"{ATOM}link[@rel='alternate']").get("href"),
            datetime.fromisoformat(entry.findtext(f"{ATOM}published")),
            datetime.fromisoformat(entry.findtext(f"{ATOM}updated")),
            entry.get(LANG, root.get(LANG)),
            [name.text for name in entry.iterfind(f"{ATOM}author/{ATOM}name")],
            [tag.get("term") for tag in entry.iterfind(f"{ATOM}category")],
            text_of(entry.find(f"{ATOM}summary")),
            entry.findtext(f"{ATOM}content"),
        )


def read_rss(path):
    parser = etree.XMLParser(resolve_entities=True)
    channel = etree.parse(path, parser).getroot()[0]
    for item in channel.iterfind("item"):
        published = parsedate_to_datetime(item.findtext("pubDate"))
        updated = item.findtext(f"{ATOM}updated")
        yield Sent(
            item.findtext("guid[@isPermaLink='false']"),
            rss_text(item.find("title")),
            item.findtext("link"),
            published,
            datetime.fromisoformat(updated) if updated else published,
            item.findtext(f"{DC}language", channel.findtext("language")),
            [name.text for name in item.iterfind(f"{DC}creator")],
            [rss_text(tag) for tag in item.iterfind("category")],
            unescape(item.findtext("description")),
            item.findtext(CONTENT),
        )


def read_json(path):
    feed = json.loads(path.read_bytes())
    for item in feed["items"]:
        published = datetime.fromisoformat(item["date_published"])
        yield Sent(
            item["id"],
            item["title"],
            item["url"],
            published,
            datetime.fromisoformat(item["date_modified"]) if "date_modified" in item else published,
            item.get("language", feed["language"]),
            [author["name"] for author in item["authors"]],
            item.get("tags", []),
            item["summary"],
            item["content_html"],
        )


def is_rss(path):
    return path.name.startswith("rss")


def read(path):
    """The entries of a feed in any of the three formats, in its order."""
    form = read_json if path.suffix == ".json" else read_rss if is_rss(path) else read_atom
    return list(form(path))


def feeds_of(site):
    """Every feed of a built site."""
    return sorted([*site.rglob("feed*.xml"), *site.rglob("rss*.xml"), *site.rglob("feed*.json")])


def format_errors(path):
    """What schemas, parsers and the rules of the W3C's validator have against a feed."""
    if path.suffix == ".json":
        schema = json.loads((SCHEMAS / "jsonfeed-1.1.json").read_text())
        validator = jsonschema.Draft202012Validator(schema)
        return [error.message for error in validator.iter_errors(json.loads(path.read_bytes()))]
    data = path.read_bytes()
    known = feedparser.parse(data)
    errors = [str(known.bozo_exception)] if known.bozo else []
    errors += [] if b"<rss" in data[:512] or b"<feed" in data[:512] else ["no root in the first 512 bytes"]
    if not is_rss(path):
        grammar = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))
        errors += [] if grammar.validate(etree.fromstring(data)) else [str(grammar.error_log)]
    return errors + list(_plain_text_errors(etree.fromstring(data), data.splitlines()))


def _plain_text_errors(root, lines):
    """Plain text that the W3C's validator takes for undeclared HTML, and addresses that it does not take."""
    for element in root.iter("{*}title", "{*}subtitle", "{*}rights", "{*}copyright", "{*}category", "{*}name"):
        raw = lines[element.sourceline - 1]
        text = "".join(element.itertext())
        if element.get("type") != "html" and _suspect(text) and b"&#x26;" not in raw:
            yield f"HTML in {element.tag}: {text}"
    for element in root.iter(f"{ATOM}id", "guid"):
        if not re.fullmatch(r"tag:[a-z0-9.-]+,\d{4}:[\w;/?:@&=+$.!~*'()%,-]+", element.text, re.ASCII):
            yield f"identity {element.text}"


def _suspect(text):
    names = re.findall(r"&(#?\w+)", text)
    return re.search(r"</\w+>", text) or any(name in name2codepoint or not name.isalpha() for name in names)


class Site:
    """A built site, to follow links in."""

    def __init__(self, folder):
        self.folder = folder
        self.ids = cache(self._ids)
        self.html_errors = cache(lambda html: list(html_errors(html, self)))  # three formats send the same

    def _ids(self, path):
        return {tag["id"] for tag in BeautifulSoup(path.read_text("utf-8"), "html.parser").find_all(id=True)}

    def leads_nowhere(self, address):
        """Whether an address of this site names no file, or a fragment that its page does not have."""
        parts = urlsplit(address)
        if not address.startswith(f"{SITEURL}/"):
            return parts.scheme not in ("http", "https", "mailto", "tel")
        path = self.folder / unquote(parts.path).lstrip("/")
        path = path / "index.html" if path.is_dir() else path
        return not path.is_file() or (parts.fragment != "" and unquote(parts.fragment) not in self.ids(path))


def html_errors(html, site):
    """What is wrong with the HTML of an entry: what is not of the alphabet, links, marks, text that would be glued."""
    try:
        html5lib.HTMLParser(strict=True).parseFragment(html)
    except html5lib.html5parser.ParseError as error:
        yield f"invalid HTML: {error}"
    tree = BeautifulSoup(html, "html.parser")
    for tag in tree.find_all(True):
        extra = set(tag.attrs) - ALPHABET.get(tag.name, set())
        if tag.name not in ALPHABET or extra - {"id"}:
            yield f"<{tag.name} {extra}>"
        if "id" in tag.attrs and not re.match(r"fn(ref\d*)?:", tag["id"]):
            yield f"id {tag['id']}"
        if any(site.leads_nowhere(tag[name]) for name in ("href", "src") if tag.has_attr(name)):
            yield f"dead link: {tag}"
        if tag.name == "a" and tag.get_text(strip=True) in ("", "¶", "#", "§") and not tag.find("img"):
            yield f"mark: {tag}"
        if tag.name == "img" and not {"alt", "width", "height"} <= tag.attrs.keys():
            yield f"bare image: {tag}"
    for text in tree.find_all(string=True):
        holder = next((parent for parent in text.parents if parent.name not in INLINE - {"code"}), tree)
        if text.strip() and holder.name not in TEXT_IN:
            yield f"text in <{holder.name}>: {text}"


def feed_errors(path, site):
    """What is wrong with a whole feed besides its format."""
    entries = read(path)
    for name in ("id", "published", "updated"):
        for value, times in Counter(getattr(entry, name) for entry in entries).items():
            if times > 1:
                yield f"{name} {value} x{times}"
    if [entry.published for entry in entries] != sorted((entry.published for entry in entries), reverse=True):
        yield "not newest first"
    for entry in entries:
        if not (entry.authors and entry.summary and entry.lang and entry.title):
            yield f"incomplete: {entry.title}"
        if entry.updated < entry.published or entry.published.tzinfo is None:
            yield f"times of {entry.title}"
        if entry.summary.endswith(("…", "...")) or entry.summary != " ".join(entry.summary.split()):
            yield f"summary: {entry.summary}"
        if site.leads_nowhere(entry.link):
            yield f"dead: {entry.link}"
        yield from (f"{entry.title}: {error}" for error in site.html_errors(entry.html))
    ids = [id_ for entry in entries for id_ in re.findall(r' id="([^"]+)"', entry.html)]
    yield from (f"id {id_} x{times}" for id_, times in Counter(ids).items() if times > 1)
