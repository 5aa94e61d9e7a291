"""Pages are written when what they show has changed, and only then."""

import errno
import os
import shutil
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, wraps
from pathlib import Path
from types import SimpleNamespace

import pytest
from astro.compiled import named_in, remember_templates
from astro.memory import Memory
from astro.memory.makers import is_made_by
from astro.pages import add_filters
from astro.sections.marks import Page
from astro.staging import (
    MARK,
    RefusedError,
    begin,
    digest_of,
    finish,
    known_files,
    mark_of,
    place_of,
    take_place,
    write_whole,
)
from astro.staging.files import File, read_list, write_list
from astro.staging.stage import Stage
from astro.writing.inputs import NotToldError, tell, tell_content
from astro.writing.keys import Keys
from conftest import ROOT, SITEURL, files_of
from jinja2 import DictLoader, Environment, FileSystemLoader, meta
from markupsafe import Markup
from pelican.contents import Article
from pelican.readers import Readers
from pelican.settings import DEFAULT_CONFIG
from pelican.urlwrappers import Author, Tag
from pelican.utils import slugify


def stamps(site):
    """What tells a file that was written again from one that was kept, by its path."""
    paths = [path for path in site.rglob("*.html") if path.is_file()]
    return {path.relative_to(site).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns) for path in paths}


def written(before, after):
    return {name for name in after if after[name] != before.get(name)}


@pytest.fixture
def blog(project):
    """Four essays that have nothing in common, and no fixture."""
    for day, words in enumerate(("moss", "lamps", "glass", "salt"), start=1):
        project.write(f"2024-03-0{day}-{words}.txt", f"On {words}\n\nA text on {words}.\n")
    return project


def test_a_page_is_written_when_what_it_shows_changes(blog):
    before = stamps(blog.build())
    assert written(before, stamps(blog.build())) == set()
    blog.write("2024-03-02-lamps.txt", "On lamps\n\nA text on lamps, with more words.\n")
    after = stamps(blog.build())
    # Its own page, those of its neighbours, and what lists it with its summary.
    expected = {f"{name}/index.html" for name in ("lamps", "moss", "glass", "archives")} | {"index.html"}
    assert written(before, after) == expected
    assert "with more words" in (blog.root / "output/lamps/index.html").read_text("utf-8")


def test_with_an_address_and_feeds_pages_are_kept_too(blog):
    blog.add_settings('SITEURL = "https://astro.example.org"')
    blog.add_settings('FEED_ALL_ATOM, FEED_ALL_RSS, FEED_ALL_JSON = "feed.xml", "rss.xml", "feed.json"')
    blog.add_settings('TAG_FEED_ATOM = "tag/{slug}/feed.xml"')
    for day, words in enumerate(("iron", "sand"), start=1):
        blog.write(f"2024-04-0{day}-{words}.txt", f"Tags: Stuff\n\nOn {words}\n\nA text on {words}.\n")
    site = blog.build()
    assert (site / "tag/stuff/index.html").is_file()
    before, feed = stamps(site), (site / "feed.xml").stat().st_ino
    assert written(before, stamps(blog.build())) == set()
    assert (site / "feed.xml").stat().st_ino == feed


def test_a_feed_that_a_plugin_works_on_is_written_anew(blog):
    blog.add_plugin(
        "signs",
        "from pathlib import Path\nfrom pelican import signals\n"
        "def register():\n    signals.feed_written.connect(sign)\n"
        "def sign(path, context, feed):\n"
        "    Path(path).write_text(Path(path).read_text() + Path('sign').read_text())\n",
    )
    blog.add_settings('SITEURL, FEED_ALL_ATOM = "https://astro.example.org", "feed.xml"')
    for sign in ("<!-- one -->", "<!-- two -->"):
        (blog.root / "sign").write_text(sign)
        assert blog.run(cwd=blog.root).returncode == 0
        assert (blog.root / "output/feed.xml").read_text().endswith(sign)


def test_a_page_with_former_sections_is_kept_too(blog):
    """Also where the last build has read its essay, and this one finds it in memory."""
    words = "On lamps\n\nA text on lamps.\n\n{}\n\nThey burn.\n\nTheir smoke\n\nIt smells.\n"
    blog.write("2024-03-02-lamps.txt", words.format("Their oil"))
    done = blog.run("publishconf.py", options=["-e", "PUBLISH=true"], SITEURL=SITEURL, CI="")
    assert done.returncode == 0, done.stderr
    blog.write("2024-03-02-lamps.txt", words.format("What is their oil"))
    page = blog.build() / "lamps/index.html"
    assert '<h2 id="their-oil">What is their oil' in page.read_text("utf-8")
    before = stamps(blog.root / "output")
    assert written(before, stamps(blog.build())) == set()


