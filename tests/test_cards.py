"""The pictures that the build draws: share cards of any title, and the icons."""

import shutil
import unicodedata
from io import BytesIO
from types import SimpleNamespace

import pytest
from astro import cards, spread
from astro.cards import _fonts
from astro.cards.card import EDGE, HEIGHT, WIDTH, Card, draw_card, fit
from astro.cards.letters import font_of, runs, settable, width
from conftest import ROOT, SEED_SLUG, SITEURL, files_of
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, features

FONTS = list(map(str, _fonts()))
TAGLINE = "Thinking about AI, robots, space, and the future. Writing it down so I don't forget."
TITLES = [
    "One",
    "DeepSeek R1 and the moment China showed it",
    "红色的下午：谁来记住这些没有下雨的日子",
    "חול וכוכבים and R1",
    "الرمل والنجوم في DeepSeek R1 2025",
    "रेत और तारे",
    "Песок и звёзды",
    "Rockets 🚀 and ∑ → x",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenfabrik",
    "A title that goes on and on. " * 20,
    "谁来记住这些下午" * 40,
    "บันทึกเรื่องการเดินทางไปเชียงใหม่ในหน้าหนาวและสิ่งที่ฉันได้เรียนรู้จากผู้คนที่ฉันพบระหว่างทางกลับกรุงเทพมหานคร",
    "ការអានសៀវភៅយឺតៗមានប្រយោជន៍",
]


def opened(path):
    return Image.open(BytesIO(path.read_bytes()))


@pytest.mark.parametrize("title", TITLES)
def test_any_title_fits(title):
    """Every line is within the card, and the title is cut only where even small letters do not suffice."""
    lines = fit(title, FONTS)
    assert sum(size * 1.22 for _, size in lines) <= 330
    assert all(width(line, size, FONTS) <= WIDTH - 160 for line, size in lines)
    shown = "".join(line.replace(" ", "") for line, _ in lines)
    assert shown == title.replace(" ", "") or (shown.endswith("…") and len(shown) > 100)


@pytest.mark.parametrize("title", TITLES)
def test_every_letter_has_a_font(title):
    """No box stands for a letter."""
    assert "".join(run for _, run in runs(title, FONTS)) == title
    for path, run in runs(title, FONTS):
        font = font_of(path, 40)
        boxes = bytes(font.getmask("\U0010fffe"))
        assert [letter for letter in run if letter != " " and bytes(font.getmask(letter)) == boxes] == []


def test_a_date_beside_a_name_of_the_other_direction_keeps_its_own():
    """Its day, month and year were in another order, of a short name at least."""
    date = "21 March 2025"
    end = round(width(date, 32, FONTS))
    place = (EDGE + 60, HEIGHT - EDGE - 62, EDGE + 60 + end, HEIGHT - EDGE - 20)
    shown = draw_card(Card("T", date, "fa", "دفترِ شب", ""), FONTS).crop(place)
    assert shown.tobytes() == draw_card(Card("T", "", "en", date, ""), FONTS).crop(place).tobytes()


def test_titles_of_two_scripts_run_the_right_way():
    """A Hebrew title stands at the right edge, a Latin one at the left."""
    for title, edge in (("חול", "right"), ("Sand", "left"), ("חול is sand", "left")):
        image = draw_card(Card(title, "", "en", "astro", ""), FONTS).convert("L").crop((0, 0, WIDTH, 250))
        left, _, right, _ = image.point(lambda value: 255 if value < 128 else 0).getbbox()
        assert (left > WIDTH / 2) == (edge == "right")
        assert (right > WIDTH / 2) == (edge == "right")


def test_a_title_runs_as_its_language_does():
    """Also where most of its letters are of another one, or the site's name stands for it."""
    for card in (Card("C++ و Python", "", "ar", "astro", ""), Card("", "", "he", "חול", "")):
        image = draw_card(card, FONTS).convert("L").crop((0, 0, WIDTH, 250))
        assert image.point(lambda value: 255 if value < 128 else 0).getbbox()[0] > 3 * EDGE


def test_a_letter_of_two_has_the_font_of_both():
    """One that has neither would draw two boxes."""
    assert {font for font, _ in runs("ทำ", FONTS)} == {font for font, _ in runs("ท", FONTS)}


@pytest.mark.parametrize(
    ("title", "drawn"),
    [
        ("[t\u0361s] n\u032a", "[t\u0361s] n\u032a"),  # by a font that has both, not the first one with the letter
        ("a\u20d7 b", "a b"),  # an arrow above, which none has
        ("1\ufe0f\u20e3 b", "1\ufe0f\u20e3 b"),
        ("\u0301a", "a"),
        ("བོད", ""),
    ],
)
def test_no_circle_stands_for_a_mark(title, drawn):
    """Nor a box; a letter and its marks are drawn by one font."""
    found = runs(title, FONTS)
    assert "".join(run for _, run in found) == drawn
    assert all(not unicodedata.combining(run[0]) for _, run in found)


