"""Die Texte der zehn Vorlagen (domain.md 7.4), by the unit that writes them; all invented, in own words."""