def test_a_template_or_a_setting_changes_every_page_that_follows_from_it(blog):
    before = stamps(blog.build())
    template = blog.root / "theme/templates/page.html"
    template.write_text(template.read_text("utf-8").replace("<h1>", "<h1 >"), "utf-8")
    after = stamps(blog.build())
    assert written(before, after) == {"about/index.html", "subscribe/index.html"}
    blog.add_settings("DEFAULT_PAGINATION = 7")
    assert written(after, stamps(blog.build())) == set(after)


def test_a_template_may_be_wanted_and_not_needed(blog):
    """One that is included where it is there: pages are another as soon as it is."""
    template = blog.root / "theme/templates/page.html"
    words = template.read_text("utf-8").replace("<h1>", '{% include "extra.html" ignore missing %}<h1>')
    template.write_text(words, "utf-8")
    before = stamps(blog.build())
    assert written(before, stamps(blog.build())) == set()
    (template.parent / "extra.html").write_text("Extra.", "utf-8")
    assert written(before, stamps(blog.build())) == {"about/index.html", "subscribe/index.html"}
    assert "Extra.<h1>" in (blog.root / "output/about/index.html").read_text("utf-8")


def test_a_template_may_extend_the_one_that_it_stands_for(blog):
    """`!theme` is the blog's own, `!simple` Pelican's, as in any of its sites."""
    (blog.root / "mine").mkdir()
    (blog.root / "mine/page.html").write_text(
        '{% extends "!theme/page.html" %}{% block main %}Mine.{{ super() }}{% endblock %}', "utf-8"
    )
    blog.add_settings("THEME_TEMPLATES_OVERRIDES = ['mine']")
    before = blog.build()
    assert "Mine." in (before / "about/index.html").read_text("utf-8")
    template = blog.root / "theme/templates/page.html"
    template.write_text(template.read_text("utf-8").replace("<h1>", "<h1 >"), "utf-8")
    assert "<h1 >" in (blog.build() / "about/index.html").read_text("utf-8")


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "theme/templates").iterdir()))
def test_of_a_template_is_known_what_it_names(name, tmp_path, monkeypatch):
    """As Jinja itself finds it, when it is compiled and when its code comes from memory."""
    monkeypatch.setattr("astro.compiled.MEMORY", memory := Memory())
    memory.open(tmp_path / "read", "base")
    for _ in range(2):
        environment = Environment(loader=FileSystemLoader(ROOT / "theme/templates"), autoescape=True)
        remember_templates(SimpleNamespace(env=environment))
        add_filters(SimpleNamespace(env=environment))
        named = named_in(environment.get_template(name))
        tree = environment.parse(named.source)
        assert named.source == (ROOT / "theme/templates" / name).read_text("utf-8")
        assert named.variables == sorted(meta.find_undeclared_variables(tree))
        assert named.templates == [*meta.find_referenced_templates(tree)]


def test_a_template_that_was_compiled_elsewhere_is_not_known():
    assert named_in(Environment(autoescape=True).from_string("{{ a }}")) is None


def test_a_page_that_was_touched_is_written_again(blog):
    path = blog.build() / "moss/index.html"
    page = path.read_text("utf-8")
    path.write_text(page + "<!-- by hand -->", "utf-8")
    blog.build()
    assert path.read_text("utf-8") == page


def test_what_cannot_be_told_is_written_at_every_build(blog):
    """A function in a page's variables may say another thing every time."""
    template = blog.root / "theme/templates/404.html"
    template.write_text(template.read_text("utf-8").replace("<p>", "<p>{{ chance() }} ", 1), "utf-8")
    blog.add_plugin(
        "chance",
        "from itertools import count\nfrom pelican import signals\n"
        "def register():\n    signals.generator_init.connect(give)\n"
        "def give(generator):\n    generator.context['chance'] = lambda: 'so'\n",
        first=True,
    )
    before = stamps(blog.build())
    assert written(before, stamps(blog.build())) == {"404.html"}


def test_a_changed_plugin_changes_every_page(blog):
    """It may have given the templates another filter."""
    plugin = blog.root / "plugins/shout.py"
    blog.add_plugin("shout", "def register():\n    pass\n", first=True)
    before = stamps(blog.build())
    plugin.write_text("def register():\n    print()\n")
    assert written(before, stamps(blog.build())) == set(before)


