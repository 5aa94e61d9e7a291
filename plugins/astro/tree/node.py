"""The nodes of an essay's tree: elements, and the strings in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class Silent(str):
    """A string that is none of the running words: what stands in a script, or how a character is read."""

    __slots__ = ()


class Tag:
    """An element. Its children are elements and strings; running words are strings of the very type `str`."""

    __slots__ = ("attrs", "children", "name", "parent")

    def __init__(self, name: str, attrs: Mapping[str, str] | None = None, children: Iterable[Node] = ()) -> None:
        self.name = name
        self.attrs = dict(attrs) if attrs else {}
        self.children: list[Node] = []
        self.parent: Tag | None = None
        if children:
            self.extend(children)

    def get(self, name: str) -> str:
        """An attribute; empty where it has none."""
        return self.attrs.get(name, "")

    @property
    def classes(self) -> list[str]:
        """The words of its attribute `class`."""
        return self.attrs.get("class", "").split()

    @property
    def elements(self) -> list[Tag]:
        """Its children that are elements."""
        return [node for node in self.children if isinstance(node, Tag)]

    def tags(self, *names: str) -> list[Tag]:
        """All elements in it, or those of these names, in the order of their start tags."""
        found: list[Tag] = []
        self._find(names, found)
        return found

    def _find(self, names: tuple[str, ...], found: list[Tag]) -> None:
        for node in self.children:
            if isinstance(node, Tag):
                if not names or node.name in names:
                    found.append(node)
                if node.children:
                    node._find(names, found)

    def first(self, *names: str) -> Tag | None:
        """The first of these elements in it; None where there is none."""
        return next(iter(self.tags(*names)), None)

    def above(self, *names: str) -> Tag | None:
        """The nearest element around it that has one of these names; None where none has."""
        tag = self.parent
        while tag is not None and tag.name not in names:
            tag = tag.parent
        return tag

    @property
    def text(self) -> str:
        """The running words in it."""
        parts: list[str] = []
        self._read(parts)
        return "".join(parts)

    def _read(self, parts: list[str]) -> None:
        for node in self.children:
            if isinstance(node, Tag):
                node._read(parts)
            elif type(node) is str:
                parts.append(node)

    def copy(self) -> Tag:
        """An equal one that stands nowhere."""
        return Tag(self.name, self.attrs, [node.copy() if isinstance(node, Tag) else node for node in self.children])

    def append(self, node: Node) -> None:
        """Put a node at its end; an element must stand nowhere else."""
        self.insert(len(self.children), node)

    def extend(self, nodes: Iterable[Node]) -> None:
        """Put nodes at its end."""
        for node in nodes:
            if isinstance(node, Tag):
                node.parent = self
            self.children.append(node)

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
        return self.parent, self.parent.children.index(self)

    def replace(self, nodes: Iterable[Node]) -> None:
        """Put nodes in its place, itself among them or not."""
        parent, place = self.beside()
        given = list(nodes)
        for node in given:
            if isinstance(node, Tag):
                node.parent = parent
        parent.children[place : place + 1] = given

    def before(self, nodes: Iterable[Node]) -> None:
        """Put nodes in front of it."""
        self.replace([*nodes, self])

    def remove(self) -> None:
        """Take it out of the tree, with all that is in it."""
        self.replace([])

    def unwrap(self) -> None:
        """Leave what is in it in its place."""
        self.replace(self.take())

    def wrap(self, wrapper: Tag) -> Tag:
        """The wrapper, which stands in its place with it at the end."""
        self.replace([wrapper])
        wrapper.append(self)
        return wrapper

    def cut(self) -> None:
        """Have no element know any more what it stands in: such circles stay until Python looks for them."""
        for tag in self.tags():
            tag.parent = None


Node = Tag | str
