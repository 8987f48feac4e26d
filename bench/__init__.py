"""Messungen: figures for people, no test; ``make bench`` runs them on a throw-away database."""