HEAD = """
from pathlib import Path
from types import SimpleNamespace
from jinja2 import nodes
from jinja2.ext import Extension
from pelican import signals
from pelican.contents import Article
"""
PLUGINS = {
    "each page in its turn": """
def turn(generator, content):
    generator.context["shown"] = content.title + str(sum(len(each._content) for each in generator.articles))
def register():
    signals.article_generator_write_article.connect(turn)
""",
    "a look of its own": """
def register():
    Article.shown = property(lambda article: article.title + Path("content/essays/2024-03-01-moss.txt").read_text())
""",
    "an object of its own": """
def give(generators):
    total = str(sum(len(each._content) for each in generators[0].articles))
    for article in generators[0].articles:
        text = article.title + total
        article.shown = SimpleNamespace(name="all", slug="all", source_path="none", __html__=lambda text=text: text)
def register():
    signals.all_generators_finalized.connect(give)
""",
    "a function of its own": """
def give(generator):
    generator.env.globals["told"] = lambda title: title + Path("content/essays/2024-03-01-moss.txt").read_text()
def register():
    signals.generator_init.connect(give)
""",
    "a function among the settings": """
def told():
    return Path("content/essays/2024-03-01-moss.txt").read_text()
def give(pelican):
    pelican.settings["TOLD"] = told
def register():
    signals.initialized.connect(give)
""",
    "an order of its own": """
def give(generator):
    is_longer = "longer" in Path("content/essays/2024-03-01-moss.txt").read_text()
    generator.context["order"] = dict.fromkeys(["b", "a"] if is_longer else ["a", "b"])
def register():
    signals.article_generator_init.connect(give)
""",
    "a list of one site": """
def sum_up(pelican):
    names = sorted(path.parent.name for path in Path(pelican.output_path).rglob("*.html"))
    Path(pelican.output_path, "all.txt").write_text(" ".join(names))
def listen(pelican):
    signals.finalized.connect(sum_up, sender=pelican)
def give(generators):
    generators[0].context["shown"] = ""
def register():
    signals.initialized.connect(listen)
    signals.all_generators_finalized.connect(give)
""",
    "a list by a generator": """
class Lists:
    def __init__(self, output_path, **others):
        self.path = Path(output_path)
    def generate_output(self, writer):
        names = sorted(path.parent.name for path in self.path.rglob("*.html"))
        Path(self.path, "all.txt").write_text(" ".join(names))
def give(pelican):
    return Lists
def give_shown(generators):
    generators[0].context["shown"] = ""
def register():
    signals.get_generators.connect(give)
    signals.all_generators_finalized.connect(give_shown)
""",
    "a list of the pages of articles": """
def sum_up(generator, writer):
    names = sorted(path.parent.name for path in Path(writer.output_path).rglob("*.html"))
    Path(writer.output_path, "all.txt").write_text(" ".join(names))
def give(generators):
    generators[0].context["shown"] = ""
def register():
    signals.article_writer_finalized.connect(sum_up)
    signals.all_generators_finalized.connect(give)
""",
    "a tag of its own": """
class Told(Extension):
    tags = {"told"}
    def parse(self, parser):
        line = next(parser.stream).lineno
        words = nodes.TemplateData(Path("content/essays/2024-03-01-moss.txt").read_text())
        return nodes.Output([nodes.Name("title", "load"), words, self.call_method("again")], lineno=line)
    def again(self):
        return Path("content/essays/2024-03-01-moss.txt").read_text()
def give(generator):
    generator.env.add_extension(Told)
def register():
    signals.generator_init.connect(give)
""",
    "a look at all that is shown": """
def give(generator):
    words = Path("content/essays/2024-03-01-moss.txt")
    generator.env.finalize = lambda value: words.read_text() if value == "moss" else value
def register():
    signals.generator_init.connect(give)
""",
    "a filter of a text that never changes": """
def give(generator):
    generator.env.filters["told"] = lambda title: title + Path("content/essays/2024-03-01-moss.txt").read_text()
def register():
    signals.generator_init.connect(give)
""",
    "a list of all pages": """
def sum_up(pelican):
    names = sorted(path.parent.name for path in Path(pelican.output_path).rglob("*.html"))
    Path(pelican.output_path, "all.txt").write_text(" ".join(names))
def give(generators):
    generators[0].context["shown"] = ""
def register():
    signals.finalized.connect(sum_up)
    signals.all_generators_finalized.connect(give)
""",
    "a kind of article of a kind of its own": """
class Talk(Article):
    pass
class Told(Talk):
    @property
    def shown(self):
        return self.title + Path("content/essays/2024-03-01-moss.txt").read_text()
def give(generators):
    for article in generators[0].articles:
        article.__class__ = Told
def register():
    signals.all_generators_finalized.connect(give)
""",
}


