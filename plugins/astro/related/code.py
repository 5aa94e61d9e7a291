"""What essays say in code, and nowhere else: it makes them alike, and is no reason that a reader would accept."""

from __future__ import annotations

import numpy as np

from .essays import Parts
from .rows import Rows, counted, filled
from .terms import Terms


def in_code_alone(terms: Terms, parts: Parts, essays: int, count: int) -> Rows:
    """(essays, terms) the terms that each essay has in its code, and nowhere else; `count` is that of all terms."""
    essay, is_code = parts.essay[terms.part], parts.is_code[terms.part]
    has_code = np.zeros(essays, bool)
    has_code[essay[is_code]] = True
    of_coders = has_code[essay]
    prose, code = (
        counted(essay[some], terms.term[some], np.ones(np.count_nonzero(some), np.int8), essays, count)
        for some in (of_coders & ~is_code, is_code)
    )
    alone = ~prose.has(code.row, code.columns)
    return filled(code.row[alone], code.columns[alone], code.values[alone], essays, count)
