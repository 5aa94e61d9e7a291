"""`python -m astro.related FOLDER`: what the essays of a folder have to do with each other.

The essays are plain text or Markdown, with Pelican's header or one between `---` lines; what else a build would refuse
is taken as it stands. Without an option it prints the links that each essay would have by its words, whatever its
author wishes; `--ranking FILE` writes the nearest essays of each as JSON, `{slug: [slugs]}`, without regard to the
floor; `--explain SLUG` prints the arithmetic of one essay's list. Of an essay and its translation, which have one slug,
both mean the one in `--lang`. What cannot be read is named, and the rest is done without it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

from markdown import Markdown
from markupsafe import Markup

from ..markup import teach
from ..markup.front import read_markdown
from ..plain_text.lines import TURNS, UNFIT, decode_lines
from ..plain_text.parse import parse
from ..plain_text.render import render, render_text
from ..plain_text.values import split_name
from ..problem import EssayError, Problem
from ..regex import regex
from ..sections.anchors import anchor
from ..sections.outline import Outline
from .compared import Compared, hold_together, nearest
from .essays import read_essays
from .explain import explain
from .found import links_of
from .links import LIMIT

RANKED = 10  # essays of which a ranking is judged: nDCG@10
_FENCED = regex(r"\A---[ \t]*\n((?:(?![ \t]*\n).*\n)+?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FIELD = regex(r"^[\w-]+:.*\n(?: {4}.*\n)*", re.MULTILINE)
_UNFIT = regex(f"[{UNFIT}{TURNS}\u2028\u2029]")
_ENDINGS = (".txt", ".md", ".markdown")


def main(arguments: list[str]) -> int:
    """The exit code: 0, or 1 where an essay cannot be read or the folder has none."""
    options = _options(arguments)
    outlines, problems = read_folder(options.folder, options.lang)
    if not outlines and not problems:
        problems = [Problem(str(options.folder), 1, f"no essay stands here; name a folder with {', '.join(_ENDINGS)}")]
    if problems:
        print(*sorted(problems), sep="\n", file=sys.stderr)
    return (_answer(outlines, options) or bool(problems)) if outlines else 1


def _answer(outlines: Sequence[Outline], options: argparse.Namespace) -> int:
    """Print or write what is asked for; the exit code."""
    shelves = [hold_together(read_essays(shelf)) for shelf in _by_language(outlines, options.lang)]
    if options.ranking is not None:
        lists: dict[str, list[str]] = {}
        for shelf in shelves:
            lists = _ranking(shelf, options.limit) | lists
        try:
            options.ranking.write_text(json.dumps(lists, ensure_ascii=False, indent=1) + "\n", "utf-8")
        except OSError as error:
            print(f"{options.ranking}: cannot be written ({error.strerror}); name another file", file=sys.stderr)
            return 1
    elif options.explain is not None:
        by_slug = {essay.slug: shelf for shelf in reversed(shelves) for essay in shelf.weighed.outlines}
        if options.explain not in by_slug:
            near = get_close_matches(options.explain, by_slug, 1)
            do = f"did you mean `{near[0]}`?" if near else "write one of those in the folder"
            print(f"no essay has the slug `{options.explain}`; {do}", file=sys.stderr)
            return 1
        print(*explain(by_slug[options.explain], options.explain, options.limit), sep="\n")
    else:
        print(*(line for shelf in shelves for line in _lines(shelf, options.limit)), sep="\n")
    return 0


def _by_language(outlines: Sequence[Outline], lang: str) -> list[list[Outline]]:
    """The essays of each language, those of `lang` first: essays are held against others of their language alone."""
    langs = sorted({each.lang for each in outlines}, key=lambda each: (each != lang, each))
    return [[each for each in outlines if each.lang == one] for one in langs]


def _ranking(shelf: Compared, limit: int) -> dict[str, list[str]]:
    """The slugs of the nearest essays, by the slug of each."""
    essays = shelf.weighed.outlines
    return {
        essay.slug: [essays[other].slug for other, _ in islice(nearest(shelf, i), limit)]
        for i, essay in enumerate(essays)
    }


def _lines(shelf: Compared, limit: int) -> Iterator[str]:
    """The links that each essay would have."""
    for essay, links in zip(shelf.weighed.outlines, links_of(shelf), strict=True):
        yield essay.slug
        for link in islice(links, limit):
            section = f"#{link.section}" if link.section else ""
            yield f"  {link.score:.3f} {link.essay}{section}: {', '.join(link.reason)}"


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m astro.related", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=_count, help=f"how many others of each essay ({LIMIT}, in a ranking {RANKED})")
    parser.add_argument(
        "--lang", type=str.lower, default="en", help="the language of essays that name none (%(default)s)"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--ranking", type=Path, metavar="FILE", help="write the nearest essays of each as JSON")
    what.add_argument("--explain", metavar="SLUG", help="print the arithmetic of one essay's list")
    options = parser.parse_args(arguments)
    if options.limit is None:
        options.limit = RANKED if options.ranking else LIMIT
    return options


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"`{text}` is no number of essays; write 0 or more")
    return int(text)


def read_folder(folder: Path, lang: str) -> tuple[list[Outline], list[Problem]]:
    """(the essays of a folder and of those in it, what is wrong with any that cannot be read)."""
    outlines: dict[tuple[str, str], Outline] = {}
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*")):
        is_kept_apart = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if is_kept_apart or path.is_dir():
            if not (is_kept_apart or os.access(path, os.R_OK | os.X_OK)):
                problems.append(Problem(str(path), 1, "cannot be read; make it readable, or take it away"))
            continue
        if path.suffix.lower() not in _ENDINGS:
            continue
        try:
            outline = _read(path, lang)
        except EssayError as error:
            problems += error.problems
            continue
        except OSError as error:
            problems.append(Problem(str(path), 1, f"cannot be read ({error.strerror}); mend it or take it away"))
            continue
        place = outline.lang, outline.slug
        if place in outlines:
            problems.append(Problem(str(path), 1, f"`{outline.slug}` is another essay's slug too; write another one"))
        outlines[place] = outline
    return list(outlines.values()), problems


def _read(path: Path, lang: str) -> Outline:
    if path.exists() and not path.is_file():
        raise EssayError([Problem(str(path), 1, "is no file but a pipe, socket or device; take it away")])
    text = _UNFIT.sub(" ", path.read_bytes().decode("utf-8-sig", "surrogateescape"))
    if path.suffix.lower() == ".txt":
        text = text.lstrip().replace("\r\n", "\n")
        source = _FENCED.sub(_plain_lines, text).encode("utf-8", "surrogateescape")
        essay = parse(source, str(path), dated=False, strict=False)
        header = {"title": render_text(essay.title), "slug": essay.slug, "date": essay.date, **essay.header}
        html = render(essay.blocks)
    else:
        source, header = text.encode("utf-8", "surrogateescape"), {}
        body = decode_lines(source, str(path))
        with suppress(EssayError):  # of a header that never ends: it may be a rule
            if (front := read_markdown(source, str(path), dated=False)).header:
                header, body = front.header, front.body
        reader = Markdown(extensions=["extra", "sane_lists"], output_format="html")
        teach(reader, [])  # what is wrong with an essay is no matter here
        html = reader.convert("\n".join(line.text for line in body))
    day, slug = split_name(path.parent.name if path.stem == "index" else path.stem)
    anchored = anchor(html)
    return Outline(
        slug=header.get("slug") or slug or path.stem,
        title=Markup(header.get("title", path.stem)).striptags(),
        date=next(_days(header.get("date", ""), day), "1970-01-01"),
        lang=header.get("lang", lang).lower(),
        intro=anchored.intro,
        sections=anchored.sections,
        code=anchored.code,
    )


def _plain_lines(header: re.Match[str]) -> str:
    """A header between two lines as plain text has it, without the quotes of YAML."""
    fields = [re.sub(r"""(?<=:)\s*(["'])(.*)\1\s*$""", r" \2", field) for field in _FIELD.findall(header[1])]
    return "\n".join([*(" ".join(field.split()) for field in fields), "", ""])


def _days(*texts: str) -> Iterator[str]:
    """Those of some texts that begin with a day of the calendar."""
    for text in texts:
        with suppress(ValueError):
            yield date.fromisoformat(text[:10]).isoformat()


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # who has read enough, as `head` has, is told no more
    sys.exit(main(sys.argv[1:]))
