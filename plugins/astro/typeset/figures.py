"""Pictures: a picture that stands alone is a figure, and each holds its place before it is loaded."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from .picture import Lookup

RESPONSIVE = "responsive"
_SIZES = "(min-width: 40rem) 40rem, 100vw"


def make_figures(tree: BeautifulSoup) -> None:
    """Turn a paragraph that is nothing but a picture into a figure; the picture's title is its caption."""
    for image in tree.find_all("img"):
        parent = image.parent
        paragraph = parent.parent if parent is not None and parent.name == "a" else parent
        if paragraph is None or paragraph.name != "p" or not _is_alone(image, paragraph):
            continue
        paragraph.name = "figure"
        if caption := str(image.attrs.pop("title", "")).strip():
            words = tree.new_tag("figcaption")
            words.string = caption
            paragraph.append(words)


def size_images(tree: BeautifulSoup, picture_of: Lookup) -> None:
    """Give each picture its size, let it load when it comes into view, and offer its smaller files."""
    for image in tree.find_all("img"):
        image["loading"], image["decoding"] = "lazy", "async"
        picture = picture_of(str(image.get("src", "")))
        if picture is None:
            continue
        if not (image.get("width") or image.get("height")):
            image["width"], image["height"] = str(picture.width), str(picture.height)
        if picture.sources and image.parent is not None and image.parent.name != "picture":
            _offer(tree, image, picture.sources)


def unpicture(tree: BeautifulSoup) -> None:
    """Leave the author's own file alone."""
    for picture in tree.select(f"picture.{RESPONSIVE}"):
        for source in picture.find_all("source"):
            source.decompose()
        picture.unwrap()


def _offer(tree: BeautifulSoup, image: Tag, sources: tuple[tuple[str, str], ...]) -> None:
    picture = image.wrap(tree.new_tag("picture", attrs={"class": RESPONSIVE}))
    for kind, addresses in reversed(sources):
        picture.insert(0, tree.new_tag("source", attrs={"type": kind, "srcset": addresses, "sizes": _SIZES}))


def _is_alone(image: Tag, paragraph: Tag) -> bool:
    others = (node for node in paragraph.descendants if node is not image and node is not image.parent)
    return not any(isinstance(node, Tag) or (type(node) is NavigableString and node.strip()) for node in others)
