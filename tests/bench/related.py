"""`make bench-related CORPORA=FOLDER`: how well related thinking finds what authors of real blogs linked.

FOLDER/NAME holds `content/`, the essays of a blog without their links to each other, and `truth.json`: `links`, a list
of `src`, `dst` (slugs) and `sec` (the number of the heading that the link leads to, from 0, or null). Prints the mean
nDCG@10 of each method on each blog, how often the section is right, and how many pairs a small blog would show.
"""

import json
import random
import sys
from collections import defaultdict
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import combinations
from math import log2
from pathlib import Path
from statistics import mean
from time import process_time

import numpy as np
from astro.related import essays as lifts
from astro.related import floor, near, similar, weigh, why
from astro.related.__main__ import read_folder
from astro.related.compared import hold_together, nearest
from astro.related.essays import parts, read_essays
from astro.related.section import best_section
from astro.related.terms import find_terms

# Means over 17 blogs, four of which were at hand, of tools as they are: measured once, with the same links as truth.
PEERS = {
    "nearest in time": 0.27,
    "headings alone": 0.19,
    "pelican-similar-posts": 0.18,
    "Hugo's related, defaults": 0.16,
    "Hugo with tags, dates, headings": 0.25,
    "body TF-IDF": 0.547,
}
SIZES = {2: 1200, 3: 800, 5: 400, 10: 200, 20: 80, 50: 32}  # essays of a small blog, and how many are drawn


@contextmanager
def patched(*changes):
    """Other values of some names of modules meanwhile."""
    before = [(module, name, getattr(module, name)) for module, name, _ in changes]
    for module, name, value in changes:
        setattr(module, name, value)
    yield
    for module, name, value in before:
        setattr(module, name, value)


def without_phrases(essays, parts):
    none = [np.zeros(len(each.said.goes_on), bool) for each in essays]
    alone = [replace(each, said=replace(each.said, goes_on=no)) for each, no in zip(essays, none, strict=True)]
    return find_terms(alone, parts)


ALONE = [(similar, "SECTION", 0.0), (similar, "TITLE", 0.0), (similar, "RECENT", 0.0), (near, "RECENT", 0.0)]
WORDS = [(weigh, "find_terms", without_phrases)]
METHODS = {
    "as it is": [],
    "without the lift of the title": [(lifts, "TITLE", 1)],
    "without the lift of headings": [(lifts, "HEADING", 1)],
    "without the body": [(lifts, "BODY", 0)],
    "without phrases": WORDS,
    "without the nearest section": [(similar, "SECTION", 0.0)],
    "without the share of the title": [(similar, "TITLE", 0.0)],
    "without time": [(similar, "RECENT", 0.0), (near, "RECENT", 0.0)],
    "words alone, one cosine": [*ALONE, *WORDS],
    "body alone, one cosine": [*ALONE, *WORDS, (lifts, "TITLE", 0), (lifts, "HEADING", 0)],
}


def read(folder):
    """(outlines, the slugs that each is linked with, the ids of the sections that each pair's links lead to)."""
    outlines, problems = read_folder(folder / "content", "en")
    assert not problems, problems[0]
    by_slug = {outline.slug: outline for outline in outlines}
    linked, sections = defaultdict(set), defaultdict(set)
    for link in json.loads((folder / "truth.json").read_text("utf-8"))["links"]:
        one, other = link["src"], link["dst"]
        if one == other or not {one, other} <= by_slug.keys():
            continue
        linked[one].add(other)
        linked[other].add(one)
        with suppress(IndexError):
            if link["sec"] is not None and link["sec"] >= 0:
                sections[one, other].add(list(by_slug[other])[link["sec"]].id)
    return outlines, linked, sections


def ndcg(compared, linked):
    """The mean of nDCG@10 over all essays with a link, direction ignored."""
    essays, scores = compared.weighed.outlines, []
    for i, essay in enumerate(essays):
        if truth := linked.get(essay.slug):
            found = [essays[other].slug in truth for other, _ in nearest(compared, i)][:10]
            gain = sum(hit / log2(place + 2) for place, hit in enumerate(found))
            scores.append(gain / sum(1 / log2(place + 2) for place in range(min(len(truth), 10))))
    return mean(scores)


def sections_right(compared, sections):
    """(pairs with a link to a section, those for which one is offered, those for which it is right)."""
    place = {essay.slug: i for i, essay in enumerate(compared.weighed.outlines)}
    offered = [
        (best_section(compared.weighed, place[one], place[other]), ids) for (one, other), ids in sections.items()
    ]
    return len(offered), sum(bool(id_) for id_, _ in offered), sum(id_ in ids for id_, ids in offered if id_)


