"""`make bench-permanence HISTORY=REPOSITORY`: what permanence makes of the real edits of a blog in Markdown.

Walks the commits of the repository's current branch, oldest first, and publishes at each what is there: every Markdown
file with a title or a heading, by `permanence.reconcile`. An essay that is deleted is retired, as its author would
answer. Prints, over all commits:

  published    ids ever given to a section
  kept         of the ids whose section changed its heading, those that lead to the right section by themselves
  asked        sections that are gone, about which the author is asked
  dead         published ids of a standing essay that lead nowhere: must be 0
  wrong        ids that lead to a section while another one has clearly more of the old section's words (of all words,
               not of fingerprints): must be under 1 % of the ids that were published
"""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass, field

import markdown
from astro.permanence.answers import retire
from astro.permanence.fingerprint import fingerprint
from astro.permanence.known import Register
from astro.permanence.questions import Today
from astro.permanence.reconcile import reconcile
from astro.sections.anchors import anchor

CLEARLY = 0.3  # of all words (Jaccard)


@dataclass
class Tally:
    """The counts, and what the last commit left."""

    published: set[tuple[str, str]] = field(default_factory=set)
    reworded: int = 0
    kept: int = 0
    asked: set[tuple[str, str]] = field(default_factory=set)
    dead: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    led: int = 0
    words: dict[tuple[str, str], tuple[str, set[str]]] = field(default_factory=dict)
    """(heading, words) that each id led to at the last commit, by identity and id."""


def git(repository: str, *command: str) -> bytes:
    """What git prints."""
    return subprocess.run(["git", "-C", repository, *command], check=True, capture_output=True).stdout


def essays_of(repository: str, commit: str, known: dict[str, Today | None]) -> list[Today]:
    """The essays of a commit; `known` keeps them by path and blob."""
    essays = []
    for line in git(repository, "ls-tree", "-r", "-z", commit).decode("utf-8", "replace").split("\0"):
        meta, _, path = line.partition("\t")
        if not path.endswith((".md", ".markdown")):
            continue
        blob = meta.split()[2]
        if (key := f"{blob} {path}") not in known:
            known[key] = essay_of(path, git(repository, "cat-file", "blob", blob).decode("utf-8", "replace"))
        if essay := known[key]:
            essays.append(essay)
    return essays


def essay_of(path: str, text: str) -> Today | None:
    """A Markdown file as permanence sees it; None without a section."""
    body = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    result = anchor(markdown.markdown(body, extensions=["extra"]))
    address = re.sub(r"[^a-z0-9/]+", "-", path.rpartition(".")[0].lower()) + "/"
    words = fingerprint(" ".join([result.intro, *(f"{each.text} {each.under}" for each in result.headings)]))
    return Today(path, address, "2000-01-01", (), words, result.headings, result.taken) if result.headings else None


def publish(register: Register, essays: list[Today], tally: Tally) -> Register:
    """The register after publishing a commit; what is gone is retired."""
    found = reconcile(register, essays, "bench.example", "content/published.json")
    standing = {essay.address for essay in essays}
    lost = [each for each in found.register.essays if not each.retired and each.address not in standing]
    if lost:
        for essay in lost:
            register = retire(register, essay.key)
        return publish(register, essays, tally)
    count(found, {essay.address: essay for essay in essays}, tally)
    return found.register


def count(found, essays, tally: Tally) -> None:
    """Add what one reconciliation did."""
    for address, names in found.names.items():
        feed = found.feeds[address]
        texts = [set(re.findall(r"\w+", heading.under.casefold())) for heading in essays[address].headings]
        places = {id_: i for i, id_ in enumerate(names.ids)}
        targets = dict(places)
        for i, group in enumerate(names.aliases):
            targets |= dict.fromkeys(group, i - 1)
        gone = {id_ for each in names.known if each.gone is not None for id_ in (each.id, *each.aliases)}
        tally.asked |= {(feed, id_) for id_ in gone}
        for key in [key for key in tally.words if key[0] == feed]:
            judge(key, targets, places, gone, texts, essays[address], tally)
        tally.published |= {(feed, id_) for id_ in names.ids}
        for id_, i in places.items():
            tally.words[feed, id_] = (essays[address].headings[i].text, texts[i])


def judge(key, targets, places, gone, texts, essay, tally: Tally) -> None:
    """Whether one id of the last commit leads somewhere now, and whether that is right."""
    heading, old = tally.words[key]
    if key[1] not in targets and key[1] not in essay.taken:
        tally.dead.append(f"{essay.path}#{key[1]}")
    if key[1] in gone or key[1] not in targets or targets[key[1]] < 0:
        return
    tally.led += 1
    shares = [len(old & text) / len(old | text) if old | text else 0.0 for text in texts]
    given = targets[key[1]]
    is_reworded = key[1] in places and heading != essay.headings[given].text
    if max(shares) - shares[given] > CLEARLY:
        best = essay.headings[shares.index(max(shares))].text
        tally.wrong.append(f"{essay.path}#{key[1]} ({heading!r}) leads to {essay.headings[given].text!r}, not {best!r}")
    else:
        tally.kept += is_reworded
    tally.reworded += is_reworded


def main(repository: str) -> None:
    """Print the counts; ends with exit code 1 where an id is dead or too many are wrong."""
    known: dict[str, Today | None] = {}
    register, tally = Register(), Tally()
    commits = git(repository, "rev-list", "--reverse", "HEAD").decode().split()
    for commit in commits:
        register = publish(register, essays_of(repository, commit, known), tally)
    wrong = len(set(tally.wrong))
    share = wrong / max(1, len(tally.published))
    print(f"{len(commits)} commits, {len(register.essays)} essays, {len(tally.published)} ids published")
    print(f"headings reworded {tally.reworded}, kept by themselves {tally.kept}, asked {len(tally.asked)}")
    print(f"dead {len(set(tally.dead))}, wrong {wrong} ({share:.2%} of the ids published)")
    print(*sorted({*tally.dead, *tally.wrong})[:20], sep="\n")
    sys.exit(bool(tally.dead) or share >= 0.01)


if __name__ == "__main__":
    main(sys.argv[1] or sys.exit("name the git repository of a blog: HISTORY=…"))
