"""Stands in the place of astro.cards: every essay shows the site's share card, as no peer draws one for each.

An essay's card is drawn once in the life of its title; a thousand of them take a minute.
"""

from astro import cards
from astro.sections.contents import articles_of
from pelican import signals


def name_card(generators):
    cards.name_cards(generators)
    for article in articles_of(generators):
        article.card = cards.SITE_CARD
    for name in cards.WORDS.keys() - {cards.SITE_CARD}:
        del cards.WORDS[name]


def register():
    signals.all_generators_finalized.connect(name_card)
    signals.finalized.connect(cards.write_pictures)
