"""The colours of the pages: a person's choice, kept in a cookie and nowhere else."""

from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from hub.errors import BadRequest
from hub.web.addresses import way_back
from hub.web.rendering import THEMES

router = APIRouter()

_A_YEAR_S = 365 * 24 * 3600


# Reading the body needs the event loop, and nothing here waits for anything else.
@router.post("/theme")
async def choose(request: Request) -> Response:
    """Keep the choice and go back to where it was made."""
    fields = parse_qs((await request.body()).decode("utf-8", "replace"))
    theme = fields.get("theme", [""])[-1]
    if theme not in (*THEMES, "system"):
        raise BadRequest("The colours of the page are light, dark, or as your system has them.")
    response = RedirectResponse(way_back(fields.get("next", ["/"])[-1]), status_code=303)
    if theme == "system":
        response.delete_cookie("theme", samesite="lax", httponly=True)
    else:
        response.set_cookie("theme", theme, max_age=_A_YEAR_S, samesite="lax", httponly=True)
    return response
