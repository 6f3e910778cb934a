"""All places: the modules `…_places` put together."""

from __future__ import annotations

from collections import Counter
from typing import Final

from tests.canary import file_places, startup_places, variable_places
from tests.canary.places import Place

PLACES: Final[tuple[Place, ...]] = (*startup_places.PLACES, *file_places.PLACES, *variable_places.PLACES)

_TWICE = [name for name, count in Counter(place.name for place in PLACES).items() if count > 1]
assert not _TWICE, _TWICE
