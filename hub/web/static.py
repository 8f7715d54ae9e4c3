"""Serves the static files; one whose address changes with its content may be kept for a year."""

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_FOR_A_YEAR = "public, max-age=31536000, immutable"
_FOR_AN_HOUR = "public, max-age=3600"


class KeptStaticFiles(StaticFiles):
    """Static files with how long a browser may keep them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with a file; a font's name, or ``v`` in the query, names its content for good."""
        response = await super().get_response(path, scope)
        is_named_by_content = path.startswith("fonts/") or scope["query_string"].startswith(b"v=")
        if response.status_code in (200, 304):
            response.headers["Cache-Control"] = _FOR_A_YEAR if is_named_by_content else _FOR_AN_HOUR
        return response
