"""Pictures that the build draws: a share card for each essay and for the site, and the icons.

Each is drawn once: it is kept in `CACHE_PATH` by a digest of all that decides it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from importlib.metadata import version
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import unidata_version

from pelican import Pelican, signals
from pelican.generators import Generator

from ..memory import MEMORY
from ..memory.kept import keep, kept
from ..permanence import STATE as PERMANENCE
from ..plain_text.values import day_in_words
from ..problem import EssayError, Problem
from ..progress import follow
from ..regex import regex
from ..sections.contents import PUBLISHED, articles_of
from ..sections.direction import direction
from ..spread import spread
from ..staging import STAGE

if TYPE_CHECKING:
    from PIL.Image import Image

SITE_CARD = "card.png"
_ENOUGH = 20_000  # bytes of a card
_LEVEL = 7  # of zlib's compression: with 9 a card takes three times as long to draw, and a twentieth less room
_WORTH = 8  # cards, below which a process costs more than it saves
_FAVICON = "extra/favicon.svg"  # in content/
_COMMENT = regex(r"<!--.*?-->", re.DOTALL)
_LETTERS = regex(r"<(?:\w+:)?text\b")
_ICONS = ("favicon.ico", "apple-touch-icon.png", "icon-192.png", "icon-512.png")
_PACKAGES = ("pillow", "resvg-py", "fontpkg-source-serif-4", "manimgx-fonts", "manimgx-fonts-cjk")


WORDS: dict[str, tuple[str, str, str]] = {}  # (title, date, language) of each published essay, by its card's path


def name_cards(generators: Sequence[Generator]) -> None:
    """Give every published article the path of its `card`, and the templates that of the site's."""
    WORDS.clear()
    WORDS[SITE_CARD] = ("", "", generators[0].settings["DEFAULT_LANG"])
    for article in articles_of(generators, PUBLISHED):
        article.card = f"{article.url}card.png"
        words = article.outline.title, day_in_words(article.date), article.lang
        addresses = (article.url, *PERMANENCE.former.get(article.url, ()))
        WORDS.update(dict.fromkeys((f"{each}card.png" for each in addresses), words))
    generators[0].context["site_card"] = SITE_CARD


def write_pictures(pelican: Pelican) -> None:
    """Write the icons; and the cards, which only the public site has. A picture that the author put there stands."""
    output, folder = Path(pelican.output_path), Path(pelican.settings["CACHE_PATH"]) / "cards"
    pictures = {name: words for name, words in _pictures(pelican.settings) if not (output / name).exists()}
    paths = {name: folder / _key(*words) for name, words in pictures.items()}
    new = [name for name, path in paths.items() if not STAGE.keep(name, path.name)]
    data = {paths[name]: kept(paths[name]) for name in new}
    undrawn = {paths[name]: pictures[name] for name in new if data[paths[name]] is None}
    drawn = spread([*undrawn.items()], _draw_each, lambda share: follow(share, "drawing", len(undrawn)), _WORTH)
    data |= zip(undrawn, drawn, strict=True)
    for name in new:
        (output / name).parent.mkdir(parents=True, exist_ok=True)
        (output / name).write_bytes(data[paths[name]] or b"")


def _pictures(settings: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(name, what is drawn) of each picture of the site."""
    svg = Path(settings["PATH"], _FAVICON).read_text("utf-8")
    yield from ((name, ("icon", svg, name)) for name in _ICONS)
    if settings["SITEURL"]:
        site = (settings["SITENAME"], settings.get("SITESUBTITLE") or "")
        yield from ((name, ("card", *words, *site)) for name, words in WORDS.items())


def _key(kind: str, *words: str) -> str:
    """A digest of all that decides a picture: what is drawn, and by what."""
    by = _drawn_by() + (_set_by() if kind == "card" else "")
    return hashlib.sha256("\0".join([by, kind, *words]).encode()).hexdigest()[:32]


def _draw_each(undrawn: Iterable[tuple[Path, tuple[str, ...]]]) -> list[Any]:
    """Draw pictures, and keep each in its file."""
    drawn = []
    for path, (kind, *words) in undrawn:
        drawn.append(_draw_card(*words) if kind == "card" else _draw_icon(*words))
        keep(path, drawn[-1])
    return drawn


@cache
def _drawn_by() -> str:
    return MEMORY.recall("drawing", MEMORY.key(), _drawn_by_now)  # of code and packages, as all that is remembered


def _drawn_by_now() -> str:
    files = [*sorted(Path(__file__).parent.glob("*.py")), Path(direction.__code__.co_filename)]
    code = (path.read_text("utf-8") for path in files)
    return "\0".join([*code, unidata_version, *map(version, _PACKAGES)])


@cache
def _set_by() -> str:
    """What this machine has for letters: with more of it, more titles can be set."""
    from PIL import features  # noqa: PLC0415  # only the public site has cards

    return repr([features.version(name) for name in ("freetype2", "raqm", "fribidi", "harfbuzz")])


# What draws is imported where something is to be drawn, which is seldom.
def _draw_card(*words: str) -> bytes:
    from .card import SHADES, Card, draw_card  # noqa: PLC0415

    fonts = list(map(str, _fonts()))
    for shades in SHADES:
        data = _written(draw_card(Card(*words), fonts, shades), "PNG", compress_level=_LEVEL)
        if len(data) <= _ENOUGH:
            break
    return data


def _draw_icon(svg: str, name: str) -> bytes:
    from .icons import FAVICON, draw_icon  # noqa: PLC0415

    if _LETTERS.search(_COMMENT.sub("", svg)):
        text = "has <text>, of which icons would show nothing; turn it into paths"
        raise EssayError([Problem(f"content/{_FAVICON}", 1, text)])
    image = draw_icon(partial(_drawn, svg), name)
    if name.endswith(".ico"):
        from PIL import IcoImagePlugin  # noqa: F401, PLC0415  # else Pillow imports all that it can write

        others = [_drawn(svg, side) for side in FAVICON[:-1]]
        return _written(image, "ICO", optimize=True, sizes=[(side, side) for side in FAVICON], append_images=others)
    return _written(image, "PNG", optimize=True)


def _drawn(svg: str, side: int) -> Image:
    import resvg_py  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    try:
        png = resvg_py.svg_to_bytes(svg_string=svg, width=side, height=side, skip_system_fonts=True)
    except ValueError as error:
        text = f"is no SVG that icons can be drawn from ({error}); save it as one"
        raise EssayError([Problem(f"content/{_FAVICON}", 1, text)]) from None
    return Image.open(BytesIO(bytes(png))).convert("RGBA")


def _written(image: Image, kind: str, **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def _fonts() -> Iterator[Path]:
    """A serif for Latin, Greek and Cyrillic, then Noto Sans for other scripts, then pictures and signs."""
    yield _folder("fontpkg_source_serif_4") / "files" / "SourceSerif4[opsz,wght].ttf"
    noto = sorted(path for path in _folder("manimgx_fonts").glob("Noto*.ttf") if "Italic" not in path.name)
    yield from sorted(noto, key=lambda path: path.name.startswith(("NotoEmoji", "NotoSansSymbols")))
    yield from sorted(_folder("manimgx_fonts_cjk").glob("*.ttc"))


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"the fonts of `{package}` are missing; install requirements.txt")
    return Path(spec.origin).parent


def register() -> None:
    """Connect the room to Pelican; it needs the outlines of `astro.sections`."""
    signals.all_generators_finalized.connect(name_cards)
    signals.finalized.connect(write_pictures)