SHOWN = {
    "a function of its own": "{{ told(article.title) }}",
    "a filter of a text that never changes": "{{ article.title }}{{ ''|told }}",
    "a function among the settings": "{{ article.title }}{{ TOLD() }}",
    "an order of its own": "{{ article.title }}{{ order|join }}",
    "a tag of its own": "{% set title = article.title %}{% told %}",
    "a look at all that is shown": "{{ article.title }}{{ 'moss' }}",
}


@pytest.mark.parametrize("name", PLUGINS)
def test_what_a_plugin_shows_is_never_old(blog, name):
    """Where it is not known what a page follows from, it is written; where all pages are asked for, all are there."""
    blog.add_plugin("shows", HEAD + PLUGINS[name], first=True)
    template = blog.root / "theme/templates/article.html"
    words = template.read_text("utf-8")
    shown = SHOWN.get(name, "{{ shown }}{{ article.shown }}")
    template.write_text(words.replace("</article>", f"{shown}</article>"), "utf-8")
    assert blog.run(cwd=blog.root).returncode == 0
    blog.write("2024-03-01-moss.txt", "On moss\n\nA longer text on moss.\n")
    assert blog.run(cwd=blog.root).returncode == 0
    warm = files_of(blog.root / "output")
    shutil.rmtree(blog.root / "output")
    shutil.rmtree(blog.root / ".output.astro")
    assert blog.run(cwd=blog.root, options=["--cache-path", blog.root / "no cache"]).returncode == 0
    assert files_of(blog.root / "output") == warm
    if name.startswith("a list"):
        assert "glass" in (blog.root / "output/all.txt").read_text()
    else:
        for each in ("lamps", "glass"):
            assert f"On {each}" in (blog.root / "output" / each / "index.html").read_text("utf-8").partition("h1>")[2]


def told(title):
    return title + Path("content/essays/2024-03-01-moss.txt").read_text()


def keyed(words, name=None, given=None):
    """The key of a page that a template of these words shows, where a global or filter may be given to it."""
    environment = Environment(loader=DictLoader({"page.html": words}), autoescape=True, extensions=["jinja2.ext.i18n"])
    remember_templates(SimpleNamespace(env=environment))
    environment.install_gettext_translations(SimpleNamespace(gettext=told, ngettext=None), newstyle=True)
    if name:
        (environment.filters if "|" in words else environment.globals)[name] = given
    return Keys().key_of(environment.get_template("page.html"), {"title": "On moss"})


@pytest.mark.parametrize(
    ("words", "given"),
    [
        ("{{ title }}{{ given._content }}", Article("A text.", settings=DEFAULT_CONFIG)),
        ("{{ title }}{{ given }}", Markup("A text.")),
        ("{{ title }}{{ given(title)._content }}", Readers(DEFAULT_CONFIG).read_file),
        ("{{ title|given }}", told),
        ("{{ title|given }}", wraps(slugify)(told)),
        ("{{ [title]|map('given')|first }}", told),
        ("{{ title }}{% trans %}Skip{% endtrans %}", None),
    ],
    ids=["essay", "text", "method", "filter", "filter dressed as Pelican's", "filter named by a text", "translation"],
)
def test_of_what_a_template_is_given_it_may_not_be_known_what_it_shows(words, given):
    """A page that shows it is written at every build."""
    assert keyed("{{ title|upper }}") is not None
    assert keyed(words, "given", given) is None


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (Article, told),
        (Article, cached_property(told)),
        (Article, "On lamps, On glass"),
        (Article, Author("all", DEFAULT_CONFIG)),
        (Author, property(told)),
    ],
    ids=["method", "look that is kept", "word for all essays", "author of all essays", "look of an author"],
)
def test_of_what_essays_and_names_are_given_it_is_not_known_what_pages_show(monkeypatch, kind, shown):
    assert keyed("{{ title }}") is not None
    monkeypatch.setattr(kind, "shown", shown, raising=False)
    assert keyed("{{ title }}") is None


def test_installed_plugins_are_not_those_of_pelican():
    """Those of a package of Pelican's namespace may look into anything, as all others may."""
    makers = ("pelican.", "astro.")
    modules = ("pelican.readers", "pelican", "astro", "pelican.plugins.own", "pelicans", "", None)
    made = [is_made_by(SimpleNamespace(__module__=module), makers) for module in modules]
    assert made == [True, True, True, False, False, False, False]


