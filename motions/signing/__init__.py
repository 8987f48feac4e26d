"""Elektronische Unterschriften: whose keys there are, who opens them, and what a signed file is worth (SI-02, SI-04).

Touches no table. motions/pdf/sign.py puts a signature into a file; rules/signing.py decides which and when.
"""
