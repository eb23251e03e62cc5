"""`paigong user`: people who sign in, set up from the console."""

import click

from app.cli.context import app_context
from app.cli.problem import ConsoleError
from app.core.actor import Role, acting_as
from app.organisations import queries
from app.organisations.actions import (
    Membership,
    NewUser,
    add_organisation,
    add_user,
    make_token,
    set_password,
)
from app.organisations.models import User
from app.organisations.rules import TOKEN_LIFE_DAYS, normal_email
from app.organisations.states import OrganisationKind

password_option = click.option(
    "--password",
    prompt=True,
    hide_input=True,
    confirmation_prompt=True,
    envvar="NEW_PASSWORD",
    help="Asked for when left out; scripts set NEW_PASSWORD instead.",
)


@click.group()
def user() -> None:
    """Add people, set passwords, issue tokens."""


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="As colleagues read it.")
@click.option("--role", type=click.Choice([r.value for r in Role]), required=True)
@click.option("--organisation", "code", required=True, help="Its code.")
@click.option(
    "--new",
    "kind",
    type=click.Choice([k.value for k in OrganisationKind]),
    help="Make the organisation, of this kind, when there is none of that code.",
)
@click.option(
    "--locale", type=click.Choice(["en", "zh"]), help="Language of the pages."
)
@password_option
def add(
    email: str,
    name: str,
    role: str,
    code: str,
    kind: str | None,
    locale: str | None,
    password: str,
) -> None:
    """Add a person with a role in an organisation."""
    with app_context() as app:
        language = locale or str(app.config["BABEL_DEFAULT_LOCALE"])
        membership = Membership(_organisation(code, kind), Role(role))
        row = add_user(NewUser(email, name, password, [membership], language))
        click.echo(f"{row.email} may sign in as {role} of {code}.")


def _organisation(code: str, kind: str | None) -> int:
    found = queries.organisation_by_code(code)
    if found is not None:
        return found.id
    if kind is None:
        kinds = ", ".join(k.value for k in OrganisationKind)
        raise ConsoleError(
            f"There is no organisation with the code {code}.",
            f"Check the code, or have it made with --new and one of: {kinds}.",
        )
    return add_organisation(OrganisationKind(kind), code, code).id


@user.command()
@click.argument("email")
@password_option
def password(email: str, password: str) -> None:
    """Set a person's password; it ends every session that is open."""
    with app_context():
        set_password(_person(email).id, password)
    click.echo(f"{email} signs in with the new password from now on.")


@user.command()
@click.argument("email")
@click.option("--label", default="console", show_default=True, help="What it is for.")
@click.option("--days", default=TOKEN_LIFE_DAYS, show_default=True, help="Its life.")
def token(email: str, label: str, days: int) -> None:
    """Issue a bearer token for a person's scripts; it is shown this once."""
    with app_context():
        person = _person(email)
        with acting_as(queries.actor_of(person.id)):
            click.echo(make_token(label, days).token)


def _person(email: str) -> User:
    found = queries.user_by_email(normal_email(email))
    if found is None:
        raise ConsoleError(
            f"Nobody signs in as {email}.", "Check the spelling, or `paigong user add`."
        )
    return found