def test_a_plugin_finds_the_new_site_where_the_settings_name_it(blog):
    """What it makes of each page is made of the page of this build, and a part of this site."""
    blog.add_plugin(
        "pack",
        "from pathlib import Path\nfrom pelican import signals\n\n"
        "def pack(pelican):\n    for page in Path(pelican.settings['OUTPUT_PATH']).rglob('*.html'):\n"
        "        page.with_suffix('.packed').write_bytes(page.read_bytes())\n\n"
        "def register():\n    signals.finalized.connect(pack)\n",
    )
    site = blog.build()
    pages = [*site.rglob("*.html")]
    assert pages
    assert all(page.read_bytes() == page.with_suffix(".packed").read_bytes() for page in pages)


def test_without_a_memory_no_page_is_kept(blog):
    """Nothing says then of which settings it was made."""
    blog.add_settings("PLUGINS.remove('astro.memory')")
    blog.write("2024-03-01-moss.txt", "Tags: small\n\nOn moss\n\nA text on moss.\n")
    blog.build()
    blog.add_settings("TAG_URL = 'subject/{slug}/'\nTAG_SAVE_AS = 'subject/{slug}/index.html'")
    assert 'href="/subject/small/"' in (blog.build() / "moss/index.html").read_text("utf-8")


def test_the_public_site_is_written_anew(blog):
    before = stamps(blog.publish())
    assert written(before, stamps(blog.publish())) >= {"index.html", "moss/index.html", "404.html"}


@dataclass(frozen=True)
class Record:
    words: str


@dataclass(frozen=True)
class Lively(Record):
    @property
    def now(self):
        return datetime.now(tz=UTC)


class Text(str):
    """With more to it, as plugins hand things over."""


class List(list):
    """As above."""


class Number(int):
    """As above."""


def about(tag):
    """The same tag, of which a plugin knows more."""
    other = Tag(tag.name, tag.settings)
    other.about = "What it is about."
    return other


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([Record("a")], [Record("b")]),
        (datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 1, 2, tzinfo=UTC)),
        ({"b", "a"}, {"a"}),
        ({"x": [1, None]}, {"x": [1, 0]}),
        ({"x": 1, "y": 2}, {"y": 2, "x": 1}),
        (
            Tag("A b", {}),
            Tag("a-b", {}),
        ),
        (known := Tag("a", {"SLUG_REGEX_SUBSTITUTIONS": []}), about(known)),
    ],
)
def test_what_differs_is_told_apart(one, other):
    assert tell(one, str) == tell(one, str)
    assert tell(one, str) != tell(other, str)


@pytest.mark.parametrize(
    "value",
    [
        Lively("a"),
        Text("a"),
        List([1]),
        Number(1),
        [Text("a")],
        {"x": List([1])},
        (Number(1),),
        print,
        object(),
        [lambda: 1],
        {"x": open},
        {1: 2, "1": 3},
        {(1, 2): 3},
        SimpleNamespace(name="a", slug="a", count=1),
    ],
)
def test_what_is_no_data_is_not_told(value):
    with pytest.raises(NotToldError):
        tell(value, str)


def test_of_an_essay_everything_is_told_but_what_is_in_other_keys():
    essay = SimpleNamespace(title="A", settings=object(), feed_entry=object(), newer=SimpleNamespace(source_path="b"))
    essay.metadata = {"anchored": "<h2 id", "title": essay.title, "mood": "calm"}
    essay._page = Page(essay.metadata["anchored"])
    told = tell_content(essay, "<p>Words", lambda other: f"mentions {other.source_path}")
    assert told[1:] == ("<h2 id", "", "", "", "<p>Words")
    assert told[0] == '{"metadata":{"mood":"calm"},"newer":"mentions b","title":"A"}'


def staged(root, **texts):
    """A site in place, of these texts by name, each made by the key `key of NAME`; its stage for the next build."""
    place = place_of(root / "output", [])
    stage = Stage()
    build(place, stage, texts)
    begin(place)
    stage.open(place)
    return place, stage


def build(place, stage, texts):
    place.state.mkdir(exist_ok=True)
    begin(place)
    stage.open(place)
    for name, text in texts.items():
        if not stage.keep(name, f"key of {name}"):
            (place.fresh / name).parent.mkdir(parents=True, exist_ok=True)
            (place.fresh / name).write_text(text)
    files = {name: file for name, (_, file) in stage.files().items()}
    take_place(place, files, finish(place, files, "desk"))