def test_a_title_with_letters_that_no_font_has():
    """Its plainer form is drawn, else the site's name; one that is half there would mislead."""
    bare, of_name = (draw_card(Card(each, "", "en", "astro", ""), FONTS) for each in ("X and A", ""))
    assert draw_card(Card("𝕏 and 𝒜", "", "en", "astro", ""), FONTS).tobytes() == bare.tobytes()
    assert settable("Math 𝓐 and ℵ", FONTS) == "Math A and ℵ"  # the other one is drawn as it is
    assert draw_card(Card("ᏣᎳᎩ and A", "", "en", "astro", ""), FONTS).tobytes() == of_name.tobytes()


def test_marks_stand_as_the_title_runs():
    """What ends a Hebrew title stands at its left, also behind a Latin word."""
    title = "חול וכוכבים GPT"
    ((_, size),) = fit(title, FONTS)
    edge = WIDTH - EDGE - int(width(title, size, FONTS)) + 2
    one, other = (draw_card(Card(each, "", "en", "astro", ""), FONTS).convert("L") for each in (title, f"{title}!"))
    assert one.crop((edge, 0, WIDTH, 250)).tobytes() == other.crop((edge, 0, WIDTH, 250)).tobytes()
    assert one.crop((0, 0, edge, 250)).tobytes() != other.crop((0, 0, edge, 250)).tobytes()


def test_no_line_of_japanese_begins_with_a_mark_or_ends_with_a_bracket():
    for title in ("長い題名の庭について、", "庭「は」", "庭ー", "庭ょ"):
        for start in range(1, 60):
            lines = [line for line, _ in fit("字" * start + title * 3, FONTS)]
            assert not any(line[0] in "、」ーょ" or line[-1] == "「" for line in lines)


@settings(max_examples=10)
@given(st.text(max_size=300))
def test_no_title_breaks_a_card(title):
    assert draw_card(Card(title, "1 May 2025", "en", "astro", TAGLINE), FONTS).size == (WIDTH, HEIGHT)


def test_processes_draw_what_one_would_draw(tmp_path, monkeypatch):
    """Each picture once: from then on it is kept, also for another essay of the same words."""
    drawn = tmp_path / "drawn"

    def draw(*words):
        with drawn.open("a") as file:
            file.write("x")
        return repr(words).encode()

    words = {f"{number}/card.png": (f"Essay {number % 18}", "1 May 2025", "en") for number in range(20)}
    monkeypatch.setattr(cards, "WORDS", words)
    monkeypatch.setattr(cards, "_draw_card", draw)
    found = []
    for processors in (1, 3, 3):
        root = tmp_path / f"{processors}"
        shutil.copytree(ROOT / "content/extra", root / "content/extra", dirs_exist_ok=True)
        monkeypatch.setattr(spread, "_processors", lambda processors=processors: processors)
        settings = {"SITEURL": SITEURL, "SITENAME": "astro", "PATH": root / "content", "CACHE_PATH": root / "kept"}
        cards.write_pictures(SimpleNamespace(output_path=root / "output", settings=settings))
        found.append(files_of(root / "output"))
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 20 + 4
    assert drawn.read_text() == "x" * 18 * 2


def test_cards_are_drawn_anew_by_other_code():
    """Also by that which says in what direction a title runs."""
    assert all(f"def {name}(" in cards._drawn_by() for name in ("direction", "draw_card", "runs"))


def test_a_machine_that_can_set_more_draws_anew(monkeypatch):
    """A title in Arabic is left out without FriBiDi; the card without it is not kept once that is installed."""
    keys = []
    for version in (None, "1.0.8"):
        cards._set_by.cache_clear()
        monkeypatch.setattr(features, "version", lambda _, found=version: found)
        keys.append((cards._key("card", "الرمل"), cards._key("icon", "x")))
    cards._set_by.cache_clear()
    assert keys[0][0] != keys[1][0]
    assert keys[0][1] == keys[1][1]


def test_cards_of_the_site(full_public):
    """Each published essay has one of 1200 x 630 pixels and at most 20 KB; others have none."""
    cards = {path.parent.relative_to(full_public).as_posix() for path in full_public.rglob("card.png")}
    assert {".", SEED_SLUG, "zh/hongse-de-xiawu"} <= cards
    assert "between-us" not in cards
    for path in full_public.rglob("card.png"):
        assert opened(path).size == (1200, 630), path
        assert path.stat().st_size <= 20_000, path


def test_icons_are_drawn_from_the_one_svg(desk):
    """In the sizes that browsers and phones ask for; phones get one that fills its square."""
    assert opened(desk / "favicon.ico").info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    for name, side in (("apple-touch-icon", 180), ("icon-192", 192), ("icon-512", 512)):
        icon = opened(desk / f"{name}.png").convert("RGB")
        assert icon.size == (side, side)
        assert icon.getpixel((0, 0)) == (255, 253, 249)
        red, _, blue = icon.getpixel((side // 2, side // 2))
        assert blue > red + 50


def test_an_icon_that_is_no_svg_is_named(project):
    (project.root / "content/extra/favicon.svg").write_text("a star", "utf-8")
    done = project.run()
    assert done.returncode == 1
    assert done.stderr.startswith("content/extra/favicon.svg:1: is no SVG that icons can be drawn from (")
    (project.root / "content/extra/favicon.svg").write_text(
        '<svg viewBox="0 0 9 9"><text y="9">🎯</text></svg>', "utf-8"
    )
    assert project.run().stderr.startswith(
        "content/extra/favicon.svg:1: has <text>, of which icons would show nothing; "
    )
