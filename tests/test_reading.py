"""Reading in a real browser: with the keyboard, on a phone, on paper, in the dark, in any script, and the search."""

import re
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import POLLING, SEED_SLUG, SITEURL
from PIL import Image

TIDE = "how-to-read-a-tide-table"
KINDS = ["", SEED_SLUG, TIDE, "archives", "tag/space", "about", "zh/hongse-de-xiawu", "he/sand-and-stars"]
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
TYPES |= {".json": "application/json"}


@pytest.fixture
def open_page(chromium):
    """A function that opens an address in a window of its own."""
    contexts = []

    def opened(address, viewport=WIDE, **options):
        contexts.append(chromium.new_context(viewport=viewport, **options))
        page = contexts[-1].new_page()
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()


def headers_of(site, path):
    """What a host sends with a file of the public site, by its `_headers`."""
    sent = {"content-type": TYPES.get(Path(path).suffix, "application/octet-stream")}
    for rule in re.split(r"\n(?=/)", (site / "_headers").read_text("utf-8").strip()):
        pattern, *lines = rule.split("\n")
        if re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), path):
            sent |= {name.lower(): value for name, value in (line.strip().split(": ", 1) for line in lines)}
    return sent


@contextmanager
def windows(chromium, folder):
    """A function that opens a page of a public site as its host would send it; complaints of the browser are kept."""
    contexts = []

    def send(route):
        path = re.sub(r"[?#].*", "", route.request.url.removeprefix(SITEURL))
        file = folder / path.lstrip("/")
        file = file / "index.html" if file.is_dir() else file
        found = file.exists()
        body = (file if found else folder / "404.html").read_bytes()
        named = path if file.suffix not in ("", ".html") else f"{path}index.html"
        headers = headers_of(folder, named if found else "/404.html")
        route.fulfill(status=200 if found else 404, body=body, headers=headers)

    def opened(path, viewport=WIDE, **options):
        contexts.append(chromium.new_context(viewport=viewport, reduced_motion="reduce", **options))
        contexts[-1].route(f"{SITEURL}/**", send)
        page = contexts[-1].new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(f"{SITEURL}/{path}")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def public_page(chromium, full_public):
    """A function that opens a page of the public site with all fixtures."""
    with windows(chromium, full_public) as opened:
        yield opened


@pytest.fixture
def seed_page(chromium, public):
    """A function that opens a page of the public site as it is."""
    with windows(chromium, public) as opened:
        yield opened


def style(locator, name):
    return locator.evaluate(f"e => getComputedStyle(e)[{name!r}]")


def box(locator):
    return locator.bounding_box()


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
def test_a_page_is_read_with_the_keyboard_alone(open_page, site, viewport):
    """The first stop skips to the text; each stop is seen, has an outline, and none is a trap."""
    page = open_page(f"{site}/{TIDE}/", viewport)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert box(page.locator(".skip"))["y"] >= 0
    stops = []
    while (name := page.evaluate("document.activeElement.tagName")) != "BODY":
        focused = page.locator(":focus")
        assert style(focused, "outlineStyle") == "solid", focused.evaluate("e => e.outerHTML")
        place = box(focused)
        assert place["y"] + place["height"] > 0
        assert place["y"] < viewport["height"], focused.evaluate("e => e.outerHTML")
        stops.append((name, focused.evaluate("e => e.getAttribute('href') || e.className || e.tagName")))
        assert len(stops) < 100
        page.keyboard.press("Tab")
    assert {"#main", "scroll", "#the-rule-of-twelfths", "/tag/sea/"} <= {where for _, where in stops}


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
def test_the_skip_link_leads_to_the_text(open_page, site, viewport):
    page = open_page(f"{site}/{SEED_SLUG}/", viewport)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('.essay')")


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
def test_a_target_is_marked_and_not_at_the_very_edge(open_page, site, viewport):
    page = open_page(f"{site}/{SEED_SLUG}/#the-open-question", viewport)
    marked, other = page.locator("#the-open-question"), page.locator("#what-im-watching")
    assert 8 <= box(marked)["y"] <= 120
    assert style(marked, "backgroundColor") != style(other, "backgroundColor")