def test_a_stage_keeps_what_was_made_of_the_same(tmp_path):
    place, stage = staged(tmp_path, one="1", two="2")
    assert stage.keep("one", "key of one")
    assert not stage.keep("two", "another key")
    assert not stage.keep("three", "key of one")
    (place.fresh / "two").write_text("two anew")
    files = stage.files()
    assert {name: Path(path).read_text() for name, (path, _) in files.items()} == {"one": "1", "two": "two anew"}
    kept = (place.site / "one").stat().st_ino
    listed = {name: file for name, (_, file) in files.items()}
    take_place(place, listed, finish(place, listed, "desk"))
    assert (place.site / "one").stat().st_ino == kept
    assert sorted(path.name for path in place.site.iterdir()) == sorted(["one", "two", MARK])


def test_on_a_disk_without_hard_links_what_is_kept_is_copied(tmp_path, monkeypatch):
    def link(*_, **__):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    place, stage = staged(tmp_path, one="1", two="2")
    monkeypatch.setattr(os, "link", link)
    build(place, stage, {"one": "1"})
    assert {path.name: path.read_text() for path in place.site.iterdir() if path.name != MARK} == {"one": "1"}
    assert (place.site / "one").stat().st_mtime_ns == (place.next / "one").stat().st_mtime_ns


def inodes(site):
    return {path.relative_to(site).as_posix(): path.stat().st_ino for path in site.rglob("*") if path.is_file()}


def test_of_the_site_before_the_last_only_what_is_still_right_becomes_the_next(tmp_path):
    """Whatever stands there, and however far a killed build has come with it."""
    place, stage = staged(tmp_path, one="1", two="2", three="3")
    build(place, stage, {"one": "1", "two/index": "2"})
    (place.site / "by hand").write_text("kept")
    (place.next / "two").unlink()
    (place.next / "two").mkdir(mode=0o700)
    (place.next / "two/old/older").mkdir(parents=True)
    (place.next / "two/old/page").write_text("nobody's")
    (place.next / "link").symlink_to(tmp_path)
    (place.next / "one").unlink()
    (place.next / "one").write_text("another file of this name")
    before = inodes(place.site)
    build(place, stage, {"one": "1", "two/index": "2", "four": "4"})
    assert {name: (place.site / name).read_text() for name in inodes(place.site) if name != MARK} == {
        "one": "1",
        "two/index": "2",
        "four": "4",
        "by hand": "kept",
    }
    assert inodes(place.site)["one"] == before["one"]
    assert {path.name for path in place.site.iterdir()} == {"one", "two", "four", "by hand", MARK}
    assert {path.stat().st_mode & 0o777 for path in (place.site, place.site / "two")} == {0o755}
    assert [path.name for path in (place.site / "two").iterdir()] == ["index"]


def test_what_was_a_folder_can_be_a_file_and_the_other_way_round(tmp_path):
    place, stage = staged(tmp_path, **{"a/b/c": "1", "d": "2"})
    for texts in ({"a": "1", "d/e": "2"}, {"a/b/c": "1", "d": "2"}, {"a": "1", "d/e": "2"}):
        build(place, stage, texts)
        assert inodes(place.site).keys() == {*texts, MARK}


def test_a_folder_that_is_new_as_a_whole_is_moved_as_a_whole(tmp_path):
    """To make one takes long; one that the next site has already, or of which a file is kept, stays where it is."""
    place, stage = staged(tmp_path, **{"old/kept": "1", "gone": "2"})
    begin(place)
    stage.open(place)
    assert stage.keep("old/kept", "key of old/kept")
    for name in ("new/index", "new/deep/index", "old/index", "old/new/index", "index"):
        (place.fresh / name).parent.mkdir(parents=True, exist_ok=True)
        (place.fresh / name).write_text(name)
    (place.fresh / "new/none/none").mkdir(parents=True)
    (place.fresh / "new").chmod(0o700)
    moved = {name: (place.fresh / name).stat().st_ino for name in ("new", "old/new")}
    files = {name: file for name, (_, file) in stage.files().items()}
    take_place(place, files, finish(place, files, "desk"))
    there = ["index", "new", "new/deep", "new/deep/index", "new/index", "old", "old/index", "old/kept"]
    assert sorted(path.relative_to(place.site).as_posix() for path in place.site.rglob("*")) == [
        *(*there, "old/new", "old/new/index", MARK),
    ]
    assert {name: (place.site / name).stat().st_ino for name in moved} == moved
    assert (place.site / "new").stat().st_mode & 0o777 == 0o755