def small_blogs(outlines, linked, least, most):
    """(essays, share of linked pairs shown, of unlinked ones, `at_equal`) of blogs drawn from essays of some length."""
    read = {each.slug: essay for each, essay in zip(outlines, read_essays(outlines), strict=True)}
    words = {each.slug: sum(len(part.split()) for part in parts(each)) for each in outlines}
    slugs = sorted(slug for slug in read if least <= words[slug] < most)
    pairs = sorted((one, other) for one in slugs for other in linked.get(one, ()) if one < other and other in slugs)
    draw = random.Random(1)
    for size, times in SIZES.items():
        if len(slugs) < 2 * size or len(pairs) < 5:
            continue
        pairs_of, alone = [], []
        for time in range(times):
            first = draw.choice(pairs) if size > 2 or time % 2 else draw.sample(slugs, 2)
            rest = [slug for slug in slugs if slug not in first]
            chosen = sorted([*first, *draw.sample(rest, size - 2)])
            essays = [read[slug] for slug in chosen]
            pairs_of += held(essays, linked, is_shown)
            with patched(*METHODS["words alone, one cosine"]):
                alone += held(essays, linked, lambda *given: float(given[-1]))
        hit, miss = (share(pairs_of, is_linked, 1) for is_linked in (True, False))
        yield size, hit, miss, at_equal(alone, miss)


def held(essays, linked, value):
    """(whether its two essays are linked, its value) of each pair of a blog; 0 of one with nothing in common."""
    compared = hold_together(essays, many=len(essays))
    found = {
        (one, other): value(compared.weighed, one, other, score)
        for one, other, score in zip(compared.one.tolist(), compared.other.tolist(), compared.score, strict=True)
    }
    slugs = [essay.slug for essay in compared.weighed.outlines]
    return [
        (slugs[other] in linked.get(slugs[one], ()), found.get((one, other), 0))
        for one, other in combinations(range(len(slugs)), 2)
    ]


def is_shown(weighed, one, other, score):
    least = floor.floor(len(weighed.outlines), weighed.sizes[one], weighed.sizes[other])
    return float(score >= least and bool(why.proof(weighed, one, other)))


def share(pairs, is_linked, least):
    """The share of pairs, linked or unlinked ones, whose value is so great."""
    return mean(float(value >= least) for each, value in pairs if each == is_linked)


def at_equal(pairs, miss):
    """The share of linked pairs over the lowest floor that shows at most so great a share of unlinked ones."""
    unlinked = sorted((value for each, value in pairs if not each), reverse=True)
    first = unlinked[min(round(miss * len(unlinked)), len(unlinked) - 1)]
    return mean(float(value > first) for each, value in pairs if each)


def main(folder):
    blogs = {path.parent.name: read(path.parent) for path in sorted(folder.glob("*/truth.json"))}
    if not blogs:
        sys.exit(f"{folder}: no blog stands here; see the first lines of tests/bench/related.py")
    print(f"{'nDCG@10':<34}", *(f"{name:>9}" for name in blogs), f"{'mean':>7}  cpu s")
    for method, changes in METHODS.items():
        start = process_time()
        with patched(*changes):
            row = [ndcg(hold_together(read_essays(outlines)), linked) for outlines, linked, _ in blogs.values()]
        print(f"{method:<34}", *(f"{value:9.3f}" for value in row), f"{mean(row):7.3f}  {process_time() - start:.1f}")
    print("\nOther tools, mean over 17 blogs:", "; ".join(f"{name} {value:g}" for name, value in PEERS.items()))
    print("\nSections, of the links that lead to one:")
    counts = {name: sections_right(hold_together(read_essays(each[0])), each[2]) for name, each in blogs.items()}
    counts["all"] = tuple(map(sum, zip(*counts.values(), strict=True)))
    for name, (pairs, offered, right) in counts.items():
        print(f"  {name}: {pairs} pairs, offered for {offered}, right {right / max(offered, 1):.2f}")
    for text, least, most in (("400-1200 words", 400, 1200), ("1500 words and more", 1500, 10**9)):
        print(f"\nSmall blogs of essays of {text}: share of pairs shown, linked / unlinked")
        print("(in brackets what words alone, one cosine, shows of the linked ones where it shows as many unlinked)")
        found = {name: {} for name in blogs} | {"mean": defaultdict(list)}
        for name, (outlines, linked, _) in blogs.items():
            for size, *shares in small_blogs(outlines, linked, least, most):
                found[name][size] = shares
                found["mean"][size].append(shares)
        found["mean"] = {size: map(mean, zip(*those, strict=True)) for size, those in found["mean"].items()}
        for name, sizes in found.items():
            shares = ("N={} {:.2f}/{:.3f} ({:.2f})".format(size, *shares) for size, shares in sizes.items())
            print(f"  {name}:", ", ".join(shares) or "too few")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] and sys.argv[1] else Path())
