"""The two forms of a header that plain text does not have: between fences, and with values that go on below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..plain_text.essay import Line
from ..plain_text.header import Field, of_two_versions
from ..problem import Problem
from ..regex import regex

_FENCES = ("---", "...")
_FIELD = regex(r"(?P<key>[^\W\d_][\w-]*)\s*:(?:\s+(?P<value>.*))?$")
_ITEM = regex(r"-\s+(?P<value>.*)")
_WITHIN = regex(r"(?:-\s+)?[\w-]+:(?:\s|$)")  # a value within a value, `name: Jane` below `author:`
_DOUBLE = regex(r'"(?P<value>(?:[^"\\]|\\.)*)"')
_SINGLE = regex(r"'(?P<value>(?:[^']|'')*)'")
_ENTRY = regex(r"""\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,]+)\s*(?:,|$)""")
_ESCAPE = regex(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)")
_SIGNS = {"n": " ", "t": " ", " ": " ", "_": "\u00a0", '"': '"', "\\": "\\", "/": "/"}  # of escapes of one letter
_LISTS = frozenset(("tags", "author", "authors", "related", "unrelated", "former"))
_FOLDED = regex(r"\A[|>][+-]?(?:\s+|$)")
_QUOTED = regex(r"""(?P<value>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')(?:\s+#.*)?$""")


def merged(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines with each indented one of the header joined to the field above it."""
    waiting: Line | None = None
    header = True
    for line in lines:
        header = header and (waiting is None or bool(line.text.strip()) or not waiting.text.strip())
        if header and waiting and waiting.text.strip() and line.text[:1].isspace() and line.text.strip():
            key = waiting.text.partition(":")[0].strip().lower()
            waiting = waiting._replace(text=joined(key, waiting.text, line.text))
            continue
        if waiting:
            yield waiting
        waiting = line
    if waiting:
        yield waiting


def joined(key: str, value: str, more: str) -> str:
    """A value with the next line of it; pins stand apart."""
    return f"{value.rstrip('; ')}; {more.strip()}" if key == "related" and value else f"{value} {more.strip()}".strip()


def fenced(lines: Sequence[Line], start: int, path: str) -> tuple[list[Field], list[Line], list[Problem]]:
    """(fields, body, problems) of a header between fences: of YAML it knows quoted values, lists and comments."""
    end = next((i for i in range(start + 1, len(lines)) if lines[i].text.strip() in _FENCES), None)
    if end is None:
        return [], [], [Problem(path, start + 1, "the header begins with `---` and never ends; write `---` below it")]
    raw: list[Field] = []
    items: list[Field] = []
    lists: dict[int, list[str]] = {}
    problems = []
    for line in lines[start + 1 : end]:
        text, match = line.text.strip(), _FIELD.match(line.text)
        is_within = bool(raw) and bool(_FOLDED.match(raw[-1].value)) and line.text[:1].isspace()
        if not text or (text.startswith("#") and not is_within):
            continue
        if match:
            raw.append(Field(line.number, match["key"].lower(), (match["value"] or "").strip()))
        elif _WITHIN.match(text) and raw and not (is_within or _is_open(raw[-1].value)):
            said = "this line of the header is set in below another key, as no header here goes on"
            problems.append(Problem(path, line.number, f"{said}; write `key: value` at the margin, or take it out"))
        elif raw and not raw[-1].value and (item := _ITEM.match(text)):
            lists.setdefault(raw[-1].line, []).append(_value("", item["value"]))
            items.append(Field(line.number, "", item["value"]))
        elif raw and line.text[:1].isspace():
            raw[-1] = raw[-1]._replace(value=joined(raw[-1].key, raw[-1].value, text))
        else:
            said = "this line of the header is not `key: value`; write each value on one line, or take it out"
            problems.append(Problem(path, line.number, of_two_versions(text) or said))
    wrong = ((field, fault) for field in (*raw, *items) if (fault := _wrong(field.value)))
    problems += [Problem(path, field.line, f"`{field.value}`: {fault}") for field, fault in wrong]
    fields = [field._replace(value="; ".join(lists.get(field.line, [_value(*field[1:])]))) for field in raw]
    return fields, list(lines[end + 1 :]), problems


def _is_open(value: str) -> bool:
    """Whether a value begins with a quotation mark that is not closed yet."""
    return value[:1] in ("'", '"') and not _QUOTED.match(value)


def _wrong(value: str) -> str | None:
    """What is wrong with a value that would be another one in YAML than here; None where nothing is."""
    if value[:1] + value[-1:] == "{}":
        return "signs of YAML would be taken as they stand; write the plain words"
    quoted = _DOUBLE.findall(value) if value[:1] in ('"', "[") else ()
    for code in (code for text in quoted for code in _ESCAPE.findall(text)):
        if not _sign(code):
            return f"`\\{code}` is no sign of YAML that a header may have; write `\\\\` for one `\\`"
    if value.startswith('"') and value.count('"') % 2 and not _QUOTED.match(value):
        return 'the quotation mark at its beginning is never closed; write `"` at its end'
    if not (_QUOTED.match(value) or _FOLDED.match(value)) and " #" in value:
        return "` #` begins a comment in YAML; put the value in quotes, or take the comment out"
    return None


def _value(key: str, value: str) -> str:
    """What a value says: without the sign of one that goes on below, a comment, quotes and brackets."""
    value = _FOLDED.sub("", value)
    if match := _QUOTED.match(value):
        value = match["value"]
    return _entries(value) if key in _LISTS else "" if value in ("null", "~") else _plain(value)


def _sign(code: str) -> str:
    """What a backslash and this code stand for; empty for what is no sign of a text."""
    if len(code) == 1:
        return _SIGNS.get(code, "")
    sign = int(code[1:], 16)
    return chr(sign) if sign < 0x110000 and chr(sign).isprintable() else ""


def _entries(value: str) -> str:
    """A list in brackets with semicolons between its entries; any other value as it is."""
    if value[:1] + value[-1:] != "[]":
        return _plain(value)
    return "; ".join(filter(None, (_plain(each.strip()) for each in _ENTRY.findall(value[1:-1]))))


def _plain(value: str) -> str:
    """A value without the quotes around it."""
    if match := _DOUBLE.fullmatch(value):
        return _ESCAPE.sub(lambda escape: _sign(escape[1]) or escape[0], match["value"])
    if match := _SINGLE.fullmatch(value):
        return match["value"].replace("''", "'")
    return value