def test_a_target_is_marked_in_forced_colours(open_page, site):
    """Where backgrounds are taken away there is an outline."""
    page = open_page(f"{site}/{SEED_SLUG}/#the-open-question", forced_colors="active")
    assert style(page.locator("#the-open-question"), "outlineStyle") == "solid"
    assert style(page.locator("#what-im-watching"), "outlineStyle") == "none"


STILLS = """# Notes

A very long paragraph that asks whether they did?[^1]

### Deeper

#### Deepest

    code

[^1]: They did.

![a star]({static}/images/star.png)

![a sea]({static}/images/sea.jpg)
"""


def test_blocks_stand_where_they_belong(chromium, project):
    """A block is as near to its heading as a paragraph, and a heading nearer to one above it than to a section's."""
    images = project.root / "content/images"
    images.mkdir()
    Image.new("RGBA", (90, 90)).save(images / "star.png")
    Image.new("RGB", (90, 90)).save(images / "sea.jpg")
    project.write("2025-05-01-stills.md", f"Title: Stills\n\n{STILLS}")
    with windows(chromium, project.publish()) as opened:
        page = opened("stills/", PHONE, color_scheme="dark")
        first, second, code = page.locator("#deeper"), page.locator("#deepest"), page.locator(".scroll").first
        assert box(code)["y"] - box(second)["y"] - box(second)["height"] < 12
        assert box(second)["y"] - box(first)["y"] - box(first)["height"] < 20
        star, sea = page.locator("img").all()
        assert style(star, "backgroundColor") == "rgb(255, 253, 249)"
        assert style(star, "color") == "rgb(29, 28, 26)"
        assert style(sea, "backgroundColor") == "rgba(0, 0, 0, 0)"


def test_chinese_has_its_own_marks(chromium, project):
    """And code keeps the letters of code, in whatever language it is said to be."""
    text = "他说：“火星”……\n\n<pre>a | b</pre>\n\n<code lang='en'>x</code> <b lang='en'>Mars</b>\n"
    project.write("2025-05-01-mars.md", f"Lang: zh\nTitle: 火星\n\n{text}")
    with windows(chromium, project.publish()) as opened:
        page = opened("zh/mars/")
        families = [style(page.locator(each).first, "fontFamily") for each in (".essay p", "pre", ".essay code", "b")]
        assert [family.split(",")[0].strip('"') for family in families] == [
            *("Chinese marks", "ui-monospace", "ui-monospace", "Charter")
        ]


@pytest.mark.parametrize(("lang", "side"), [("en", -1), ("he", 1)])
def test_the_mark_of_a_note_holds_its_number(chromium, project, lang, side):
    text = f"Lang: {lang}\nTitle: A note\n\nWhat[^1]\n\n[^1]: They did.\n"
    project.write("2025-05-01-note.md", text)
    with windows(chromium, project.publish()) as opened:
        page = opened("note/#fn-1" if lang == "en" else f"{lang}/note/#fn-1", PHONE)
        beside = float(re.findall(r"(-?[\d.]+)px", style(page.locator("#fn-1"), "boxShadow"))[4])
        assert beside * side > 10


def test_no_line_begins_with_the_mark_of_a_note(chromium, project):
    """Browsers would break between a question mark and the number behind it."""
    project.write("2025-05-01-note.md", "Title: A note\n\nWhat did they see, and did they?[^1]\n\n[^1]: They did.\n")
    with windows(chromium, project.publish()) as opened:
        page = opened("note/")
        lines = page.locator(".footnote-ref").evaluate("""mark => {
          const before = mark.parentNode.previousSibling, range = document.createRange(), apart = [];
          range.setStart(before, before.length - 1); range.setEnd(before, before.length);
          for (let width = 100; width < 400; width += 4) {
            mark.closest('p').style.width = `${width}px`;
            if (mark.getBoundingClientRect().left < range.getBoundingClientRect().left) apart.push(width);
          }
          return apart }""")
        assert lines == []


