"""`make bench`: what a build costs, beside other tools that do the same work, in alternation in one run.

Every tool gets the same essays and writes pages with anchors and contents lists, an index with its pages, archives, a
feed in Atom and a sitemap; astro and Hugo find related links too. The feed has 100 essays, that of astro all of them in
its archives. astro is built as the public site is, without a register, without feeds in other formats and without
drawing the icons and share cards that no other tool draws. `make bench ONLY=edit,first
PEERS=hugo RUNS=3` measures a part. Prints medians, spreads and ratios, and which goals are missed.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus import Text, essays, first_essay
from measure import Cost, run
from peers import TOOLS, Tool, install
from saves import Desk, measure_saves
from table import Goal, judge, least, middle, rows

INSTALLED = Path(__file__).parent.parent.parent / ".bench"
PATHS = {"PYTHONPATH": "plugins", "NODE_PATH": str(INSTALLED / "eleventy/node_modules")}
SCRIPTED = ("pelican", "eleventy")  # the peers that are written in Python, Ruby or JavaScript
WITHOUT = "astro, none related"


@dataclass(frozen=True, slots=True)
class Work:
    """One thing that is measured."""

    title: str
    texts: Callable[[], Iterable[Text]]
    tools: Sequence[str] = ("astro", "hugo", "eleventy", "pelican")
    against: str = "hugo"
    goals: Sequence[Goal] = ()
    marked: bool = False
    """Whether the essays are in Markdown for astro too."""
    edit: bool = False
    """Whether one essay is changed before each run and the last site and the caches are left; else a run is cold."""
    watch: bool = False
    """Whether the tools run all the time, and what is measured is the time from a save to the page."""
    runs: int | None = None
    """At most; a work that takes long is done less often."""


WORKS = {
    "edit": Work(
        "rebuild after one edit, 1,000 plain-text essays",
        lambda: essays(1000),
        edit=True,
        goals=(Goal("cpu", 0.6), Goal("wall", 1.0)),
    ),
    "desk-100": Work(
        "from a save to the page while watching, 100 plain-text essays",
        lambda: essays(100),
        tools=("astro", "hugo"),
        watch=True,
    ),
    "desk": Work(
        "from a save to the page while watching, 1,000 plain-text essays",
        lambda: essays(1000),
        tools=("astro", "hugo"),
        watch=True,
        goals=(Goal("wall", 0.9),),
    ),
    "plain": Work(
        "cold, 1,000 plain-text essays",
        lambda: essays(1000),
        tools=("astro", WITHOUT, "hugo", "eleventy", "pelican"),
        goals=(Goal("cpu", 1.3), Goal("wall", 2.0)),
    ),
    "markdown": Work(
        "cold, 1,000 Markdown essays",
        lambda: essays(1000),
        marked=True,
        goals=(Goal("wall", 3.5), *(Goal("wall", 1.0, peer) for peer in SCRIPTED)),
    ),
    "plain-10000": Work(
        "cold, 10,000 plain-text essays",
        lambda: essays(10_000),
        tools=("astro", WITHOUT, "hugo"),
        runs=3,
        goals=(Goal("cpu", 1.2), Goal("peak", 0.3)),
    ),
    "first": Work(
        "the first essay alone",
        lambda: [first_essay()],
        tools=("astro", "pelican", "hugo"),
        against="pelican",
        goals=(Goal("wall", 1.3, "pelican"),),
    ),
}
GROWTH = 1.1  # the exponent of n between "plain" and "plain-10000"
SOON = {"desk-100": 0.150}  # seconds from a save to the page
SHARES = {"plain": 0.10, "plain-10000": 0.15}  # of Related thinking


def measure(work: Work, names: Sequence[str], runs: int, folder: Path) -> dict[str, list[Cost]]:
    """The costs of each tool, measured in alternation after a run that only warms up."""
    texts = list(work.texts())
    sites = {name: folder / name.replace(", ", "-").replace(" ", "-") for name in names}
    for name, site in sites.items():
        _tool(name).write(site, texts, marked=work.marked)
    if work.watch:
        return measure_saves({name: _desk(work, name, sites[name], texts[len(texts) // 2]) for name in names}, runs)
    costs: dict[str, list[Cost]] = {name: [] for name in names}
    for number in range(min(runs, work.runs or runs) + 1):
        for name, site in sites.items():
            _prepare(work, _tool(name), site, texts[number % len(texts)], number)
            cost = run(_tool(name).command(INSTALLED), site, PATHS)
            if number:
                costs[name].append(cost)
            if not (site / _tool(name).page.format(slug=texts[-1].slug)).is_file():
                raise SystemExit(f"{name} built no page of {texts[-1].slug}")
    return costs


def _desk(work: Work, name: str, site: Path, text: Text) -> Desk:
    """A site as a tool watches it."""
    tool = TOOLS[name]
    path, _ = tool.source(text, work.marked)
    command = tool.watch(INSTALLED) if tool.watch else ()
    return Desk(site, command, PATHS, site / path, site / tool.page.format(slug=text.slug))


def _tool(name: str) -> Tool:
    """A tool, or astro without Related thinking."""
    if name != WITHOUT:
        return TOOLS[name]
    command = [*TOOLS["astro"].command(INSTALLED)[:-1], "withoutconf.py"]
    return replace(TOOLS["astro"], command=lambda _: command)


def _prepare(work: Work, tool: Tool, site: Path, text: Text, number: int) -> None:
    """Change an essay before a rebuild, or take away whatever the last run left."""
    if work.edit:
        path, words = tool.source(replace(text, intro=(*text.intro, f"This is the edit {number}.")), work.marked)
        (site / path).write_text(words, "utf-8")
        return
    for left in ("output", ".output.astro", "public", "resources"):
        shutil.rmtree(site / left, ignore_errors=True)
    for left in (*site.glob(".cache/*.json"), *site.glob(".cache/read-*"), site / ".hugo_build.lock"):
        left.unlink(missing_ok=True)


def judge_all(found: dict[str, dict[str, list[Cost]]]) -> Iterator[tuple[bool, str]]:
    """Whether each goal is met, with what was measured; those of works that were not measured are left out."""
    for key, costs in found.items():
        yield from judge(WORKS[key].title, costs, WORKS[key].goals)
        if key in SOON and "astro" in costs:
            wait = middle(costs["astro"], "wall")
            yield wait < SOON[key], f"{WORKS[key].title}: below {SOON[key]:.3f} s; it is {wait:.3f} s"
        if key in SHARES and WITHOUT in costs:
            # Of two that differ by so little, medians tell what else the machine did.
            share = 1 - least(costs[WITHOUT], "cpu") / least(costs["astro"], "cpu")
            memory = middle(costs["astro"], "peak") - middle(costs[WITHOUT], "peak")
            what = f"{WORKS[key].title}: Related thinking at most {SHARES[key]:.0%} of the CPU"
            yield share <= SHARES[key], f"{what}; it is {share:.0%}, and {memory:+.0f} MB at the peak"
    if {"plain", "plain-10000"} <= found.keys():
        ratio = middle(found["plain-10000"]["astro"], "cpu") / middle(found["plain"]["astro"], "cpu")
        yield ratio < 10**GROWTH, f"CPU from 1,000 to 10,000 below n^{GROWTH}, {10**GROWTH:.1f} x; it is {ratio:.1f} x"


def main() -> None:
    """Measure what the command line asks for and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help=f"works, with commas between them: {', '.join(WORKS)}")
    parser.add_argument("--peers", default="", help="tools to compare with, with commas between them; default: all")
    parser.add_argument("--runs", type=int, default=7, help="how often each tool does each work")
    asked = parser.parse_args()
    only = [key for key in asked.only.split(",") if key] or [*WORKS]
    if unknown := {*only} - WORKS.keys():
        parser.error(f"ONLY={min(unknown)} is no work; these are: {', '.join(WORKS)}")
    peers = [name for name in asked.peers.split(",") if name] or list(TOOLS)
    found: dict[str, dict[str, list[Cost]]] = {}
    for key in only:
        work = WORKS[key]
        names = [name for name in work.tools if name.startswith("astro") or name in peers]
        install(INSTALLED, [name for name in names if name in TOOLS])
        with tempfile.TemporaryDirectory(prefix="astro-bench-") as folder:
            found[key] = measure(work, names, asked.runs, Path(folder))
        print(*rows(work.title, found[key], work.against), sep="\n", end="\n\n", flush=True)
    print(*(f"{'met   ' if met else 'MISSED'}  {text}" for met, text in judge_all(found)), sep="\n")


if __name__ == "__main__":
    main()
