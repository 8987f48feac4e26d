"""Grenzen: how much one rendering may use (pdf.md 7)."""

CPU_SECONDS = 20
WAIT_PER_CPU_SECOND = 2
MEMORY_BYTES = 1_536 * 1024 * 1024
FILE_BYTES = 64 * 1024 * 1024
OPEN_FILES = 64
