"""Fingerprints of words: how much of one text stands in another."""

from astro.permanence.fingerprint import SIZE, containment, fingerprint, fingerprints, overlap
from hypothesis import given
from hypothesis import strategies as st


@given(st.lists(st.text(st.sampled_from("aB c.中文")), max_size=6))
def test_fingerprints_of_parts_and_whole(texts):
    """The fingerprint of an essay is that of all its words, and those of its sections come with it."""
    assert fingerprints(texts) == [fingerprint(" ".join(texts)), *map(fingerprint, texts)]


def test_fingerprints():
    """A fingerprint is short, does not know case or punctuation, and tells how much two texts share."""
    text = " ".join(f"word{i} and" for i in range(100))
    assert len(fingerprint(text)) == SIZE * 6
    assert fingerprint("One, two: THREE.") == fingerprint("one two three")
    assert overlap(fingerprint(text), fingerprint(text)) == 1
    assert overlap(fingerprint("a b c"), fingerprint("x y z")) == 0
    assert overlap(fingerprint(""), fingerprint("")) == containment("", fingerprint(text)) == 0
    assert containment(fingerprint("a b c"), fingerprint("x a b c y z")) == 1
    assert overlap(fingerprint("没有人知道答案"), fingerprint("没有人知道")) > 0.5


def test_a_part_is_contained_in_a_long_whole():
    words = [f"word{i}" for i in range(200)]
    assert containment(fingerprint(" ".join(words[:100])), fingerprint(" ".join(words))) == 1


def test_a_pair_of_words_that_any_texts_share_makes_no_text_a_part_of_another():
    shared = [f"said{i} before{i}" for i in range(200)]
    long = fingerprint(" ".join([*shared, *(f"word{i}" for i in range(1200))]))
    parts = [fingerprint(" ".join([pair, *(f"own{n}x{i}" for i in range(40))])) for n, pair in enumerate(shared)]
    assert any(containment(part, long, least=1) >= 0.5 for part in parts)
    assert max(containment(part, long) for part in parts) < 0.5
    assert containment(fingerprint("of the"), fingerprint("all of the few")) == 1


def test_a_part_of_a_much_longer_text_is_found_where_two_hashes_can_be_compared():
    """Both, then; less is no proof."""
    long = [f"word{i}" for i in range(1500)]
    shares = [
        containment(fingerprint(" ".join(long[i : i + 100])), fingerprint(" ".join(long))) for i in range(0, 1400, 50)
    ]
    assert set(shares) == {0, 1}
    assert shares.count(1) > len(shares) / 2


def test_accents_that_are_written_apart_change_nothing():
    assert fingerprint("Mu\u0308ll und Käse") == fingerprint("M\u00fcll und Ka\u0308se")
