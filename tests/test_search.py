"""The index of the search: the same for the same pages, and an error where there is none."""

import gzip
import os
import shutil
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from astro import search
from conftest import files_of


def test_the_same_pages_give_the_same_index(full_public, tmp_path):
    """In whatever order a folder holds them; in memory, where there is such a disk, that is the order of writing."""
    pages = sorted(path.relative_to(full_public) for path in full_public.rglob("*.html"))
    found = []
    memory = Path("/dev/shm")
    for order in (pages, pages[::-1]):
        with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as folder:
            for page in order:
                (Path(folder) / page).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(full_public / page, Path(folder) / page)
            search.write_index(SimpleNamespace(output_path=folder, settings={"SEARCH_URL": "search/"}))
            found.append(files_of(Path(folder) / "pagefind"))
    assert found[0] == found[1]
    assert len(found[0]) > len(pages) / 2


def test_a_page_that_is_not_listed_is_not_found(project, monkeypatch):
    """Not even where no other page is: Pagefind takes all pages where none is marked."""
    asked = []

    class Asked(search._Pagefind):
        def ask(self, kind, expected, **details):
            asked.append(details.get("file_path"))
            return super().ask(kind, expected, **details)

    monkeypatch.setattr(search, "_Pagefind", Asked)
    project.write("2025-05-01-unseen.txt", "Status: hidden\n\nUnseen\nA swordfish.\n")
    site = project.publish()
    search._index(site)
    assert [path for path in asked if path] != []
    assert not [path for path in asked if path and path.startswith(("unseen", "404"))]


def test_words_of_an_essay_are_found_whatever_their_class(project):
    """Such as the page gives to what it adds, which is not found."""
    classes = ("meta", "outline", "related", "tags", "footnote-reference")
    text = "\n".join(f'<p class="{name}">Found {name}.</p>\n' for name in classes)
    project.write("2025-05-01-a.md", f"Title: Alpha\nTags: quokka\n\n{text}\n## First\n\nA.\n\n## Second\n\nB.\n")
    (known,) = [
        words
        for name, file in search._index(project.publish()).items()
        if name.endswith(".pf_fragment") and "Alpha" in (words := gzip.decompress(file).decode())
    ]
    assert [name for name in classes if f"Found {name}" in known] == list(classes)
    assert not [name for name in ("quokka", "min read", "Contents", "Link to") if name in known]


@pytest.mark.parametrize(
    "program",
    [
        "echo no such; exit 3",
        "echo no such >&2; sleep .3",
        "read -rd, _; echo -n no,such; sleep 60",
        "read -rd, _; base64 -w0 <<< '{}'; echo , no such; sleep 60",
        """read -rd, _; base64 -w0 <<< '{"payload": {"type": "Error", "message": "no such"}}'; echo ,; sleep 60""",
        "exec true",
    ],
)
def test_without_an_index_nothing_is_published(project, tmp_path, program):
    """Whatever becomes of Pagefind."""
    fake = tmp_path / "pagefind"
    fake.write_text(f"#!/bin/bash\n{program}\n")
    fake.chmod(0o755)
    done = project.run("publishconf.py", SITEURL="https://essays.example.org", PAGEFIND_BINARY_PATH=os.fspath(fake))
    problem, last = done.stderr.splitlines()
    assert problem.startswith("output/pagefind:1: the index of the search was not made (")
    assert ("no such" in problem) == ("no such" in program) or "no,such" in problem
    assert (last, done.returncode) == ("1 problem; nothing was published, output/ is unchanged", 1)
