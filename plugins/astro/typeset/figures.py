"""Pictures: a picture that stands alone is a figure, and each holds its place before it is loaded."""

from __future__ import annotations

from ..tree.node import Tag
from .picture import Lookup

RESPONSIVE = "responsive"
_LONG = 6  # digits, of no height in pixels
_SIZES = "(min-width: 40rem) 40rem, 100vw"


def make_figures(tree: Tag) -> None:
    """Make figures of the pictures of a paragraph that has nothing else, one in a line; their titles are captions."""
    for paragraph in tree.tags("p"):
        if not paragraph.above("figure") and (figures := [*map(_figure, _pictures(paragraph))]):
            figures[0].attrs = paragraph.attrs
            paragraph.replace(figures)


def size_images(tree: Tag, picture_of: Lookup) -> None:
    """Give each picture its size, let it load when it comes into view, and offer its smaller files."""
    for image in tree.tags("img"):
        image.attrs |= {"loading": "lazy", "decoding": "async"}
        picture = picture_of(image.get("src"))
        if picture is None:
            continue
        height = image.get("height")  # alone it counts for nothing, as the stylesheet shows a picture by its width
        if not (image.get("width") or height):
            image.attrs |= {"width": str(picture.width), "height": str(picture.height)}
        elif not image.get("width") and height.isdecimal() and len(height) < _LONG:
            image.attrs["width"] = str(max(1, round(picture.width * int(height) / picture.height)))
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


def _figure(picture: Tag) -> Tag:
    image = picture if picture.name == "img" else picture.elements[0]
    caption = image.attrs.pop("title", "").strip()
    return Tag("figure", children=[picture, *([Tag("figcaption", children=[caption])] if caption else [])])


def _pictures(paragraph: Tag) -> list[Tag]:
    """The pictures of a paragraph, linked or not, where each has a line of its own; none where it has anything else."""
    found: list[Tag] = []
    is_new = True
    for node in paragraph.children:
        if isinstance(node, str):
            if node.strip():
                return []
            is_new = is_new or "\n" in node
        elif node.name == "br":
            is_new = True
        elif not (is_new and _is_picture(node)):
            return []
        else:
            found.append(node)
            is_new = False
    return found


def _is_picture(tag: Tag) -> bool:
    if tag.name == "a" and not tag.text.strip():
        return [each.name for each in tag.tags()] == ["img"]
    return tag.name == "img"
