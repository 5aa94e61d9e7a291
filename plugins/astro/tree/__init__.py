"""An essay's HTML as a tree: read once, looked through and edited, and written."""