def test_the_outline_is_closed_on_a_phone(open_page, site):
    page = open_page(f"{site}/{SEED_SLUG}/", PHONE)
    assert not page.locator(".outline ol").is_visible()
    page.locator(".outline summary").press("Enter")
    assert page.locator(".outline ol").is_visible()


@pytest.mark.parametrize("enabled", [True, False])
def test_the_outline_follows_the_reading(open_page, site, enabled):
    """In the margin it stands open, stays in view, and marks the section that is read; nothing moves for it."""
    heights = set()
    page = open_page(f"{site}/{SEED_SLUG}/", java_script_enabled=enabled)
    outline = page.locator(".outline")
    assert page.locator(".outline ol").is_visible()
    assert box(outline)["x"] + box(outline)["width"] <= box(page.locator("h1"))["x"]
    for id_ in ("why-this-matters-beyond-the-benchmarks", "what-im-watching"):
        page.goto(f"{site}/{SEED_SLUG}/#{id_}")
        page.wait_for_timeout(100)
        links = page.locator(".outline a")
        marked = links.evaluate_all(
            "all => all.filter(e => getComputedStyle(e).webkitTextStrokeWidth != '0px').map(e => e.hash)"
        )
        assert marked == [f"#{id_}"]
        assert len(set(links.evaluate_all("all => all.map(e => getComputedStyle(e).fontWeight)"))) == 1  # none is wider
        heights.add(box(outline)["height"])
        assert 0 <= box(outline)["y"] < 100
    assert len(heights) == 1


def test_the_contents_in_the_margin_are_no_control(open_page, site):
    """They stand open there: nothing says that they are closed, and no stop of the keyboard does nothing.

    What names them is not read out a second time.
    """
    page = open_page(f"{site}/{SEED_SLUG}/")
    assert page.get_by_role("navigation", name="Contents").is_visible()
    assert not page.locator(".outline summary").is_visible()
    assert page.locator(".outline").evaluate("e => getComputedStyle(e, '::before').content") == '"Contents" / ""'


@pytest.mark.parametrize("kind", [SEED_SLUG, "zh/hongse-de-xiawu", "he/sand-and-stars"])
def test_the_margins_fit_where_they_begin(open_page, site, kind):
    page = open_page(f"{site}/{kind}/", {"width": 1248, "height": 800})
    note = "<div class=sidenote>A note.</div>"
    page.locator(".essay").evaluate("(essay, html) => essay.insertAdjacentHTML('afterbegin', html)", note)
    note = box(page.locator(".sidenote").first)
    assert note["x"] >= 0
    assert note["x"] + note["width"] <= 1248


