"""The local Forgejo server, with what accounts did: feeds, closed items, reviews, repositories."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from integrations.base import Forge
from integrations.forgejo import ForgejoForge
from integrations.records import AccountSpec, WorkSort
from tests.integrations.forge_server import Json, as_json
from tests.integrations.forgejo_server import PREFIX, ForgejoServer, stamp
from tests.integrations.history_worlds import Deed, Deeds, Place
from tests.replay.loopback import Reply, Request

_OPS = {
    WorkSort.CHANGE: "create_pull_request",
    WorkSort.ISSUE: "close_issue",
    WorkSort.REVIEW: "approve_pull_request",
}


class ForgejoHistoryServer(ForgejoServer):
    """Answers what is asked of accounts besides; its token sees what is private, too."""

    def __init__(self) -> None:
        super().__init__()
        self.deeds = Deeds()
        self.has_feeds = True
        self.spoiled: set[int] = set()

    def routed(self, request: Request) -> Reply:
        target = request.target
        parts = urlsplit(target)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        match parts.path.removeprefix(PREFIX).strip("/").split("/"):
            case ["users", login]:
                number = self.deeds.number_of(login)
                return Reply(200, as_json(_user(number, login))) if number else _missing()
            case ["users", login, "activities", "feeds"] if self.has_feeds:
                return self._feed(login, query, target)
            case ["repos", "search"] if "uid" in query:
                return self._own(query, target)
            case ["repos", owner, name, *rest]:
                place = self.deeds.place(f"{owner}/{name}")
                if place is not None:
                    return self._part(place, rest, query, target)
        return super().routed(request)

    def _feed(self, login: str, query: Mapping[str, str], target: str) -> Reply:
        assert query["only-performed-by"] == "true"
        number = self.deeds.number_of(login)
        deeds = self.deeds.of(number, *_OPS)
        acts = [_act(deed, login) for deed in deeds]
        acts.sort(key=lambda act: str(act["created"]), reverse=True)
        return self._listed(acts, query, target)

    def _own(self, query: Mapping[str, str], target: str) -> Reply:
        assert (query["private"], query["exclusive"]) == ("false", "true")
        own = self.deeds.own.get(query["uid"], [])
        own = sorted(own, key=lambda place: place.pushed_at, reverse=True)
        owner = _user(query["uid"], self.deeds.logins.get(query["uid"], "nobody"))
        items = [{**_repository(place), "owner": owner} for place in own]
        reply = self._listed(items, query, target)
        return Reply(200, b'{"ok":true,"data":' + reply.body + b"}", reply.headers)

    def _part(self, place: Place, rest: list[str], query: Mapping[str, str], target: str) -> Reply:
        match rest:
            case []:
                return Reply(200, as_json(_repository(place)))
            case ["languages"]:
                sizes = {name: 900 - rank for rank, name in enumerate(place.languages)}
                return Reply(200, as_json(sizes))
            case ["issues"]:
                return self._closed(place, query, target)
            case ["pulls", number]:
                found = (
                    deed
                    for deed in self.deeds.done.values()
                    if deed.place == place and str(deed.number) == number
                )
                deed = next((one for one in found if one.sort is WorkSort.REVIEW), None)
                return Reply(200, as_json(self._pull(deed))) if deed else _missing()
        return _missing()

    def _closed(self, place: Place, query: Mapping[str, str], target: str) -> Reply:
        if query["type"] == "pulls":
            number = self.deeds.number_of(query["created_by"])
            deeds = self.deeds.of(number, WorkSort.CHANGE)
        else:
            number = self.deeds.number_of(query["assigned_by"])
            deeds = self.deeds.of(number, WorkSort.ISSUE)
        since, until = query.get("since", ""), query.get("before", "9999")
        items = [
            self._item(deed)
            for deed in reversed(deeds)
            if deed.place.path == place.path
            and deed.is_done
            and since <= stamp(deed.updated_at) <= until
        ]
        return self._listed(items, query, target)

    def _item(self, deed: Deed) -> Json:
        is_pull = deed.sort is not WorkSort.ISSUE
        word = "pulls" if is_pull else "issues"
        merge = {"merged": deed.is_done, "merged_at": stamp(deed.done_at)}
        return {
            "id": deed.place.number * 10_000 + deed.number,
            "number": deed.number,
            "title": None if deed.number in self.spoiled else deed.title,
            "body": deed.text,
            "html_url": f"https://codeberg.org/{deed.place.path}/{word}/{deed.number}",
            "state": "closed" if deed.is_done else "open",
            "created_at": stamp(deed.updated_at - timedelta(days=1)),
            "updated_at": stamp(deed.updated_at),
            "closed_at": stamp(deed.done_at),
            "labels": [{"id": 1, "name": name} for name in deed.labels],
            "user": _account(deed.author),
            "assignees": None if is_pull else [_account(deed.by)],
            "pull_request": merge if is_pull else None,
        }

    def _pull(self, deed: Deed) -> Json:
        merge = {"merged": deed.is_done, "merged_at": stamp(deed.done_at)}
        return {**self._item(deed), **(merge if deed.is_done else {"merged": False})}


def _user(number: str, login: str) -> Json:
    return {"id": int(number), "login": login, "html_url": f"https://codeberg.org/{login}"}


def _account(account: AccountSpec) -> Json:
    return _user(account.remote_id, account.login)


def _act(deed: Deed, login: str) -> Json:
    return {
        "id": deed.number,
        "op_type": _OPS[deed.sort],
        "act_user": _user(deed.by.remote_id, login),
        "repo": _repository(deed.place),
        "content": f"{deed.number}|It is good",
        "is_private": not deed.place.is_public,
        "created": stamp(deed.updated_at),
    }


def _repository(place: Place) -> Json:
    owner, _, name = place.path.partition("/")
    return {
        "id": place.number,
        "name": name,
        "full_name": place.path,
        "owner": _user("5", owner),
        "html_url": f"https://codeberg.org/{place.path}",
        "description": "Its own words",
        "private": not place.is_public,
        "topics": list(place.topics),
        "updated_at": stamp(place.pushed_at),
    }


def _missing() -> Reply:
    return Reply(404, as_json({"message": "The target couldn't be found."}))


class ForgejoHistoryWorld:
    """The Forgejo connector over a socket, and the local server behind it."""

    def __init__(self, server: ForgejoHistoryServer) -> None:
        self.server = server
        self.deeds = server.deeds
        self.forgejo = ForgejoForge(
            "codeberg.org",
            base_url=server.api,
            tokens=("of-the-test",),
            now=lambda: server.now,
            private_hosts=("127.0.0.1",),
        )
        self.forge: Forge = self.forgejo

    def set_now(self, now: datetime) -> None:
        self.server.now = now

    def limit(self, until: datetime, *, after_requests: int = 0) -> None:
        wait_s = int((until - self.server.now).total_seconds())
        self.server.trouble(
            429,
            {"message": "Too many requests"},
            headers={"Retry-After": str(wait_s)},
            after_requests=after_requests,
        )

    def heal(self) -> None:
        self.server.heal()
