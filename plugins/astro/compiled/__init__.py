"""Templates are compiled once, and what they name is written down in their code."""

from __future__ import annotations

from types import FunctionType
from typing import Any, NamedTuple

from jinja2 import Environment, Template, meta, nodes
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.compiler import CodeGenerator, Frame
from jinja2.idtracking import VAR_LOAD_RESOLVE
from pelican import signals
from pelican.generators import Generator
from pelican.plugins._utils import plugin_enabled
from pelican.utils import DateFormatter

from ..memory import MEMORY
from ..memory.makers import is_code_of, is_made_by

_MAKERS = ("astro.", "jinja2.", "markupsafe.", "builtins.", "_operator.", "operator.")  # modules


class Compiled(BytecodeCache):
    """What Jinja has made of a template's source, for the next build and for the other generators of this one."""

    def __init__(self) -> None:
        self.sources: dict[str, str] = {}
        """The templates of this generator, as they were when they were loaded."""

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """The bucket for a template, with its code if it was compiled before."""
        self.sources[name] = source
        return super().get_bucket(environment, name, filename, source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket, if its template was compiled before."""
        if are_others_at_work(bucket.environment):
            return
        if code := MEMORY.get("template", MEMORY.key(bucket.key, bucket.checksum)):
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember what is in a bucket."""
        key = MEMORY.key(bucket.key, bucket.checksum)
        MEMORY.put("template", key, bucket.code)


class _Compiler(CodeGenerator):
    """Jinja's own, which also writes down in the code what the template names: to find it out apart is as much work."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._variables: set[str] = set()

    def enter_frame(self, frame: Frame) -> None:
        """Note the variables that a part of a template expects from outside."""
        super().enter_frame(frame)
        loads = frame.symbols.loads.values()
        self._variables.update(name for how, name in loads if how == VAR_LOAD_RESOLVE and name is not None)

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802  # Jinja's name
        """Write the template's code, then what it names."""
        super().visit_Template(node, frame)
        known = self.environment.globals.keys()
        variables, given = sorted(self._variables - known), sorted(self._variables & known)
        functions = sorted(self.filters), sorted(self.tests)
        templates = [*meta.find_referenced_templates(node)]
        self.writeline(f"names = {variables!r}, {templates!r}, {given!r}, *{functions!r}")

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        # Jinja would ask the filter of `{{ "motto.txt"|read }}` here, for good: its answer would stand in the code.
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)


class Named(NamedTuple):
    """What a template was made of."""

    source: str
    variables: list[str]
    """Those that it expects from outside, sorted."""
    templates: list[str | None]
    """The templates that it refers to, None for one that a variable names."""
    given: list[str]
    """What every template of its environment has, as far as it names it; sorted, as what follows."""
    filters: list[str]
    tests: list[str]


def is_known(function: Any) -> bool:
    """Whether a function or class is one that sees nothing but what it is given."""
    if isinstance(function, FunctionType):
        is_translating = function.__module__ == "jinja2.ext"  # it asks another
        return is_code_of(function, (*_MAKERS, "pelican.")) and not is_translating
    is_of_pelican = type(function) is DateFormatter or getattr(function, "func", None) is plugin_enabled
    return is_of_pelican or is_code_of(function, _MAKERS)  # the plugins stand among the settings


def are_others_at_work(environment: Environment) -> bool:
    """Whether somebody else's code has a part in whatever template: as a tag of its own has, while it is compiled."""
    choices = (environment.finalize, environment.undefined, environment.autoescape)
    are_known = all(is_made_by(type(each), _MAKERS) for each in environment.extensions.values())
    return not (are_known and all(map(is_known, filter(callable, choices))))


def named_in(template: Template) -> Named | None:
    """What a template was made of; None for one that was compiled without this room."""
    compiled, names = template.environment.bytecode_cache, template.root_render_func.__globals__.get("names")
    if names is None or template.name is None or not isinstance(compiled, Compiled):
        return None
    return Named(compiled.sources[template.name], *names)


def remember_templates(generator: Generator) -> None:
    """Have a generator compile only templates that were not compiled before."""
    generator.env.bytecode_cache = Compiled()
    generator.env.code_generator_class = _Compiler
    generator.env.optimized = False  # as `_output_child_to_const`


def register() -> None:
    """Connect the room to Pelican; it needs `astro.memory` before it."""
    signals.generator_init.connect(remember_templates)
