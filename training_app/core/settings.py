"""What the machine decides: read once from the environment, prefix `MUSTER_`."""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every setting of an installation. What an organization may change itself is `core.organization`."""

    model_config = SettingsConfigDict(env_prefix="MUSTER_", frozen=True)

    data: Path = Field(Path("data"), description="Folder of the database, the files and the mailbox.")
    database_url: str = Field("", description="SQLAlchemy address; empty means SQLite in the data folder.")
    host: str = Field("127.0.0.1", description="Address the server binds to.")
    port: int = Field(3000, description="Port the server listens on.")
    public_url: str = Field("", description="Address people type; empty means http://localhost:<port>.")
    redis_url: str = Field("", description="Redis for several web processes; empty means one process.")
    workers: int = Field(1, description="Web processes; more than one needs Redis.")
    loop: bool = Field(default=True, description="Run the background loop and jobs inside the web process.")
    smtp_host: str = Field("", description="SMTP server; empty writes messages into the mailbox folder.")
    smtp_port: int = Field(587, description="SMTP port.")
    smtp_security: Literal["none", "starttls", "tls"] = Field("starttls", description="Encryption of the SMTP line.")
    smtp_user: str = Field("", description="SMTP user; empty sends without signing in.")
    smtp_password: SecretStr = Field(SecretStr(""), description="SMTP password.")
    smtp_timeout: float = Field(20.0, description="Seconds to wait for an answer of the SMTP server.")
    max_upload_mb: int = Field(25, gt=0, description="Megabytes that an uploaded file may have.")
    max_video_mb: int = Field(1024, gt=0, description="Megabytes that a file of a course may have.")
    trusted_proxies: int = Field(0, description="Proxies in front whose X-Forwarded-For is believed.")

    def database(self) -> str:
        """The SQLAlchemy address in force."""
        return self.database_url or f"sqlite:///{(self.data / 'muster.db').resolve()}"

    def address(self) -> str:
        """The public address without a slash at its end."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    def max_upload(self) -> int:
        """The most bytes that an uploaded file may have."""
        return self.max_upload_mb * 1024 * 1024

    def max_video(self) -> int:
        """The most bytes that a file which becomes a material of a course may have."""
        return self.max_video_mb * 1024 * 1024

    def max_video_said(self) -> str:
        """The same as people say it: "1 GB", "500 MB"."""
        whole, rest = divmod(self.max_video_mb, 1024)
        return f"{self.max_video_mb} MB" if rest else f"{whole} GB"

    def behind_tls(self) -> bool:
        """Whether people reach us by https, so that cookies must be Secure."""
        return self.address().startswith("https://")


@cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings()
