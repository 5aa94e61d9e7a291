"""What was read is remembered: never another value than reading would give, never an error for what became of it."""

import marshal
import os
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest
from astro.memory import Memory, _code, begin
from astro.memory.kept import keep, kept
from astro.memory.records import head_of, key_of, record_of, value_of
from astro.plain_text.essay import Line
from astro.plain_text.parse import parse
from astro.plain_text.render import render
from astro.readers.values import decode, encode
from astro.sections.anchored import from_data, to_data
from astro.sections.anchors import anchor
from astro.sections.blocks import anchor_blocks
from conftest import CASES, SIGN_OFF, files_of, with_plugins
from edits import differences
from hypothesis import given
from hypothesis import strategies as st
from pelican.urlwrappers import Author, Tag
from pelican.utils import SafeDatetime
from PIL import Image
from plain_essays import PLAIN

PLACE = ("reader", "0f" * 16)
LEAVES = st.none() | st.booleans() | st.integers() | st.text() | st.binary()
DATA = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.tuples(inner) | st.dictionaries(st.text(), inner))


def parted(record):
    """(what a record's head says, its value's bytes)."""
    line, _, data = record.partition(b"\n")
    return head_of(line), data


@given(DATA)
def test_a_record_holds_its_value(value):
    for slot in (PLACE, ("of two words", PLACE[1])):
        (place, sum_, size), data = parted(record_of(slot, value))
        assert (place, size) == (slot, len(data))
        assert value_of(data, slot, sum_) == value


@given(DATA, st.data())
def test_a_damaged_record_counts_for_nothing(value, data):
    """Whatever byte is changed, wherever the value is cut, whichever value it is taken for."""
    record = record_of(PLACE, value)
    cut = data.draw(st.integers(0, len(record) - 1))
    flipped = parted(bytes([*record[:cut], record[cut] ^ 1, *record[cut + 1 :]]))
    (_, sum_, size), whole = parted(record)
    head, found = flipped
    if head and head[0] == PLACE and head[2] == size:
        with pytest.raises(ValueError, match="damaged"):
            value_of(found, PLACE, head[1])
    for damaged in (whole[:-1], b"", whole + b"0"):
        with pytest.raises(ValueError, match="damaged"):
            value_of(damaged, PLACE, sum_)
    with pytest.raises(ValueError, match="damaged"):
        value_of(whole, ("reader", "1e" * 16), sum_)


def test_a_size_below_nothing_is_none(tmp_path):
    path = tmp_path / "read"
    record = record_of(PLACE, "value")
    path.write_bytes(record.replace(b" %d\n" % len(parted(record)[1]), b" -99\n"))
    memory = Memory()
    memory.open(path, "base")
    assert memory.get(*PLACE) is None


def test_what_cannot_be_left_leaves_nothing_else(tmp_path):
    """A folder in the place of the memory's file."""
    (tmp_path / "read").mkdir()
    memory = Memory()
    memory.open(tmp_path / "read", "base")
    memory.put(*PLACE, "value")
    memory.save()
    assert [path.name for path in tmp_path.iterdir()] == ["read"]


def damages(path):
    """A file that was kept, with each kind of damage; at the end no folder can hold any."""
    whole = path.read_bytes()
    for data in (whole[:-1], whole[:9], b"", bytes([*whole[:80], whole[80] ^ 1, *whole[81:]]), whole[::-1]):
        path.write_bytes(data)
        yield
    path.unlink()
    path.mkdir()
    yield
    shutil.rmtree(path.parent)
    path.parent.write_text("")
    yield


def test_what_was_kept_is_whole_or_nothing(tmp_path):
    path = tmp_path / "kept/it"
    assert kept(path) is None
    keep(path, b"a picture" * 9)
    assert kept(path) == b"a picture" * 9
    keep(other := path.with_name("other"), b"another one")
    other.replace(path)
    assert kept(path) is None
    keep(path, b"a picture" * 9)
    for _ in damages(path):
        assert kept(path) is None
    keep(path, b"a picture")
    assert [each.name for each in tmp_path.iterdir()] == ["kept"]


