"""Essays in plain text: all that stand with the tests, any others, and how they are read."""

from astro.plain_text.body import parse_body
from astro.plain_text.essay import Line
from astro.plain_text.parse import parse
from conftest import CASES, ROOT, SEED
from hypothesis import strategies as st

PLAIN = [
    *CASES.glob("plain_text/*/*.txt"),
    *CASES.glob("sections/*/essay.txt"),
    *(ROOT / "tests/essays").glob("*.txt"),
    SEED,
]
LINES = st.lists(
    st.tuples(
        st.sampled_from(
            ["", "", "", "## ", "### ", "###### ", "- ", "1. ", "> ", "* * *", "https://a.example/?b='c&d"]
        ),
        st.text(
            st.sampled_from("ab Zé’'\"<>&;#中\u00a0🚀-") | st.characters(exclude_categories=["Cc", "Cs"]), max_size=12
        ),
    ).map("".join),
    max_size=12,
)

PATH = "content/essays/2025-01-20-some-slug.txt"
LONG = " ".join(["A sentence that goes on and on."] * 5)
WRAPPED = (
    "The lamp at the end of the pier had been lit by hand for ninety years,",
    "and nobody in the town could say who had paid for all of its oil.",
)
LAMP = "\n".join(WRAPPED)
FULL_LINE = "I had never thought that it would come to this, and yet it had, for he"


def body(*lines):
    """The blocks of some lines."""
    return parse_body([Line(i, text) for i, text in enumerate(lines, start=1)])


def read(text):
    """The blocks of an essay that stands in a file as it is here, white space and all."""
    return parse(f"A title\n\n{text}\n".encode(), PATH).blocks


def seed_lines():
    return SEED.read_text("utf-8").splitlines()
