"""Essays in plain text: all that stand with the tests, and any others."""

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
