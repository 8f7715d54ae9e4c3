"""Settings: read once, in bootstrap, from the environment (``HUB_*``) or a file."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    """Every setting of a hub. Each has a default that works on one small machine."""

    model_config = SettingsConfigDict(
        env_prefix="HUB_", env_file="hub.env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    data_dir: Path = Field(
        default=Path("hub-data"),
        description="Folder of the database, the search index and the jobs.",
    )
    database_url: SecretStr | None = Field(
        default=None,
        description="SQLAlchemy URL; SQLite in the data folder when empty. "
        "PostgreSQL: postgresql+psycopg://user:password@host/name",
    )
    host: str = Field(default="127.0.0.1", description="Address that `otdhub serve` listens on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port of `otdhub serve`.")
    public_url: str = Field(
        default="http://127.0.0.1:8000", description="Address under which visitors reach the hub."
    )
    serve_worker: bool = Field(
        default=True,
        description="Whether `otdhub serve` runs a worker beside the pages.",
    )
    name: str = Field(default="OTD Hub", max_length=60, description="Name of this hub.")
    run_by: str = Field(
        default="", max_length=120, description="Who runs this hub, shown at the foot of pages."
    )
    contact: str = Field(
        default="", max_length=200, description="How to reach them: a mail address or a link."
    )
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("*",), description="Host names that the hub answers to, parted by commas."
    )
    github_tokens: Annotated[tuple[SecretStr, ...], NoDecode] = Field(
        default=(), description="GitHub tokens, parted by commas. Without one: 60 requests an hour."
    )
    github_app_id: str = Field(
        default="", max_length=40, description="Id of a GitHub App of yours, instead of tokens."
    )
    github_app_key_file: Path | None = Field(
        default=None, description="File with the private key of that App (PEM)."
    )
    github_app_installations: Annotated[tuple[int, ...], NoDecode] = Field(
        default=(), description="Ids of that App's installations, parted by commas."
    )
    github_base_url: str = Field(
        default="https://api.github.com", description="Address of GitHub's API or a stand-in."
    )
    gitlab_tokens: Annotated[tuple[SecretStr, ...], NoDecode] = Field(
        default=(), description="Tokens of gitlab.com with read_api, parted by commas."
    )
    codeberg_tokens: Annotated[tuple[SecretStr, ...], NoDecode] = Field(
        default=(), description="Tokens of codeberg.org, parted by commas."
    )
    forges: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="More forges, parted by commas: KIND:HOST, or KIND:HOST=ADDRESS of its API. "
        "Kinds: github (Enterprise), gitlab, forgejo (also Gitea).",
    )
    forge_tokens: Annotated[tuple[SecretStr, ...], NoDecode] = Field(
        default=(), description="Tokens of those forges: HOST=TOKEN, parted by commas."
    )
    webhook_secrets: Annotated[tuple[SecretStr, ...], NoDecode] = Field(
        default=(),
        description="Secrets agreed with forges for webhooks: HOST=SECRET, parted by commas; "
        "several of one host are valid at once.",
    )
    sign_in_with: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Forges that people may sign in with, parted by commas: KIND:HOST=CLIENT_ID, "
        "or KIND:HOST=CLIENT_ID@ADDRESS where its pages do not stand at https://HOST.",
    )
    sign_in_secrets: Annotated[tuple[SecretStr, ...], NoDecode] = Field(
        default=(), description="Client secrets of those: HOST=SECRET, parted by commas."
    )
    private_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Hosts (name or name:port) that the hub may reach at a private address, "
        "parted by commas.",
    )
    request_timeout_s: float = Field(
        default=20.0, gt=0, description="Seconds to wait for an answer of a forge."
    )
    search_url: str | None = Field(
        default=None,
        description="Address of a Meilisearch server; tantivy in the data folder when empty.",
    )
    search_key: SecretStr | None = Field(default=None, description="Key of the search server.")
    search_read_key: SecretStr | None = Field(
        default=None,
        description="Key of the search server that may only search; the other one when empty.",
    )
    mail_server: str = Field(
        default="", max_length=253, description="Mail server (SMTP) that sends links to sign in."
    )
    mail_port: int = Field(default=587, ge=1, le=65535, description="Its port.")
    mail_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the connection to it is kept private."
    )
    mail_user: str = Field(default="", max_length=254, description="Name to log in there with.")
    mail_password: SecretStr | None = Field(default=None, description="Password for it.")
    mail_from: str = Field(
        default="", max_length=320, description="Address that mails of the hub come from."
    )
    max_body_bytes: int = Field(
        default=64 * 1024, gt=0, description="Largest request body that the hub reads."
    )
    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR.")

    @field_validator(
        "allowed_hosts", "github_tokens", "github_app_installations", "gitlab_tokens",
        "codeberg_tokens", "forges", "forge_tokens", "webhook_secrets", "sign_in_with",
        "sign_in_secrets", "private_hosts",
        mode="before",
    )  # fmt: skip
    @classmethod
    def _split_at_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @property
    def has_mail(self) -> bool:
        """Say whether the hub can send mail."""
        return bool(self.mail_server and self.mail_from)

    @property
    def effective_database_url(self) -> str:
        """The database's URL, with its password."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{(self.data_dir / 'hub.db').as_posix()}"
