"""The API, version 1: the same services as the pages, for programs."""

from fastapi import APIRouter

from hub.web.routes.api import own, own_profile, people, projects, search, sources, tasks

router = APIRouter(prefix="/api/v1")
for part in (tasks, projects, people, search, sources, own, own_profile):
    router.include_router(part.router)
