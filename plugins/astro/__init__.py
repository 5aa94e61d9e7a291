"""Everything the blog adds to Pelican, a room for each job; pelicanconf.py lists the rooms in the order of the flow.

In every room the thinking is in modules that know nothing of Pelican, the disk or the clock; the room's `__init__.py`
holds `register()`. `tests/test_walls.py` names the few other modules that touch the world.
"""
