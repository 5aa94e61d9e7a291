"""Random edits of a blog, built from what is remembered and from nothing: both sites must be the same, to the byte."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE

from corpus import essays
from peers import TOOLS
from PIL import Image

ESSAYS = 12
_ARGUMENTS = ("content", "-s", "benchconf.py")
_PICTURES = ("tide.png", "shore.png")
_KINDS = "words words heading title new gone draft tags undo page theme picture".split()
_WORDS = "dust star lamp wall moss rain glass root salt wind".split()


def write_blog(site: Path, draw: random.Random) -> None:
    """A blog with essays of both kinds, with headings that some of them share, and with pictures in some."""
    texts = list(essays(ESSAYS))
    TOOLS["astro"].write(site, texts, marked=False)
    for text in texts[::2]:
        path, words = TOOLS["astro"].source(text, True)
        (site / path).with_suffix(".txt").unlink()
        (site / path).write_text(f"{words}\n![A view](/images/{draw.choice(_PICTURES)})\n", "utf-8")
    (site / "content/images").mkdir()
    for name in _PICTURES:
        _draw(site, name, draw)


def edit(site: Path, draw: random.Random) -> str:
    """Change one thing of a blog; what was changed."""
    folder = site / "content/essays"
    path = draw.choice(sorted(folder.iterdir()))
    kind = draw.choice(_KINDS)
    text = path.read_text("utf-8")
    if kind == "page":
        path = site / "content/pages/about.md"
        path.write_text(path.read_text("utf-8") + f"\nAlso about {draw.choice(_WORDS)}.\n", "utf-8")
    elif kind == "picture":
        path = site / "content/images" / draw.choice(_PICTURES)
        _draw(site, path.name, draw)
    elif kind == "theme":
        path = site / "theme/templates/article.html"
        path.write_text(path.read_text("utf-8").replace("</header>", f"<!-- {draw.random()} --></header>"), "utf-8")
    elif kind == "new":
        number = draw.randrange(10**6)
        path = path.with_name(f"2020-01-01-new-{number}{path.suffix}")
        path.write_text(f"{text.rstrip()} It is number {number}.\n", "utf-8")  # two of the same words are refused
    elif kind == "gone" and len(list(folder.iterdir())) > ESSAYS // 2:
        path.unlink()
    else:
        path.write_text(_edited(kind, text, path.suffix, draw), "utf-8")
    return f"{kind} of {path.name}"


def _draw(site: Path, name: str, draw: random.Random) -> None:
    Image.new("RGB", (draw.randint(1, 99), draw.randint(1, 99))).save(site / "content/images" / name)


def _edited(kind: str, text: str, suffix: str, draw: random.Random) -> str:
    lines = text.splitlines()
    word = draw.choice(_WORDS)
    if kind == "heading":
        return text + (f"\n## The {word}\n\nIt is here.\n" if suffix == ".md" else f"The {word}\nIt is here.\n")
    if kind in ("draft", "tags"):
        field = "Status: draft" if kind == "draft" else f"Tags: {word}, {draw.choice(_WORDS)}"
        known = [i for i, line in enumerate(lines[:5]) if line.startswith(field[:5])]
        if known:
            lines[known[0]] = field
        elif suffix == ".md" or lines[0].startswith(("Tags", "Status")):
            lines.insert(0, field)
        else:
            lines[:0] = [field, ""]
    elif kind == "title":
        place = next((i for i, line in enumerate(lines) if line and not line.startswith(("Tags", "Status", "Date"))), 0)
        lines[place] += f" {word}"
    elif kind == "undo":
        return text.replace(word, "time")
    else:
        lines[-1] += f" The {word} & the <{draw.choice(_WORDS)}>."
    return "\n".join(lines) + "\n"


def differences(site: Path, number: int, seed: str) -> Iterator[str]:
    """Edit a blog so often; each edit after which the two sites differ, with their first difference.

    Raises RuntimeError where an edited blog cannot be built at all.
    """
    draw = random.Random(seed)
    write_blog(site, draw)
    with _warm(site) as build:
        for i in range(number):
            what = edit(site, draw) if i else "nothing"
            build("output", site / ".cache")
            with tempfile.TemporaryDirectory() as empty:
                shutil.rmtree(site / "cold", ignore_errors=True)
                build("cold", Path(empty))
            remembered, cold = _files(site / "output"), _files(site / "cold")
            wrong = sorted(name for name in remembered.keys() | cold if remembered.get(name) != cold.get(name))
            if wrong:
                yield f"edit {i}, {what}: {wrong[0]} of {len(wrong)} files"


@contextmanager
def _warm(site: Path) -> Iterator[Callable[[str, Path], None]]:
    """What builds a site into one of its folders with a cache, each time in a new process."""
    command = [sys.executable, str(Path(__file__).parent / "warm.py")]
    environment = os.environ | {"PYTHONPATH": str(site / "plugins")}
    with subprocess.Popen(command, text=True, env=environment, stdin=PIPE, stdout=PIPE) as process:
        asks, answers = process.stdin, process.stdout
        assert asks
        assert answers

        def build(output: str, cache: Path) -> None:
            with tempfile.NamedTemporaryFile("r", encoding="utf-8") as said:
                arguments = [*_ARGUMENTS, "--cache-path", str(cache), "-o", str(site / output)]
                print(json.dumps([str(site), said.name, arguments]), file=asks, flush=True)
                if (code := answers.readline().strip()) != "0":
                    raise RuntimeError(f"exit code {code}\n{said.read()}")

        yield build


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
