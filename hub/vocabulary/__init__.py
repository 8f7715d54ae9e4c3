"""The words that the hub sorts work by: kinds, causes, skills, labels, levels, languages.

Data files with a source beside each entry, and their lookup. Knows no record and no row.
"""
