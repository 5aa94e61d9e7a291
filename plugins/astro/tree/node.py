"""The nodes of an essay's tree: elements, and the strings in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping


class Silent(str):
    """A string that is none of the running words: what stands in a script, or how a character is read."""

    __slots__ = ()


class Comment(Silent):
    """A comment, or another string that stands between `<` and `>` and is no tag; with both of them."""

    __slots__ = ()


class Tag:
    """An element. Its children are elements and strings; running words are strings of the very type `str`."""

    __slots__ = ("attrs", "children", "name", "parent")

    def __init__(self, name: str, attrs: Mapping[str, str] | None = None, children: Iterable[Node] = ()) -> None:
        self.name = name
        self.attrs = dict(attrs) if attrs else {}
        self.children: list[Node] = []
        self.parent: Tag | None = None
        self.extend(children)

    def get(self, name: str, default: str = "") -> str:
        """An attribute."""
        return self.attrs.get(name, default)

    @property
    def classes(self) -> list[str]:
        """Those of its attribute."""
        return self.attrs.get("class", "").split()

    @property
    def elements(self) -> list[Tag]:
        """Its children that are elements."""
        return [node for node in self.children if isinstance(node, Tag)]

    def tags(self, *names: str) -> list[Tag]:
        """All elements in it, or those of these names, in the order of their start tags."""
        found: list[Tag] = []
        waiting = self.elements[::-1]
        while waiting:
            tag = waiting.pop()
            if not names or tag.name in names:
                found.append(tag)
            if tag.children:
                waiting += tag.elements[::-1]
        return found

    def first(self, *names: str) -> Tag | None:
        """The first of these elements in it."""
        return next(iter(self.tags(*names)), None)

    def above(self, *names: str) -> Tag | None:
        """The nearest element around it that has one of these names."""
        tag = self.parent
        while tag is not None and tag.name not in names:
            tag = tag.parent
        return tag

    def strings(self) -> Iterator[str]:
        """The running words in it, in order."""
        for node in self.children:
            if type(node) is str:
                yield node
            elif isinstance(node, Tag):
                yield from node.strings()

    @property
    def text(self) -> str:
        """The running words in it."""
        return "".join(self.strings())

    def copy(self) -> Tag:
        """An equal one that stands nowhere."""
        return Tag(self.name, self.attrs, [node.copy() if isinstance(node, Tag) else node for node in self.children])

    def append(self, node: Node) -> None:
        """Put a node at its end; an element must stand nowhere else."""
        self.insert(len(self.children), node)

    def extend(self, nodes: Iterable[Node]) -> None:
        """Put nodes at its end."""
        for node in nodes:
            self.append(node)

    def insert(self, place: int, node: Node) -> None:
        """Put a node before the child at a place."""
        if isinstance(node, Tag):
            node.parent = self
        self.children.insert(place, node)

    def take(self) -> list[Node]:
        """Its children, which it loses."""
        taken, self.children = self.children, []
        return taken

    def beside(self) -> tuple[Tag, int]:
        """(the element that it stands in, at which place)."""
        if self.parent is None:
            raise ValueError(f"<{self.name}> stands nowhere")
        return self.parent, next(i for i, node in enumerate(self.parent.children) if node is self)

    def before(self, nodes: Iterable[Node]) -> None:
        """Put nodes in front of it."""
        for node in nodes:
            parent, place = self.beside()
            parent.insert(place, node)

    def remove(self) -> None:
        """Take it out of the tree, with all that is in it."""
        parent, place = self.beside()
        del parent.children[place]

    def unwrap(self) -> None:
        """Leave what is in it in its place."""
        self.before(self.take())
        self.remove()

    def wrap(self, wrapper: Tag) -> Tag:
        """The wrapper, which stands in its place with it at the end."""
        self.before([wrapper])
        self.remove()
        wrapper.append(self)
        return wrapper


Node = Tag | str
