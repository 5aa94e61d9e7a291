"""The walls of the house: what a module may know, and which way the data flows."""

import ast
from importlib import import_module
from pathlib import Path

import pytest
from conftest import ROOT, settings_of

ASTRO = ROOT / "plugins" / "astro"
# The order of the flow: a room imports rooms that stand before it, problem.py and regex.py.
FLOW = ["progress", "spread", "staging", "tree", "plain_text", "markup", "memory", "readers", "compiled", "once"]
FLOW += ["writing", "typeset", "sections", "permanence", "related", "feeds", "cards", "pages", "search", "release"]
FLOW += ["deploy", "preview"]
EDGES = {"__init__.py", "__main__.py"}
# What stands between the core and Pelican, or the disk, is more than one file holds.
EDGES |= {"feeds/told.py"}
EDGES |= {"markup/docutils.py"}  # Pelican's translator
EDGES |= {"memory/kept.py", "permanence/file.py", "typeset/files.py", "typeset/smaller.py"}
EDGES |= {"sections/contents.py"}  # Pelican's lists
EDGES |= {"cards/letters.py"}  # reads the fonts
EDGES |= {f"release/{name}.py" for name in ("addresses", "built", "reporting", "unread")}
EDGES |= {f"staging/{name}.py" for name in ("folders", "listed", "next_site", "place", "stage", "whole")}
EDGES |= {f"related/{name}.py" for name in ("rankings", "shelf")}
EDGES |= {f"preview/{name}.py" for name in ("build", "builder", "server", "watching")}
EDGES |= {"writing/keys.py"}  # asks Pelican and Jinja what pages are made of
# A kind of place a site is sent to is a world of its own.
EDGES |= {f"deploy/{name}.py" for name in ("branch", "bucket", "programs", "releases")}
IMPURE = {"pelican", "os", "pathlib", "io", "shutil", "tempfile", "subprocess", "logging", "time", "random", "socket"}
IMPURE |= {"locale", "sys", "jinja2", "watchfiles", "http"}
IMPURE_CALLS = {"open", "print", "input", "now", "today", "utcnow", "getenv", "read_text", "read_bytes", "write_text"}
IMPURE_CALLS |= {"write_bytes", "mkdir", "unlink", "exists", "stat", "iterdir", "rglob", "rename"}
MODULES = sorted(ASTRO.rglob("*.py"))
PURE = [path for path in MODULES if EDGES.isdisjoint({path.name, path.relative_to(ASTRO).as_posix()})]


def name_of(path):
    return path.relative_to(ASTRO).as_posix()


def imports(path):
    """(the module imported, or the room of astro with a leading dot) for every import of a file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 2:
            yield f".{(node.module or '').split('.')[0]}"
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_room_has_its_place():
    assert sorted(path.name for path in ASTRO.iterdir() if path.is_dir() and path.name != "__pycache__") == sorted(FLOW)


@pytest.mark.parametrize("path", PURE, ids=name_of)
def test_pure_modules_know_no_world(path):
    """No Pelican, disk, clock, settings or log outside a room's edge; PurePosixPath is only text."""
    tree = ast.parse(path.read_text("utf-8"))
    found = {module for module in imports(path) if module in IMPURE or module.split(".")[0] in IMPURE}
    found -= {f"pathlib.{name}" for name in ("PurePosixPath", "PurePath")}
    calls = {
        getattr(node.func, "id", getattr(node.func, "attr", ""))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }
    assert (found, calls & IMPURE_CALLS) == (set(), set())


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_rooms_import_only_rooms_before_them(path):
    """One way, no way back, no circle."""
    room = path.relative_to(ASTRO).parts[0]
    before = FLOW[: FLOW.index(room)] if room in FLOW else []
    rooms = {module[1:] for module in imports(path) if module.startswith(".")}
    assert rooms <= {"problem", "regex", *before}
    assert not [module for module in imports(path) if module.startswith("astro")]


def test_only_the_essay_is_trusted_in_templates():
    """`|safe` stands on an essay's or page's content alone, and autoescape is on."""
    for template in (ROOT / "theme" / "templates").iterdir():
        lines = [line.strip() for line in template.read_text("utf-8").splitlines() if "safe" in line]
        assert set(lines) <= {"{{ article.anchored|safe }}", "{{ page.anchored|safe }}"}, template
        assert len(template.read_text("utf-8").splitlines()) <= 80, template
    assert settings_of("pelicanconf.py")["JINJA_ENVIRONMENT"]["autoescape"] is True


def test_no_module_is_a_hall():
    """A core file has at most 150 lines, an edge 300, a function at most 40."""
    for path in MODULES:
        assert len(path.read_text("utf-8").splitlines()) <= (150 if path in PURE else 300), path
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                assert node.end_lineno - node.lineno < 40, f"{path}: {node.name}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_patterns_wait_until_they_are_asked(path):
    """None is compiled while a module is loaded; and each that is not asked in a test is one all the same."""
    tree = ast.parse(path.read_text("utf-8"))
    at_once = [node for node in tree.body if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.If)]
    assert "re.compile(" not in "".join(map(ast.unparse, at_once))
    if path.name == "__main__.py":
        return
    name = ".".join(("astro", *path.relative_to(ASTRO).with_suffix("").parts)).removesuffix(".__init__")
    waiting = [each for each in vars(import_module(name)).values() if type(each).__name__ == "_Lazy"]
    assert all(each.flags >= 0 for each in waiting)


def test_the_lock_names_no_index():
    """requirements.txt has a hash for everything and no address of a registry."""
    lock = (ROOT / "requirements.txt").read_text("utf-8")
    assert "--hash=sha256:" in lock
    assert "://" not in lock
    assert Path(ROOT / "Makefile").read_text("utf-8").count("--require-hashes") == 1


def test_the_readme_names_every_template():
    """A stranger who restyles the theme finds each file of it in the README's section."""
    section = (ROOT / "README.md").read_text("utf-8").partition("\n## Theme\n")[2].partition("\n## ")[0]
    files = [path.name for path in (ROOT / "theme").rglob("*.*") if path.is_file()]
    assert len(files) > 15
    assert [name for name in files if f"{name}`" not in section] == []
