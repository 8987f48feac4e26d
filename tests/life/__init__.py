"""Ein Leben im Rat, Schritt für Schritt erfunden: the acts of tests/test_council_life.py, by noun."""
