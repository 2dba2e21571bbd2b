"""The question of a search: as understood, as carried, and what is said where it finds nothing or several."""
