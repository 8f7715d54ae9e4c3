"""Sample data of our own invention, to fill a hub that one wants to look at.

No project, login or text of others is in it; every host ends in ``.example``. The dates are
counted back from the ``now`` that is given, so that the demo never grows old.
"""

from hub.demo.forges import demo_forges, demo_sources
from hub.demo.people import DemoContribution, DemoPerson, demo_people

__all__ = ["DemoContribution", "DemoPerson", "demo_forges", "demo_people", "demo_sources"]
