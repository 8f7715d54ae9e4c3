"""What a process of pages holds for its whole life, set aside from garbage collection.

Python looks through all that is alive now and then, and stands still for it: 200 ms with what a hub
has loaded when it starts (some 240,000 objects, measured 2026-11-28 on a slow machine), in the
middle of somebody's search. What was there at the start never becomes garbage.
"""

import gc

from hub.services.names import vocabulary_names


def keep_for_life() -> None:
    """Load what every page needs, and let garbage collection pass it by from now on.

    For a process that ends with its one application: what is set aside is never freed.
    """
    vocabulary_names()
    gc.collect()
    gc.freeze()