def test_the_site_in_place_is_never_written_into(tmp_path):
    """It shares files with the next one as long as both are to have them."""
    place, stage = staged(tmp_path, one="1", two="2")
    build(place, stage, {"one": "1", "two": "2"})
    begin(place)
    stage.open(place)
    assert stage.keep("one", "key of one")
    (place.fresh / "two").write_text("2 anew")
    files = {name: file for name, (_, file) in stage.files().items()}
    finish(place, files, "desk")
    assert (place.site / "two").read_text() == "2"
    assert (place.next / "two").read_text() == "2 anew"
    assert (place.site / "one").stat().st_ino == (place.next / "one").stat().st_ino


@pytest.mark.parametrize("durable", [True, False])
def test_a_site_that_must_last_is_on_the_disk_before_it_is_shown(tmp_path, monkeypatch, durable):
    """With the list of its files: the register that comes after it knows what it made public."""
    place, stage = staged(tmp_path, one="1")
    (place.fresh / "two").write_text("2")
    files = {name: file for name, (_, file) in stage.files().items()}
    digest = finish(place, files, "desk")
    shown = []

    def to_disk(folder):
        shown.append((folder, sorted(each.name for each in place.site.iterdir()), place.next_files.exists()))

    monkeypatch.setattr("astro.staging.next_site._to_disk", to_disk)
    take_place(place, files, digest, durable=durable)
    assert shown == [(place.next, ["one", MARK], True)] * durable
    assert sorted(each.name for each in place.site.iterdir()) == [MARK, "two"]


def test_a_stage_keeps_nothing_that_is_in_doubt(tmp_path):
    place, stage = staged(tmp_path, one="1", two="2", three="3")
    assert stage.keep("one", "key of one")
    assert not stage.keep("one", "key of one")  # two pages at one address
    os.utime(place.site / "two")
    assert not stage.keep("two", "key of two")
    (place.site / "three").unlink()
    assert not stage.keep("three", "key of three")
    assert stage.files() == {}


@pytest.mark.parametrize("damage", ["", "{}", '{"site": "x"}', "[1]", '{"site": "SITE", "files": {"one": [1]}}'])
def test_without_its_list_a_site_is_written_anew(tmp_path, damage):
    place, stage = staged(tmp_path, one="1")
    place.files.write_text(damage.replace("SITE", digest_of({"one": File("", 0, 0).digest})))
    stage.open(place)
    assert not stage.keep("one", "key of one")


def test_a_list_with_another_digest_of_a_file_is_a_damaged_one(tmp_path):
    place, stage = staged(tmp_path, one="1", two="2")
    known = place.files.read_text()
    for name, file in read_list(known, mark_of(place.site)[0]).items():
        place.files.write_text(known.replace(file.digest, file.digest[::-1]))
        stage.open(place)
        assert not stage.keep(name, file.key)


@pytest.mark.parametrize("name", ["fresh", "last", "next", "files.json", "next-files.json"])
def test_what_is_of_another_kind_beside_a_site_is_taken_away(tmp_path, name):
    place, stage = staged(tmp_path, one="1")
    for make in (Path.mkdir, Path.touch, lambda path: path.symlink_to("nowhere")):
        path = place.state / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        make(path)
        build(place, stage, {"one": "1"})
        build(place, stage, {"one": "1"})
        assert sorted(path.name for path in place.site.iterdir()) == ["one", MARK]


def test_the_list_of_a_site_outlives_two_builds_that_are_killed(tmp_path):
    """The first right after the exchange, the next while it writes its own list: what is there by hand stays."""
    place, stage = staged(tmp_path, one="1")
    old = place.files.read_text()
    build(place, stage, {"one": "1", "two": "2"})
    place.files.rename(place.next_files)
    place.files.write_text(old)
    (place.site / "CNAME").write_text("by hand")
    begin(place)
    place.next_files.write_text("{")
    build(place, stage, {"one": "1"})
    assert sorted(path.name for path in place.site.iterdir()) == sorted(["CNAME", "one", MARK])


def test_a_list_that_cannot_be_moved_any_more_is_known_where_it_was_written(tmp_path):
    """The site is shown by then: nothing may fail, as the register has yet to follow."""
    place, stage = staged(tmp_path, one="1")
    (place.fresh / "two").write_text("2")
    files = {name: file for name, (_, file) in stage.files().items()}
    digest = finish(place, files, "desk")
    place.files.unlink()
    place.files.mkdir()
    take_place(place, files, digest)
    assert mark_of(place.site).digest == digest
    assert known_files(place) == files


def test_a_stage_that_was_not_opened_keeps_nothing():
    assert not Stage().keep("one", "key")
    assert Stage().files() == {}


