import pytest

from app.core.actor import (
    ANONYMOUS,
    SYSTEM,
    Actor,
    ActorKind,
    Belonging,
    Role,
    acting_as,
    current_actor,
)

ANN = Actor(
    ActorKind.USER,
    7,
    (Belonging(2, Role.STORE), Belonging(1, Role.TECHNICIAN), Belonging(2, Role.STORE)),
)


def test_the_database_is_told_who_acts() -> None:
    assert (ANN.setting, SYSTEM.setting, ANONYMOUS.setting) == ("user:7", "system", "")


def test_nobody_acts_until_somebody_does_and_ever_after() -> None:
    assert current_actor() is ANONYMOUS
    with acting_as(ANN):
        with acting_as(SYSTEM):
            assert current_actor().is_system
        assert current_actor() is ANN
    assert current_actor() is ANONYMOUS


def test_a_failure_ends_the_acting_too() -> None:
    with pytest.raises(RuntimeError), acting_as(ANN):
        raise RuntimeError
    assert not current_actor().is_known


def test_roles_and_organisations_are_named_once() -> None:
    assert ANN.roles == {Role.STORE, Role.TECHNICIAN}
    assert ANN.organisation_ids == (1, 2)
    assert ANN.organisation_ids_as(Role.STORE) == (2,)
    assert ANN.organisation_ids_as(Role.DISPATCHER) == ()


def test_only_one_role_leaves_the_organisations_of_the_others() -> None:
    assert ANN.only(Role.TECHNICIAN).organisation_ids == (1,)
    assert ANN.only(Role.DISPATCHER).organisation_ids == ()
    assert ANN.only(Role.STORE).user_id == 7
