"""Catalogues: lists of projects that others keep, read as frozen listings. No forge's own.

One module a format (:mod:`.registry` names them), one for getting hold of the bytes, from a file
or over the network. It must not know what the hub does with a listing.
"""

from integrations.catalogues.reader import CatalogueReader
from integrations.catalogues.records import (
    CatalogueEntries,
    CataloguePlace,
    Entry,
    ListingRecord,
)

__all__ = ["CatalogueEntries", "CataloguePlace", "CatalogueReader", "Entry", "ListingRecord"]