def test_the_list_of_a_site_is_read_as_it_was_written():
    files = {"b": File("d" * 64, 1, 2, "key"), "a/ü": File("e" * 64, 3, 4)}
    assert read_list(write_list("site", files), "site") == files
    assert read_list(write_list("site", files), "another") is None
    assert read_list("[" * 100_000, "site") is None


@pytest.fixture
def crowd(project):
    """So many essays that their reading and their pages are spread over processes, of which there are three."""
    for number in range(240):
        name = f"2024-{1 + number // 28:02}-{1 + number % 28:02}-essay-{number:03}"
        words = " ".join(f"word{number * word % 1009}" for word in range(40))
        if number % 2:
            project.write(f"{name}.md", f"Title: Essay {number}\n\nOf {words}.\n\n## On *them*\n\nMore.\n")
        else:
            project.write(f"{name}.txt", f"Essay {number}\n\nOf {words}.\n")
    project.add_settings("import astro.spread\nastro.spread._processors = lambda: 3")
    return project


def test_processes_write_the_site_that_one_would_write(crowd):
    site = crowd.publish()
    before = files_of(site)
    assert {f"essay-{number:03}/index.{kind}" for number in range(240) for kind in ("html", "txt")} <= before.keys()
    shutil.rmtree(crowd.root / ".output.astro")
    shutil.rmtree(site)
    crowd.add_settings("astro.spread._processors = lambda: 1")
    assert files_of(crowd.publish()) == before


def test_a_fault_that_another_process_finds_is_said_once(crowd):
    """In reading, in rendering and in the check of what was rendered."""
    template = crowd.root / "theme/templates/article.html"
    source = template.read_text("utf-8")
    block = "{% block main %}\n"
    line = 2 + source.partition(block)[0].count("\n")
    template.write_text(source.replace(block, f"{block}{{{{ 1 // (article.slug != 'essay-003') }}}}\n"), "utf-8")
    done = crowd.run()
    assert done.returncode == 1
    fault, end = done.stderr.splitlines()
    assert fault.startswith(f"theme/templates/article.html:{line}: ZeroDivisionError")
    assert end == "1 problem; nothing was published, output/ is unchanged"
    template.write_text(source, "utf-8")
    crowd.write("2024-01-01-ape.md", "Title: Ape\nStatus: asleep\n\nA text.\n")
    done = crowd.run()
    assert (done.returncode, done.stderr.count("asleep")) == (1, 1)
    (crowd.essays / "2024-01-01-ape.md").unlink()
    crowd.write("2024-09-28-zebra.md", "Title: Zebra\n\nA link [to nothing](/nothing/).\n")
    done = crowd.run()
    assert (done.returncode, "content/essays/2024-09-28-zebra.md" in done.stderr) == (1, True)
    assert done.stderr.count("/nothing/") == 1


@pytest.mark.parametrize("output", [".", "content", "content/site"])
def test_no_site_takes_the_place_of_its_sources_or_one_in_them(tmp_path, output):
    (tmp_path / "content").mkdir()
    with pytest.raises(RefusedError):
        place_of(tmp_path / output, [tmp_path / "content"])


def test_a_small_file_leaves_nothing_of_one_that_was_killed(tmp_path):
    (tmp_path / ".x.json.new-abc").write_text("half")
    write_whole(tmp_path / "x.json", "whole")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"x.json": "whole"}


def test_a_small_file_is_on_the_disk_before_it_takes_the_place_of_the_old_one(tmp_path, monkeypatch):
    """And its name after that: a loss of power leaves the one or the other, whole."""
    (tmp_path / "x.json").write_text("old")
    synced = []

    def sync(file):
        is_folder = stat.S_ISDIR(os.fstat(file).st_mode)
        synced.append((is_folder or os.fstat(file).st_size, (tmp_path / "x.json").read_text()))

    monkeypatch.setattr(os, "fsync", sync)
    write_whole(tmp_path / "x.json", "a whole one")
    assert synced == [(11, "old"), (True, "a whole one")]


def test_a_small_file_that_cannot_be_written_leaves_the_old_one_alone(tmp_path, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "x.json").write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(tmp_path / "x.json", "new")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"x.json": "old"}


def test_a_folder_that_takes_no_file_is_named(tmp_path):
    """Not the file that was to be written on the way, which nobody has seen."""
    with pytest.raises(FileNotFoundError) as raised:
        write_whole(tmp_path / "gone/x.json", "whole")
    assert raised.value.filename == str(tmp_path / "gone")


def test_what_is_no_plain_file_has_no_digest(tmp_path):
    place, stage = staged(tmp_path, one="1")
    (place.fresh / "link").symlink_to(place.site / "one")
    assert stage.files()["link"][1].digest == ""
