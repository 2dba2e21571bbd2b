"""The query language: text into filters, filters into predicates, completion while somebody types. Pure."""
