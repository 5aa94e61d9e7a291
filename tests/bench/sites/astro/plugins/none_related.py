"""Stands in the place of astro.related where its share of a build is measured: no essay is related to any."""

from pelican import signals
from pelican.generators import ArticlesGenerator


def relate(generators):
    for generator in generators:
        if isinstance(generator, ArticlesGenerator):
            for article in (*generator.articles, *generator.translations, *generator.drafts):
                article.related_thinking = []


def register():
    signals.all_generators_finalized.connect(relate)