def test_who_reads_what_was_kept_reads_on_while_it_is_replaced(tmp_path):
    """Another build may be at work; nothing of the way there stays."""
    path = tmp_path / "kept/it"
    keep(path, b"the old one")
    with path.open("rb") as file:
        keep(path, b"the new one")
        assert file.read().endswith(b"the old one")
    assert kept(path) == b"the new one"
    assert [each.name for each in path.parent.iterdir()] == ["it"]


def test_a_picture_that_is_damaged_in_the_cache_is_made_again(project):
    """An icon, and a smaller file of a photograph; also where no folder can hold any."""
    (project.root / "content/images").mkdir()
    Image.effect_noise((700, 500), 60).save(project.root / "content/images/p.jpg")
    project.write("2025-05-01-iron.md", "Title: On iron\n\n![iron]({static}/images/p.jpg)\n\nWords.\n")
    (project.root / ".cache").unlink()
    before = files_of(project.publish())
    drawn = [next((project.root / ".cache" / name).iterdir()) for name in ("cards", "pictures")]
    for _ in zip(*map(damages, drawn), strict=True):
        assert files_of(project.publish()) == before


def test_the_code_of_a_blog_counts_wherever_it_stands(tmp_path, monkeypatch):
    """Also in a folder whose name is like that of what is installed; but not what is installed within the blog."""
    project = tmp_path / "my-packages/blog"
    (project / "lib/site-packages").mkdir(parents=True)
    for name in ("pelicanconf.py", "lib/site-packages/installed.py"):
        (project / name).write_text(f"# {name}")
        monkeypatch.setitem(sys.modules, name, SimpleNamespace(__file__=str(project / name)))
    code = [*_code([], project)]
    assert b"# pelicanconf.py" in code
    assert b"# lib/site-packages/installed.py" not in code


def test_nothing_is_known_of_before_once_anything_changes(tmp_path, monkeypatch):
    """A setting, a plugin, Python, the version of what is installed; where the site is written to is nothing to it."""
    monkeypatch.setattr("astro.memory.MEMORY", memory := Memory())
    for name in ("plugins", "installed/Markdown-3.8.dist-info"):
        (tmp_path / name).mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path / "installed")
    settings = {"PATH": str(tmp_path / "content"), "PLUGIN_PATHS": [str(tmp_path / "plugins")]}
    settings |= {"CACHE_PATH": str(tmp_path / "cache"), "SITENAME": "One"}
    changes = (
        lambda: settings.update(SITENAME="Two"),
        lambda: (tmp_path / "plugins/x.py").write_text("X = 1"),
        lambda: (tmp_path / "plugins/x.py").write_text("X = 2"),
        lambda: (tmp_path / "installed/Markdown-3.8.dist-info").rename(tmp_path / "installed/Markdown-3.9.dist-info"),
        lambda: monkeypatch.setattr(sys, "version", "4"),
        lambda: settings.update(OUTPUT_PATH="elsewhere"),
    )
    keys = []
    for change in (lambda: None, *changes):
        change()
        begin(SimpleNamespace(settings=settings))
        keys.append(memory.key("one"))
    assert len(set(keys)) == len(keys) - 1
    assert keys[-1] == keys[-2]


def test_keys_know_where_a_part_ends():
    assert len({key_of(parts) for parts in [("ab", "c"), ("a", "bc"), ("abc",), ("ab", b"c", ""), ()]}) == 5


SETTINGS = {"SLUG_REGEX_SUBSTITUTIONS": [], "AUTHOR_REGEX_SUBSTITUTIONS": []}
NAMED = {Tag: "Tag", Author: "Author"}
MAKERS = {
    "Tag": lambda name: Tag(name, SETTINGS),
    "Author": lambda name: Author(name, SETTINGS),
    "datetime": SafeDatetime.fromisoformat,
}


@pytest.mark.parametrize(
    "value",
    [
        *("text", 7, True, None, ["a", ("b",)], (Line(3, "a pin"),)),
        *(SafeDatetime(2025, 1, 20), SafeDatetime.fromisoformat("2025-01-20 18:30+02:00")),
        [Tag("a tag", SETTINGS), Author("Ann", SETTINGS)],
    ],
    ids=repr,
)
def test_what_a_reader_returns_comes_back(value):
    back = decode(encode(value, NAMED), MAKERS)
    assert back == value
    assert type(back) is type(value)


