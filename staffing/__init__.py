"""Stellenplan: builds on motions, never the reverse (architecture.md); its rooms come with the plan itself."""
