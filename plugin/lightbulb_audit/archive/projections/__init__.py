"""Tables derived from the observations: current entries, the index of terms, coverage, progress, names."""
