"""Where a file of a repository stands on its forge."""

from urllib.parse import quote

_PATHS = {"github": "blob", "gitlab": "-/blob", "forgejo": "src/branch"}


def file_url(forge: str, repository_url: str, branch: str | None, name: str) -> str | None:
    """Give the address of a file's page; that of the repository where the branch is not known."""
    if not repository_url:
        return None
    place = _PATHS.get(forge)
    if place is None or not branch:
        return repository_url
    return f"{repository_url.rstrip('/')}/{place}/{quote(branch, safe='/')}/{quote(name, safe='/')}"