@pytest.mark.parametrize("path", ["", f"{SEED_SLUG}/", f"{TIDE}/"])
def test_nothing_changes_without_script(open_page, site, path):
    """Not a word and not a pixel."""
    pages = [open_page(f"{site}/{path}", java_script_enabled=enabled) for enabled in (True, False)]
    one, other = [(page.locator("body").inner_text(), page.screenshot()) for page in pages]
    assert one == other


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_first_essay_prints_on_two_pages(open_page, site, paper):
    """From dark mode too, and on white."""
    page = open_page(f"{site}/{SEED_SLUG}/", color_scheme="dark")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper))) == 2
    page.emulate_media(media="print", color_scheme="dark")
    assert style(page.locator("html"), "backgroundColor") == "rgb(255, 255, 255)"
    assert style(page.locator(".essay p").first, "color") == "rgb(0, 0, 0)"
    hidden = page.locator("header.site nav, .outline, .anchor-link, .skip")
    assert not any(each.is_visible() for each in hidden.all())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_not_wider_than_the_column_has_no_shade(open_page, site, scheme):
    """Also where the column ends within a pixel."""
    page = open_page(f"{site}/{SEED_SLUG}/", PHONE, color_scheme=scheme)
    table = "<section class=scroll id=small><table><tr><td>1</td></tr></table></section>"
    page.locator(".essay").evaluate("(essay, html) => essay.innerHTML = html", table)
    shown = Image.open(BytesIO(page.locator("#small").screenshot())).convert("RGB")
    assert len(shown.crop((shown.width // 2, 0, *shown.size)).getcolors()) == 1


@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize("name", ["favicon.svg", "x.webp", "X.PNG"])
def test_a_drawing_has_its_paper_in_the_dark(open_page, site, name, forced):
    page = open_page(f"{site}/{SEED_SLUG}/", color_scheme="dark", forced_colors=forced)
    page.locator(".essay").evaluate(f"essay => essay.innerHTML = '<img id=drawn alt=x src=/{name}>'")
    assert style(page.locator("#drawn"), "backgroundColor") == "rgb(255, 253, 249)"


@pytest.mark.parametrize("media", ["screen", "print"])
def test_classes_that_an_essay_brings_hide_nothing(open_page, site, media):
    """As other tools' notes, lists and links have them."""
    page = open_page(f"{site}/{SEED_SLUG}/")
    page.emulate_media(media=media)
    brought = "".join(f"<p class={name}>Words.</p>" for name in ("footnote", "outline", "turn", "skip", "meta"))
    brought += "<ul class=tags id=brought><li>Words.</li></ul><div class=footnote><ol><li>Words.</li></ol></div>"
    page.locator(".essay").evaluate("(essay, html) => essay.innerHTML = html", brought)
    places = page.locator(".essay > *").evaluate_all("all => all.map(e => e.checkVisibility() ? e.offsetLeft : -1)")
    assert (len(places), len({*places})) == (7, 1), places
    assert min(page.locator(".essay > *").evaluate_all("all => all.map(e => e.offsetTop)")) >= 0


def test_what_is_folded_is_printed(open_page, site):
    page = open_page(f"{site}/{SEED_SLUG}/")
    folded = "<details><summary>More</summary><p id=folded>Words.</p></details>"
    page.locator(".essay").evaluate("(essay, html) => essay.insertAdjacentHTML('afterbegin', html)", folded)
    shown = "() => document.getElementById('folded').checkVisibility({contentVisibilityAuto: true})"
    assert not page.evaluate(shown)
    page.emulate_media(media="print")
    page.wait_for_function(shown, polling=POLLING)
    assert box(page.locator("#folded"))["height"] > 0


def test_a_tall_picture_is_printed_on_one_page(open_page, site):
    page = open_page(f"{site}/{SEED_SLUG}/")
    page.locator(".essay").evaluate("""async essay => {
        const canvas = Object.assign(document.createElement("canvas"), { width: 300, height: 1800 });
        const picture = Object.assign(new Image(300, 1800), { id: "tall", src: canvas.toDataURL() });
        await picture.decode();
        essay.prepend(picture);
    }""")
    assert box(page.locator("#tall"))["height"] == 1800
    page.emulate_media(media="print")
    page.wait_for_function(
        "() => document.getElementById('tall').getBoundingClientRect().height < 900", polling=POLLING
    )


@pytest.mark.parametrize("kind", [*KINDS, "404.html"])
@pytest.mark.parametrize("width", [320, 640])
def test_pages_flow_when_enlarged(open_page, site, kind, width):
    """At 320 pixels, and at 200 % of a window of 1280, nothing is scrolled sideways but tables and code."""
    page = open_page(f"{site}/{kind}", {"width": width, "height": 400})
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_wide_matter_scrolls_by_itself(open_page, site):
    page = open_page(f"{site}/{TIDE}/", PHONE)
    code = page.get_by_role("group", name="Code 1")
    before, after = code.evaluate("e => [e.scrollLeft, (e.focus(), e.scrollBy(50, 0), e.scrollLeft)]")
    assert (before, after) == (0, 50)


def test_code_scrolls_where_words_run_from_the_right(open_page, site):
    page = open_page(f"{site}/he/sand-and-stars/", PHONE)
    code = "<section class=scroll id=code><pre>" + "x = 1; " * 40 + "</pre></section>"
    page.locator(".essay").evaluate("(essay, html) => essay.innerHTML = html", code)
    assert page.locator("#code").evaluate("e => (e.scrollBy(50, 0), e.scrollLeft)") == 50


WIDE_TABLES = {
    "words": ("<td data-align=right data-long>" + "A remark that is a sentence of its own. " * 3) * 3,
    "code": ("<td><code>averyveryverylongwordinsomecode_that_has_no_break</code>") * 4,
    "addresses": ("<td><a class=bare>https://example.org/this/is/a/very/long/address/that/goes/on</a>") * 3,
    "columns": "<td>spectropolarimeters" * 12,
}
EIGHT_COLUMNS = """<tr><th>Instrument<th>Aperture in metres<th>First light<th>Cost in millions<th>Remarks
<th>Another column<th>And another one<th>Last<tr><td>Hubble<td>2.4<td>1990<td>4,700
<td>ultraviolet, optical and near infrared, mended by hand five times<td>words<td>observatories<td>end"""


@pytest.mark.parametrize("cells", WIDE_TABLES.values(), ids=WIDE_TABLES)
def test_a_wide_table_has_all_its_words_on_paper(open_page, site, cells):
    page = open_page(f"{site}/{SEED_SLUG}/", {"width": 620, "height": 800})  # A4 between its margins
    table = f"<section class=scroll><table id=wide><tr>{cells}</table></section>"
    page.locator(".essay").evaluate("(essay, html) => essay.innerHTML = html", table)
    page.emulate_media(media="print")
    assert box(page.locator("#wide"))["width"] <= box(page.locator(".essay"))["width"]


def test_no_word_of_a_table_of_eight_columns_is_cut_on_paper(open_page, site):
    page = open_page(f"{site}/{SEED_SLUG}/", {"width": 620, "height": 800})
    table = f"<section class=scroll><table id=wide>{EIGHT_COLUMNS}</table></section>"
    page.locator(".essay").evaluate("(essay, html) => essay.innerHTML = html", table)
    page.emulate_media(media="print")
    assert box(page.locator("#wide"))["width"] <= box(page.locator(".essay"))["width"]
    cut = """cells => cells.flatMap(cell => [...cell.textContent.matchAll(/\\S+/g)].filter(word => {
      const range = document.createRange();
      range.setStart(cell.firstChild, word.index);
      range.setEnd(cell.firstChild, word.index + word[0].length);
      return range.getClientRects().length > 1;
    }).map(word => word[0]))"""
    assert page.locator("#wide :is(th, td)").evaluate_all(cut) == []


def test_notes_stand_beside_their_words(open_page, site):
    """In the margin where there is one, else at the end; never in both places."""
    page = open_page(f"{site}/{TIDE}/")
    note, words = page.locator(".sidenote").first, page.locator(".essay p").first
    assert box(note)["x"] >= box(words)["x"] + box(words)["width"]
    assert box(words)["y"] <= box(note)["y"] <= box(words)["y"] + box(words)["height"]
    assert not page.locator(".footnote").is_visible()
    page.set_viewport_size(PHONE)
    assert not note.is_visible()
    assert page.locator(".footnote li").first.is_visible()
    back = box(page.locator(".footnote-backref").first)
    assert min(back["width"], back["height"]) >= 24, "a finger finds it"


@pytest.mark.parametrize("name", ["", "archives/", f"{TIDE}/"])
def test_a_finger_finds_the_links_of_a_list(open_page, site, name):
    links = open_page(f"{site}/{name}", PHONE).locator(":is(.newest, .archive, .related) a").all()
    assert links
    assert [link.inner_text() for link in links if box(link)["height"] < 24] == []


LAST_LINES = """() => [...Array(40).keys()].flatMap((i) => [...document.querySelectorAll(".essay > p")].map((p) => {
  p.style.width = `${400 + 7 * i}px`;
  const text = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let last = "", top = null;
  while (text.nextNode()) for (let at = 0; at < text.currentNode.length; at++) {
    range.setStart(text.currentNode, at);
    range.setEnd(text.currentNode, at + 1);
    const box = range.getBoundingClientRect();
    if (box.height > 10 && (top === null || box.top > top + 12)) [last, top] = ["", box.top];
    last += text.currentNode.data[at];
  }
  return last;
}))"""


def test_a_note_leaves_the_lines_of_its_paragraph_as_they_are(open_page, site):
    """The browser keeps a last line from being one word, beside a note too; the lines hold no word of the note."""
    page = open_page(f"{site}/{TIDE}/")
    beside = page.evaluate(LAST_LINES)
    page.locator(".sidenote").evaluate_all("notes => notes.forEach((note) => note.remove())")
    assert beside == page.evaluate(LAST_LINES)


def test_the_public_essay_begins_on_the_first_screen_of_a_phone(public_page):
    """The public site has more in its header than the desk's; the first line of the essay is still above 300 pixels."""
    page = public_page(f"{SEED_SLUG}/")
    page.set_viewport_size(PHONE)
    assert box(page.locator(".essay p").first)["y"] <= 300


@pytest.mark.parametrize("path", [f"{TIDE}/#fnref-weight", f"{TIDE}/#fnref2-weight"])
def test_the_number_of_a_note_shows_it(open_page, site, path):
    """Beside what is read, also where its copy stands far above; the page stays, and the arrow puts the note away."""
    page = open_page(f"{site}/{path}", reduced_motion="reduce")
    before = page.evaluate("scrollY")
    page.locator(":target > .footnote-ref").press("Enter")
    note, column = page.locator(".footnote li:target"), page.locator("main")
    assert "two add up" in note.inner_text()
    assert box(note)["x"] >= box(column)["x"] + box(column)["width"]
    assert 0 <= box(note)["y"] <= WIDE["height"] - box(note)["height"]
    assert page.evaluate("scrollY") == before
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("role") == "doc-backlink"
    page.keyboard.press("Enter")
    assert not page.locator(".footnote li").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_of_code_can_be_read(open_page, site, scheme):
    """7 to 1 in both schemes (WCAG AAA)."""
    page = open_page(f"{site}/{TIDE}/", color_scheme=scheme)
    paper = luminance(style(page.locator("html"), "backgroundColor"))
    colours = page.locator("pre span").evaluate_all("all => [...new Set(all.map(e => getComputedStyle(e).color))]")
    assert len(colours) == 4
    for colour in colours:
        dark, light = sorted((luminance(colour), paper))
        assert (light + 0.05) / (dark + 0.05) >= 7, colour


def luminance(colour):
    """Relative luminance of `rgb(r, g, b)` as WCAG defines it."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_hebrew_runs_from_the_right(open_page, site):
    """The page is mirrored as a whole."""
    page = open_page(f"{site}/he/sand-and-stars/")
    column = box(page.locator("main"))
    right = page.locator("h1").evaluate(
        "e => { const r = document.createRange(); r.selectNodeContents(e); return r.getBoundingClientRect().right }"
    )
    assert abs(right - column["x"] - column["width"]) < 2
    assert box(page.locator(".name"))["x"] > box(page.locator("header nav"))["x"]


def test_chinese_has_its_measure(open_page, site):
    """At most 40 of its characters a line, more leading, and strict rules of breaking."""
    page = open_page(f"{site}/zh/hongse-de-xiawu/")
    text = page.locator(".essay p").first
    size = float(style(text, "fontSize").removesuffix("px"))
    assert 30 <= box(text)["width"] / size <= 40
    assert style(text, "lineBreak") == "strict"
    assert float(style(text, "lineHeight").removesuffix("px")) / size >= 1.7


def test_the_measure_of_english(open_page, site, public_page, seed_page):
    """60 to 70 characters a line, at least 36 on a phone, none over 75, and no last line of one word; at home too."""
    script = """all => all.flatMap(p => { const range = document.createRange(), lines = []; const walker =
      document.createTreeWalker(p, NodeFilter.SHOW_TEXT); for (let n; n = walker.nextNode();) for (let i = 0; i <
      n.length; i++) { range.setStart(n, i); range.setEnd(n, i + 1); const y = range.getBoundingClientRect().bottom;
      if (!lines.length || Math.abs(lines.at(-1).y - y) > 8) lines.push({y, text: ''}); lines.at(-1).text += n.data[i];
      } return [lines.map(line => line.text.trim())] })"""
    for viewport, least, most in ((WIDE, 60, 70), (PHONE, 36, 50)):
        homes = [window("") for window in (public_page, seed_page)]
        for home in homes:
            home.set_viewport_size(viewport)
        page = open_page(f"{site}/{SEED_SLUG}/", viewport)
        of_homes = [home.locator("main > p, .newest > p:not(.meta)").evaluate_all(script) for home in homes]
        for paragraphs in (*of_homes, page.locator(".essay p").evaluate_all(script)):
            lines = [len(line) for paragraph in paragraphs for line in paragraph[:-1]]
            assert least <= sum(lines) / len(lines) <= most
            assert max(lines) <= 75
            assert not [paragraph for paragraph in paragraphs if len(paragraph) > 1 and " " not in paragraph[-1]]
        assert box(page.locator(".essay p").first)["y"] <= 300


@pytest.mark.parametrize("viewport", [{"width": 280, "height": 700}, PHONE, WIDE], ids=["narrow", "phone", "wide"])
def test_no_word_is_wider_than_the_page(chromium, project, viewport):
    """In a heading, the outline, a tag, the names of the essays before and after; nothing scrolls sideways."""
    word = "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung"
    parts = "".join(f"\n## {name} {word}\n\nA text.\n" for name in ("Die", "Eine", "Keine"))
    for number in range(3):
        header = f"Title: {word} {number}\nTags: {word}s, b\nRelated: none\n"
        project.write(f"2025-05-0{number + 1}-e{number}.md", header + parts)
    with windows(chromium, project.publish()) as opened:
        page = opened("e1/")
        page.set_viewport_size(viewport)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        assert page.locator(".outline").evaluate("e => e.scrollWidth <= e.clientWidth")
        assert page.locator(".turn a, .tags a").count() == 4


def test_a_bare_address_is_not_turned_round(chromium, project):
    """Its slashes and dots stand as they are read, also where the words run the other way."""
    project.write("2025-05-01-ar.txt", "Lang: ar\n\nعنوان\nزوروا https://example.org/ أو غيره.\n")
    with windows(chromium, project.publish()) as opened:
        places = (
            opened("ar/ar/")
            .locator(".bare")
            .evaluate("""e => [0, e.firstChild.length - 1].map(i => {
          const range = document.createRange(); range.setStart(e.firstChild, i); range.setEnd(e.firstChild, i + 1);
          return range.getBoundingClientRect().left })""")
        )
        assert places[0] < places[1]


def test_the_search_leads_to_the_section(public_page):
    """Its result names the section, and its link lands there; the browser reports nothing."""
    page = public_page("search/")
    page.get_by_label("Words to look for").fill("hiring patterns")
    link = page.get_by_role("link", name="What I’m watching")
    link.wait_for()
    link.click()
    page.wait_for_url(f"{SITEURL}/{SEED_SLUG}/#what-im-watching")
    assert 0 <= box(page.locator("#what-im-watching"))["y"] < 800
    assert page.complaints == []


def test_the_search_says_a_title_once(chromium, project):
    """What it shows of a text that begins with the title, as all do, goes on below it."""
    project.write("2025-05-01-rust.txt", "Rust: an end\nAll iron comes to it.\n")
    filler = " ".join(f"Word{i}." for i in range(60))
    project.write("2025-05-02-plain.txt", f"Plain\n{filler} Plain words of xylotone stand here.\n")
    with windows(chromium, project.publish()) as opened:
        for words in ("rust", "iron"):
            item = opened(f"search/?q={words}").locator(".results > li")
            item.wait_for()
            assert item.inner_text().split("\n")[0] == "Rust: an end"
            assert item.locator("p").all_inner_texts() == ["All iron comes to it. …"]
        item = opened("search/?q=%3Cxylotone%3E+%2Bstand").locator(".results > li")  # symbols as they may be copied
        item.wait_for()
        assert "Plain words of xylotone" in item.inner_text()


@pytest.mark.parametrize("words", ["火星", "החול"])
def test_the_search_knows_every_language(public_page, words):
    page = public_page(f"search/?q={words}")
    page.locator(".results h2").wait_for()
    assert page.locator(".results h2").count() == 1
    item = page.locator(".results > li")
    assert (item.get_attribute("lang"), item.get_attribute("dir")) == {"火": ("zh", "ltr"), "ה": ("he", "rtl")}[
        words[0]
    ]


def test_the_search_of_a_blog_in_the_language_of_a_region(chromium, project):
    """Its index is that of the region; words of another language are looked for by their own stems."""
    project.add_settings("DEFAULT_LANG = 'en-gb'")
    project.write("2025-05-01-planetas.txt", "Lang: pt-br\n\nPlanetas\nMundos distantes.\n")
    project.write("2025-05-02-sahra.txt", "Lang: ar\n\nالصحراء\nالنجوم فوق الرمال.\n")
    with windows(chromium, project.publish()) as opened:
        for words in ("hiring", "distantes", "distante", "الصحراء", "النجوم"):
            page = opened(f"search/?q={words}")
            page.locator(".results h2").first.wait_for()
            assert page.locator(".results h2").count() == 1


def test_the_search_does_not_know_what_is_not_listed(public_page):
    page = public_page("search/?q=swordfish")
    page.get_by_text("0 pages").wait_for()


def test_a_search_that_cannot_be_fetched_is_tried_again(public_page):
    page = public_page("search/")
    page.route("**/pagefind.js*", lambda route: route.abort())
    field = page.get_by_label("Words to look for")
    field.fill("tide")
    page.locator("#search-found", has_text="could not be fetched").wait_for()
    page.unroute("**/pagefind.js*")
    field.fill("tides")
    page.locator("#search-results > li").first.wait_for()
    assert "page" in page.locator("#search-found").inner_text()


def test_the_search_without_script(public_page):
    """It says what to do, and shows no field that does nothing."""
    page = public_page("search/", java_script_enabled=False)
    assert "search that page with your browser" in page.locator("main").inner_text()
    assert not page.locator("form").is_visible()


@pytest.mark.parametrize("kind", [*KINDS, "search", "nothing-here"])
def test_the_policy_lets_every_page_be(public_page, kind):
    """Under the headers of the host a page loads all it needs, keeps nothing, and nothing is reported."""
    page = public_page(f"{kind}/".lstrip("/"))
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    reported = [each for each in page.complaints if kind != "nothing-here" or "status of 404" not in each]
    assert reported == []
    assert style(page.locator("main"), "maxWidth") != "none"
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("kind", [*KINDS, "search", "404.html"])
def test_axe_finds_nothing(public_page, kind):
    """All its rules - A, AA, AAA, best practice, experimental - on a phone in the dark and on a desk in the light."""
    page = public_page(kind if "." in kind else f"{kind}/".lstrip("/"))
    axe = Axe()
    page.evaluate(axe.axe_script)
    names = page.evaluate("axe.getRules().map(rule => rule.ruleId)")
    assert len(names) > 90
    for viewport, scheme in ((PHONE, "dark"), (WIDE, "light")):
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        found = axe.run(page, options={"rules": {name: {"enabled": True} for name in names}})
        assert found.violations_count == 0, found.generate_report()
