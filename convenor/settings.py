"""Settings: environment variables with the prefix `CONVENOR_`, checked together at the start."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

ENVIRONMENTS = ("development", "test", "production")
LOCAL = ("localhost", "127.0.0.1", "::1")
# Written in manuals and examples everywhere, so the first that anybody would try.
KNOWN_KEYS = ("change", "secret", "default", "example", "insecure", "password", "convenor", "django", "flask", "dev")


class WrongSettings(Exception):
    """Everything that is wrong with the settings, each named with what to do, never with its value."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class Settings:
    """What an installation decides. `var` is the folder for everything that the program writes."""

    env: str = "development"
    var: Path = Path("var")
    database_url: str = ""
    secret_key: str = field(default="", repr=False)
    base_url: str = "http://127.0.0.1:5000"
    smtp_url: str = field(default="", repr=False)
    mail_from: str = "meetings@convenor.example"
    imap_url: str = field(default="", repr=False)
    mail_days: int = 90
    field_key: str = field(default="", repr=False)
    locality: str = "default"
    trusted_hosts: tuple[str, ...] = ()
    trusted_proxies: int = 0
    heartbeat_url: str = ""
    log_format: str = "text"
    mail_rate: float = 0.0
    alarm_mail: str = ""
    alarm_smtp_url: str = field(default="", repr=False)
    authserv_id: str = ""
    metrics_token: str = field(default="", repr=False)

    @property
    def mail_host(self) -> str:
        """The domain of our own addresses: reply tokens and message identifiers are made under it."""
        return self.mail_from.rpartition("@")[2]

    def seals(self, url: str) -> bool:
        """Whether mail leaves this machine on its way to that mail server, and so goes there encrypted or not at all."""
        return self.production and urlsplit(url).hostname not in LOCAL

    @property
    def production(self) -> bool:
        return self.env == "production"