def test_what_is_not_known_is_not_remembered():
    for value in ({"a": 1}, 1.5, object(), [b"x"]):
        with pytest.raises(TypeError):
            encode(value, NAMED)


@pytest.mark.parametrize("page", sorted(CASES.glob("sections/*/page.html")), ids=lambda path: path.parent.name)
def test_anchored_comes_back(page):
    for html in (page.read_text("utf-8"), page.with_name("plain.html").read_text("utf-8")):
        found = anchor(html, "{filename}/x.md")
        assert from_data(marshal.loads(marshal.dumps(to_data(found, html))), html) == found


@pytest.mark.parametrize("html", ["", "</b>", "<!-- nothing -->", "<p>words</p>\n", "<aside><h2>a</h2></aside>\n"])
def test_anchored_without_sections_comes_back(html):
    found = anchor(html)
    assert from_data(marshal.loads(marshal.dumps(to_data(found, html))), html) == found


@pytest.mark.parametrize("source", PLAIN, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_anchored_plain_text_comes_back(source):
    blocks = parse(source.read_bytes(), f"2025-01-20-{source.name}", sign_off=SIGN_OFF).blocks
    found = anchor_blocks(blocks, html := render(blocks))
    form = marshal.dumps(to_data(found, html))
    assert from_data(marshal.loads(form), html) == found
    assert not found.headings or str(found.page).encode() not in form  # which is put together again


INCLUDING = """
import re
from pathlib import Path
from astro.markup import MarkdownEssayReader
from pelican import signals
class Including(MarkdownEssayReader):
    def read(self, path):
        html, metadata = super().read(path)
        return html.replace("INCLUDED", Path("included").read_text()), metadata
def register():
    signals.readers_init.connect(add)
def add(readers):
    readers.reader_classes["md"] = Including
"""
CHANGING = """
from pathlib import Path
from astro.markup import MarkdownEssayReader
def register():
    MarkdownEssayReader.read = read
def read(self, path, read=MarkdownEssayReader.read):
    html, metadata = read(self, path)
    return html.replace("INCLUDED", Path("included").read_text()), metadata
"""


GIVING = """
from pathlib import Path
from pelican import signals
def register():
    signals.initialized.connect(give)
def give(pelican):
    pelican.settings["SITESUBTITLE"] = Path("line").read_text()
"""


def test_what_plugins_make_of_the_settings_is_not_remembered(project):
    """Also what one does that comes last: the line that closes an essay is its last link where it is not the site's."""
    next(project.essays.glob("*.txt")).unlink()
    (project.root / "plugins/giving.py").write_text(GIVING)
    project.add_settings("PLUGINS.append('giving')")
    for line in ("One line", "Another line"):
        (project.root / "line").write_text(line)
        project.write("2025-05-01-iron.txt", "On iron\n\nWords.\n\nRelated thinking:\nastro\nOne line\n")
        done = project.run(cwd=project.root)
        assert done.returncode == (line != "One line"), done.stderr


def test_what_a_function_makes_of_headings_is_not_remembered(project):
    project.write("2025-05-01-iron.md", "Title: On iron\n\nWords.\n\n## Rust\n\nMore.\n")
    project.add_settings("def slugify(text, separator):\n    return Path('slug').read_text()")
    project.add_settings("MARKDOWN['extensions'].append('markdown.extensions.toc')")
    project.add_settings("MARKDOWN['extension_configs']['markdown.extensions.toc'] = {'slugify': slugify}")
    for slug in ("old", "new"):
        (project.root / "slug").write_text(slug)
        assert project.run(cwd=project.root).returncode == 0
        assert f'id="{slug}"' in (project.root / "output/iron/index.html").read_text("utf-8")


@pytest.mark.parametrize("plugin", [INCLUDING, CHANGING], ids=["another reader", "ours, changed"])
def test_what_else_a_build_reads_is_not_remembered(project, plugin):
    """What somebody else's reader includes, and code of the project that is no plugin of its folder."""
    project.write("2025-05-01-iron.md", "Title: On iron\n\nINCLUDED words.\n")
    (project.root / "plugins/including.py").write_text(plugin)
    template = project.root / "theme/templates/article.html"
    template.write_text(
        template.read_text("utf-8").replace("</article>", "{{ article.title|shout }}</article>"), "utf-8"
    )
    project.add_settings("PLUGINS.append('including')\nfrom shouting import shout\nJINJA_FILTERS = {'shout': shout}")
    project.add_settings("TABLE = {('a', 1): 2}")
    for included, mark in (
        ("Old", "!"),
        ("New", "!"),
        ("New", "?!"),
    ):  # of another size: Python looks at that and at whole seconds
        (project.root / "included").write_text(included)
        (project.root / "shouting.py").write_text(f"def shout(text):\n    return text.upper() + '{mark}'\n")
        page = (project.build() / "iron/index.html").read_text("utf-8")
        assert f"{included} words" in page
        assert f"ON IRON{mark}" in page


def test_a_function_in_the_settings_leaves_the_memory_as_it_is(project):
    project.add_settings(
        "def shout(text):\n    return text.upper()\nJINJA_FILTERS = {'shout': shout, 'low': lambda _: ''}",
    )
    known = set((project.root / ".cache").glob("read-*"))
    for _ in range(2):
        project.build()
    assert len(set((project.root / ".cache").glob("read-*")) - known) == 1


def never():
    raise AssertionError("was remembered already")


def opened(folder, base="base"):
    memory = Memory()
    memory.open(folder / "cache" / "read", base)
    return memory


def test_values_are_computed_once(tmp_path):
    """The next build has them, one with other settings or inputs has not, and what it does not use goes in time."""
    first = opened(tmp_path)
    for word in ("one", "two"):
        assert first.recall("terms", first.key(word), lambda word=word: [word]) == [word]
    first.save()
    second = opened(tmp_path)
    assert second.recall("terms", second.key("one"), never) == ["one"]
    assert second.recall("terms", second.key("three"), lambda: ["three"]) == ["three"]
    second.save()
    third = opened(tmp_path)
    assert third.recall("terms", third.key("one"), never) == ["one"]
    assert third.recall("terms", third.key("three"), never) == ["three"]
    assert third.recall("terms", third.key("two"), lambda: ["again"]) == ["again"]
    assert third.recall("others", third.key("one"), lambda: ["other"]) == ["other"]
    assert opened(tmp_path, "changed").key("one") != third.key("one")


def test_a_value_that_cannot_be_written_is_worked_out_again(tmp_path):
    memory = opened(tmp_path)
    memory.put("terms", memory.key("one"), [object()])
    memory.put("terms", memory.key("two"), ["two"])
    memory.save()
    after = opened(tmp_path)
    assert after.get("terms", after.key("one")) is None
    assert after.get("terms", after.key("two")) == ["two"]


def test_a_build_that_ended_early_forgets_nothing(tmp_path):
    first = opened(tmp_path)
    first.recall("terms", first.key("one"), lambda: ["one"])
    first.save()
    second = opened(tmp_path)
    second.recall("terms", second.key("two"), lambda: ["two"])
    second.save(whole=False)
    third = opened(tmp_path)
    assert third.recall("terms", third.key("one"), never) == ["one"]
    assert third.recall("terms", third.key("two"), never) == ["two"]


@pytest.mark.parametrize("damage", [b"", b"\x00", b"terms\n", b"terms 00 00 0\n", b"terms 00 00 9\n{}", None])
def test_damage_means_computing_again(tmp_path, damage):
    """A file that was cut, emptied, overwritten or replaced by a folder is no error."""
    path = tmp_path / "cache" / "read"
    first = opened(tmp_path)
    for word in ("one", "two"):
        first.recall("terms", first.key(word), lambda: ["as it was"])
    first.save()
    if damage is None:
        path.unlink()
        path.mkdir()
    else:
        path.write_bytes(path.read_bytes()[:-5] + damage)
    second = opened(tmp_path)
    assert second.recall("terms", second.key("two"), lambda: ["anew"]) == ["anew"]
    second.save()


@pytest.mark.parametrize("times", [9, 99])  # with little beside what was cut, and with much
def test_a_record_that_was_cut_spoils_nothing_that_comes_after(tmp_path, times):
    """A build was killed while it added to the file: what stands before stays known, and so does what comes later."""
    path = tmp_path / "cache" / "read"
    for words in (("one", "two"), ("one", "two", "three")):
        memory = opened(tmp_path)
        for word in words:
            memory.recall("terms", memory.key(word), lambda word=word: [word] * (9 if word == "three" else times))
        memory.save()
    path.write_bytes(path.read_bytes()[:-20])
    for word in ("four", "five"):
        memory = opened(tmp_path)
        assert memory.recall("terms", memory.key("one"), never) == ["one"] * times
        assert memory.recall("terms", memory.key("two"), never) == ["two"] * times
        assert memory.get("terms", memory.key("three")) is None
        memory.recall("terms", memory.key(word), lambda word=word: [word])
        memory.save()
    assert opened(tmp_path).recall("terms", memory.key("five"), never) == ["five"]


def test_the_memories_of_the_last_three_sites_stay(tmp_path):
    """Of the desk, of the public site and of one more: older ones are of settings or code of before."""
    for number in range(5):
        path = tmp_path / f"read-{number}"
        memory = Memory()
        memory.open(path, "base")
        memory.put(*PLACE, number)
        memory.save()
        assert path.exists()
        os.utime(path, (number, number))
    assert sorted(each.name for each in tmp_path.iterdir()) == ["read-2", "read-3", "read-4"]


def test_the_file_does_not_grow_without_end(tmp_path):
    """What no build uses any more goes once it is a quarter of the file."""
    path = tmp_path / "cache" / "read"
    sizes = []
    for i in range(20):
        memory = opened(tmp_path)
        for word in (*"abcdefgh", f"edit {i}"):
            memory.recall("terms", memory.key(word), lambda word=word: [f"{word:100}"])
        memory.save()
        sizes.append(path.stat().st_size)
    assert sizes[1] > sizes[0]
    assert max(sizes) < 1.6 * sizes[0]


def test_what_is_held_stays_unused(tmp_path):
    """A build that has no need of a value leaves it to the next one where a room says so."""
    first = opened(tmp_path)
    for word in ("held", "left"):
        first.recall("terms", first.key(word), lambda word=word: [word] * 99)
    first.save()
    second = opened(tmp_path)
    second.hold("terms", [second.key("held"), second.key("unknown")])
    second.save()
    third = opened(tmp_path)
    assert third.get("terms", third.key("held")) == ["held"] * 99
    assert third.get("terms", third.key("left")) is None
    assert third.get("terms", third.key("unknown")) is None


def test_without_a_folder_nothing_is_remembered(tmp_path):
    (tmp_path / "cache").write_text("a file")
    memory = opened(tmp_path)
    assert memory.recall("terms", memory.key("one"), lambda: [1]) == [1]
    memory.save()
    assert (tmp_path / "cache").read_text() == "a file"
    assert Memory().recall("terms", "key", lambda: [2]) == [2]


@pytest.mark.parametrize("seed", range(8))
def test_a_build_from_memory_is_a_build_from_nothing(tmp_path, seed):
    """After each of 200 random edits, 25 of each of 8 blogs, both give the same site, to the byte."""
    assert list(differences(tmp_path / "blog", 1 + 25, f"test {seed}")) == []


def test_a_picture_that_grew_is_measured_again(project):
    """The essay that shows it has not changed."""
    project.write("2025-02-01-seen.md", "Title: Seen\nDate: 2025-02-01\n\n![A tide]({static}/images/tide.png)\n")
    (project.root / "content/images").mkdir(exist_ok=True)
    for width in (40, 50):
        Image.new("RGB", (width, 30)).save(project.root / "content/images/tide.png")
        assert f'width="{width}"' in (project.build() / "seen/index.html").read_text("utf-8")


LOADED = """import atexit, sys
def tell():
    print("loaded", [name for name in ("astro.sections.anchors", "PIL.PngImagePlugin") if name in sys.modules])
def register():
    atexit.register(tell)
"""


@pytest.fixture
def images(project):
    """The folder of a project's pictures."""
    folder = project.root / "content/images"
    folder.mkdir(exist_ok=True)
    return folder


def test_an_essay_with_pictures_is_read_once(project, images):
    """No picture is opened again either, nor are its bytes copied, while its file is the same."""
    source = images / "tide.png"
    Image.new("RGB", (40, 30), "red").save(source)
    project.write("2025-02-01-seen.md", "Title: Seen\nDate: 2025-02-01\n\n![A tide]({static}/images/tide.png)\n")
    project.write("2025-02-02-other.txt", other := "Another title\n\nAnother essay.\n")
    project.add_plugin("loaded", LOADED)
    copy = project.root / "output/images/tide.png"
    assert "loaded ['astro.sections.anchors', 'PIL.PngImagePlugin']\n" in project.run().stdout
    first = copy.stat()
    project.write("2025-02-02-other.txt", f"{other}\nMore.\n")
    assert "loaded []\n" in project.run().stdout
    assert copy.stat().st_ino == first.st_ino
    changed = source.read_bytes()[:-1] + b"\0"  # of the same size, and of the same age
    times = source.stat()
    source.write_bytes(changed)
    os.utime(source, ns=(times.st_atime_ns, times.st_mtime_ns))
    project.build()
    assert copy.read_bytes() == changed


def test_what_a_page_shows_of_its_pictures_is_never_what_was(project, images):
    """Not of one that comes, or that a draft has shown in public, where it is offered in one size alone."""
    project.write("2025-01-01-other.txt", "Another title\n\nAnother essay.\n")
    text = "Title: Seen\n{}\n![A tide](/images/tide.png)\n"
    project.write("2025-02-01-seen.md", text.format("Status: draft\n"))
    Image.effect_noise((900, 600), 50).save(images / "tide.png")
    project.publish()
    project.write("2025-02-01-seen.md", text.format(""))
    assert "640w" in (project.publish() / "seen/index.html").read_text("utf-8")
    project.write("2025-02-02-more.md", text.format("").replace("tide", "shore").replace("Seen", "More"))
    assert "`/images/shore.png` leads nowhere" in project.run_publishing().stderr
    Image.effect_noise((1300, 800), 50).save(images / "shore.png")
    assert "1280w" in (project.publish() / "more/index.html").read_text("utf-8")


def test_what_was_said_of_a_picture_is_said_again(project, images):
    told = Image.Exif()
    told[0x8825] = {1: "N", 2: (52.0, 31.0, 12.0)}
    Image.new("RGB", (80, 40)).save(images / "there.jpg", exif=told)
    (images / "none.png").write_bytes(b"")
    project.write("2025-02-01-seen.md", "Title: Seen\n\n![A tide](/images/none.png) ![A shore](/images/there.jpg)\n")
    first = project.run().stderr
    assert [line.partition(":")[0] for line in first.splitlines()[:-1]] == [
        "content/images/none.png",
        "content/images/there.jpg",
    ]
    assert project.run().stderr == first


def test_what_was_said_of_an_essay_is_said_again(project):
    """An essay that cannot be read stops every build, also after one that passed."""
    project.write("2025-02-01-broken.md", "Title: A title\nDate: 2025-02-01\n\n[a link](/nowhere/)\n")
    assert project.run().returncode == project.run().returncode == 1
    project.write("2025-02-01-broken.md", "Title: A title\nDate: 2025-02-01\n\nNo link.\n")
    project.build()
    project.write("2025-02-02-empty.txt", "")
    assert "2025-02-02-empty.txt:1" in project.run().stderr
    assert "2025-02-02-empty.txt:1" in project.run().stderr


def test_what_a_build_left_that_was_killed_is_taken_away(tmp_path):
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache/.read-1234-abcd").write_bytes(b"half")
    memory = opened(tmp_path)
    memory.recall("terms", memory.key("one"), lambda: ["one"])
    memory.save()
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["read"]


def test_sets_among_the_settings_are_the_same_in_each_process():
    """Their order is another one in each, and so would the key of all that is remembered be."""
    code = "from astro.memory import _told; print([*_told({'A': {'x', 'y', 'z'}, 'B': [frozenset('abc')]})])"
    said = set()
    for seed in "123":
        environment = with_plugins(PYTHONHASHSEED=seed)
        run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
        said.add(run.stdout)
    assert len(said) == 1
