"""The desk: the site in a browser, built again at every save."""
