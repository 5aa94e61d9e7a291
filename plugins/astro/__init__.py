"""Everything the blog adds to Pelican, a room for each job.

pelicanconf.py lists, in the order of the flow, those that Pelican calls: their `__init__.py` has a `register()`. The
others are called by these (`tree`, `spread`, `staging`, `writing`) or by the Makefile (`preview`, `deploy`), which
starts Pelican itself by `__main__.py`. All may use `problem.py` and `regex.py`. In every room the thinking is in
modules that know nothing of Pelican, the disk or the clock; `tests/test_walls.py` names the few besides `__init__.py`
and `__main__.py` that touch the world.
"""
