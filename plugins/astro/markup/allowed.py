"""The tags and attributes of HTML that pass in an essay's markup."""

from __future__ import annotations

TAGS = frozenset(
    "a abbr acronym address aside audio b bdi bdo big blockquote br caption center cite code col colgroup dd del "
    "details dfn div dl dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark nobr ol p picture pre "
    "q rp rt ruby s samp section small source span strike strong sub summary sup table tbody td tfoot th thead time tr "
    "track tt u ul var video wbr".split()
)
EVERYWHERE = frozenset({"id", "class", "lang", "dir", "title", "role"})
_MEDIA = frozenset("src controls poster preload loop muted width height playsinline".split())
_CELL = frozenset("align valign colspan rowspan scope headers".split())
ATTRIBUTES = {
    "a": frozenset({"href", "hreflang", "rel", "download", "name"}),
    "img": frozenset("src srcset sizes alt width height loading decoding".split()),
    "source": frozenset("src srcset sizes media type width height".split()),
    "track": frozenset("src kind srclang label default".split()),
    "audio": _MEDIA,
    "video": _MEDIA,
    "td": _CELL,
    "th": _CELL | {"abbr"},
    "col": frozenset({"span", "width"}),
    "colgroup": frozenset({"span"}),
    "ol": frozenset({"start", "reversed", "type"}),
    "li": frozenset({"value"}),
    "time": frozenset({"datetime"}),
    "details": frozenset({"open", "name"}),
    **dict.fromkeys(("blockquote", "q"), frozenset({"cite"})),
    **dict.fromkeys(("del", "ins"), frozenset({"cite", "datetime"})),
}
# Attributes that need no value; any other one without a value tells that `a<b && c>d` is no tag.
_BARE = frozenset(
    "allowfullscreen alt async autofocus autoplay checked compact controls default defer disabled download hidden "
    "inert itemscope loop multiple muted nomodule noshade novalidate nowrap open playsinline readonly required "
    "reversed selected".split()
)


def may_be_bare(name: str) -> bool:
    """Whether an attribute may have no value."""
    return name in _BARE or name.startswith(("data-", "aria-"))
