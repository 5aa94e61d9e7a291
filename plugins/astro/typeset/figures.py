"""Pictures: a picture that stands alone is a figure, and each holds its place before it is loaded."""

from __future__ import annotations

from ..tree.node import Tag
from .picture import Lookup

RESPONSIVE = "responsive"
_SIZES = "(min-width: 40rem) 40rem, 100vw"


def make_figures(tree: Tag) -> None:
    """Turn a paragraph that is nothing but a picture into a figure; the picture's title is its caption."""
    for image in tree.tags("img"):
        parent = image.parent
        paragraph = parent.parent if parent is not None and parent.name == "a" else parent
        if paragraph is None or paragraph.name != "p" or not _is_alone(image, paragraph):
            continue
        paragraph.name = "figure"
        if caption := image.attrs.pop("title", "").strip():
            paragraph.append(Tag("figcaption", children=[caption]))


def size_images(tree: Tag, picture_of: Lookup) -> None:
    """Give each picture its size, let it load when it comes into view, and offer its smaller files."""
    for image in tree.tags("img"):
        image.attrs |= {"loading": "lazy", "decoding": "async"}
        picture = picture_of(image.get("src"))
        if picture is None:
            continue
        if not (image.get("width") or image.get("height")):
            image.attrs |= {"width": str(picture.width), "height": str(picture.height)}
        if picture.sources and image.parent is not None and image.parent.name != "picture":
            _offer(image, picture.sources)


def unpicture(tree: Tag) -> None:
    """Leave the author's own file alone."""
    for picture in tree.tags("picture"):
        if RESPONSIVE in picture.classes:
            for source in picture.tags("source"):
                source.remove()
            picture.unwrap()


def _offer(image: Tag, sources: tuple[tuple[str, str], ...]) -> None:
    picture = image.wrap(Tag("picture", {"class": RESPONSIVE}))
    for kind, addresses in reversed(sources):
        picture.insert(0, Tag("source", {"type": kind, "srcset": addresses, "sizes": _SIZES}))


def _is_alone(image: Tag, paragraph: Tag) -> bool:
    others = (tag for tag in paragraph.tags() if tag is not image and tag is not image.parent)
    return not any(others) and not paragraph.text.strip()
