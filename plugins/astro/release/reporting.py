"""What is reported as wrong, collected until the build asks whether there was any."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import pelican
from pelican.log import LimitFilter

from ..problem import Problem
from .given import at_its_line
from .pelican_log import FATAL, NO_WORDS, no_words, problem_of

_SOMEWHERE = {("pelicanconf.py", 1), ("publishconf.py", 1)}  # in the settings


class Reports(logging.Handler):
    """Keeps what is reported as wrong until `stop_if_any` asks; prints at once what is only worth knowing."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.problems: list[Problem] = []
        self.content = "content"
        self._root = Path()
        self.outcome = ""
        """What became of the site, which is said after all problems."""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep an error; print a warning, and what ends Pelican."""
        if isinstance(record.msg, Problem):
            if record.levelno >= logging.ERROR:
                self.problems.append(record.msg)
            else:
                print(record.msg, file=sys.stderr, flush=True)
            return
        args = record.args if isinstance(record.args, tuple) else ()
        if record.levelno >= logging.CRITICAL:  # Pelican's last word, as where what a build prints can go nowhere
            print(f"{' '.join(record.getMessage().split())}; {self.outcome}", file=sys.stderr, flush=True)
        elif record.levelno >= logging.ERROR:
            # "Could not process x.md" is logged inside an exception's handler, and its reason is not.
            reason = sys.exc_info()[1]
            if str(reason) == FATAL and self.problems:  # which has been told
                return
            self.problems.append(problem_of(str(record.msg), args, record.getMessage(), reason, self.content))
        elif record.msg == NO_WORDS and len(args) > 1:
            picture, path = map(str, args[:2])
            source = Path(path).read_text("utf-8-sig", errors="replace")
            if problem := no_words(picture, path, source, self.content):
                print(problem, file=sys.stderr, flush=True)
        else:
            print(" ".join(record.getMessage().split()), flush=True)

    def begin(self, content: Path, outcome: str, *, loudly: bool) -> None:
        """Collect from now on, in the place of Pelican's handler, which would wrap what an editor is to jump to.

        So would its console, through which all goes that is printed while it turns. `content` is the folder of all
        essays, in that of the project; `loudly` lets Pelican's own handler speak too.
        """
        self.problems.clear()
        self.content, self._root, self.outcome = content.name, content.parent, outcome
        pelican.console.soft_wrap = True
        LimitFilter._threshold = sys.maxsize  # after four pictures without words Pelican would name no more
        logging.getLogger("astro").propagate = False
        for logger in (logging.getLogger("astro"), logging.getLogger()):
            logger.setLevel(min(logger.getEffectiveLevel(), logging.WARNING))  # with `-q` no error would come here
            if self not in logger.handlers:
                logger.addHandler(self)
        for other in logging.getLogger().handlers:
            if other is not self and _is_quiet not in other.filters and not loudly:
                other.addFilter(_is_quiet)

    def stop_if_any(self) -> None:
        """Raise SystemExit with a line each in the order of files and lines, if anything was reported.

        Python prints them and ends with exit code 1, once nothing of Pelican's stands between them and stderr; any
        other exception Pelican shows with a traceback.
        """
        of_settings = {each for each in self.problems if each[:2] in _SOMEWHERE}
        files = _settings_files(self._root) if of_settings else {}
        problems = sorted({at_its_line(each, files) if each in of_settings else each for each in self.problems})
        self.problems.clear()
        if problems:
            last = f"{len(problems)} problem{'s' * (len(problems) > 1)}; {self.outcome}"
            raise SystemExit("\n".join(map(str, [*problems, last])))


def _settings_files(root: Path) -> dict[str, str]:
    """The sources of the settings files in the project's folder, by name; the first ones have read the others."""
    files = (Path(getattr(module, "__file__", None) or "") for module in [*sys.modules.values()])
    return {file.name: file.read_text("utf-8", "replace") for file in files if file.parent == root and file.is_file()}


def _is_quiet(record: logging.LogRecord) -> bool:
    return record.levelno < logging.WARNING


REPORTS = Reports()