def from_environment(environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check all settings. Raises `WrongSettings` with every problem at once."""
    environ = os.environ if environ is None else environ

    def read(name: str, default: str = "") -> str:
        return environ.get(f"CONVENOR_{name}", default).strip()

    problems: list[str] = []

    def number(name: str, kind: type[int] | type[float]) -> float:
        try:
            return kind(read(name) or 0)
        except ValueError:
            problems.append(f"CONVENOR_{name}: give a number.")
            return 0

    env = read("ENV", "development")
    var = Path(read("VAR", "var")).absolute()
    settings = Settings(
        env=env,
        var=var,
        database_url=_driver(read("DATABASE_URL") or f"sqlite:///{var / 'convenor.db'}"),
        secret_key=read("SECRET_KEY"),
        base_url=read("BASE_URL", "http://127.0.0.1:5000").rstrip("/"),
        smtp_url=read("SMTP_URL"),
        mail_from=read("MAIL_FROM", "meetings@convenor.example"),
        imap_url=read("IMAP_URL"),
        mail_days=int(number("MAIL_DAYS", int)) or Settings.mail_days,
        field_key=read("FIELD_KEY"),
        locality=read("LOCALITY", "default"),
        trusted_hosts=tuple(host for host in read("TRUSTED_HOSTS").replace(",", " ").split()),
        trusted_proxies=int(number("TRUSTED_PROXIES", int)),
        heartbeat_url=read("HEARTBEAT_URL"),
        log_format=read("LOG_FORMAT", "json" if env == "production" else "text"),
        mail_rate=number("MAIL_RATE", float),
        alarm_mail=read("ALARM_MAIL"),
        alarm_smtp_url=read("ALARM_SMTP_URL"),
        authserv_id=read("AUTHSERV_ID"),
        metrics_token=read("METRICS_TOKEN"),
    )
    problems += _problems(settings, environ)
    if problems:
        raise WrongSettings(problems)
    if not settings.secret_key:
        settings = Settings(**{**settings.__dict__, "secret_key": _development_key(var)})
    return settings


def _problems(settings: Settings, environ: Mapping[str, str]) -> list[str]:
    problems = []
    if settings.env not in ENVIRONMENTS:
        problems.append(f"CONVENOR_ENV: choose one of {', '.join(ENVIRONMENTS)}.")
    if settings.env != "test":
        for name in ("CONVENOR_TEST_FAULT", "CONVENOR_CLOCK_FILE"):
            if environ.get(name):
                problems.append(f"{name}: only the test environment may have this. Remove it.")
    if settings.alarm_mail and "@" not in settings.alarm_mail:
        problems.append("CONVENOR_ALARM_MAIL: give one address.")
    for name in ("smtp_url", "alarm_smtp_url"):
        url = getattr(settings, name)
        if url and urlsplit(url).scheme not in ("smtp", "smtps"):
            problems.append(f"CONVENOR_{name.upper()}: write it as smtp://user:password@host:port.")
    if settings.imap_url and urlsplit(settings.imap_url).scheme not in ("imap", "imaps"):
        problems.append("CONVENOR_IMAP_URL: write it as imaps://user:password@host:port/INBOX.")
    if settings.mail_days < 1:
        problems.append("CONVENOR_MAIL_DAYS: give a number of days, at least 1.")
    if "@" not in settings.mail_from or "+" in settings.mail_from:
        problems.append("CONVENOR_MAIL_FROM: give one address without a plus sign.")
    try:
        make_url(settings.database_url)
    except ArgumentError:
        problems.append("CONVENOR_DATABASE_URL: write it as postgresql://user:password@host/name or sqlite:////path.")
        return problems
    return problems + _unfit_for_production(settings, environ) if settings.production else problems


def _unfit_for_production(settings: Settings, environ: Mapping[str, str]) -> list[str]:
    problems = []
    key = settings.secret_key
    if len(key) < 32 or len(set(key)) < 8 or key.lower().startswith(KNOWN_KEYS):
        problems.append("CONVENOR_SECRET_KEY: give at least 32 random characters.")
    if key and key == environ.get("CONVENOR_ANCHOR_KEY"):
        problems.append("CONVENOR_ANCHOR_KEY: it must not be the secret key.")
    if settings.field_key and (
        len(settings.field_key) < 32 or settings.field_key in (key, environ.get("CONVENOR_ANCHOR_KEY"))
    ):
        problems.append("CONVENOR_FIELD_KEY: give at least 32 random characters that are no other key.")
    if environ.get("FLASK_DEBUG", "0").lower() not in ("", "0", "false", "no"):
        problems.append("FLASK_DEBUG: it shows the program's inside to whoever causes an error. Remove it.")
    if not settings.trusted_hosts:
        problems.append("CONVENOR_TRUSTED_HOSTS: name the hosts under which people reach this site.")
    if not settings.base_url.startswith("https://"):
        problems.append("CONVENOR_BASE_URL: it must begin with https://.")
    if not settings.smtp_url:
        problems.append("CONVENOR_SMTP_URL: name the mail server; in production no mail is kept for reading here.")
    for name in ("smtp_url", "alarm_smtp_url", "imap_url"):
        problems += _mail_problems(f"CONVENOR_{name.upper()}", urlsplit(getattr(settings, name)))
    return problems + _database_problems(settings.database_url)


def _mail_problems(name: str, url: SplitResult) -> list[str]:
    problems = []
    if url.username and not url.password:
        problems.append(f"{name}: the password is missing.")
    return problems


def _database_problems(database_url: str) -> list[str]:
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite":
        remote = url.host and not url.host.startswith("/") and url.host not in LOCAL
        return ["CONVENOR_DATABASE_URL: the password is missing."] if remote and not url.password else []
    path = Path(url.database or "")
    if path.is_file() and path.stat().st_mode & 0o077:
        return ["CONVENOR_DATABASE_URL: other users of this machine can read the file. Run chmod 600 on it."]
    return []


def _driver(url: str) -> str:
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _development_key(var: Path) -> str:
    """A key of this machine, made once, so that a restart does not sign everybody out."""
    path = var / "secret_key"
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text(secrets.token_hex(32))
        path.chmod(0o600)
    return path.read_text()
