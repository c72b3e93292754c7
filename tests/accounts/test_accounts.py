"""Accounts: made by others, kept safely, never a way to a permission."""

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError

from hocvien.accounts import api as accounts

pytestmark = pytest.mark.django_db
PASSWORD = "mùa-lúa-chín-2023"


def open_account(**fields):
    return accounts.create_user(
        **{"actor": None, "username": "lan", "full_name": " Lê  Thị Lan ", "password": None} | fields
    )


def test_create_user_without_password_lets_nobody_in():
    user = open_account()
    assert not user.has_usable_password()
    assert user.full_name == "Lê Thị Lan"
    assert str(user) == "Lê Thị Lan"
    assert not user.is_staff
    assert not user.is_superuser


def test_create_user_keeps_the_password_as_argon2_for_office_machines():
    user = open_account(password=PASSWORD)
    assert "argon2id$v=19$m=19456,t=2,p=1$" in user.password
    assert authenticate(username="lan", password=PASSWORD) == user


def test_create_user_with_a_name_taken_is_said_in_words():
    open_account()
    with pytest.raises(accounts.UsernameTaken) as refused:
        open_account()
    assert "lan" in str(refused.value)


def test_create_user_with_a_weak_password_is_refused():
    with pytest.raises(accounts.PasswordRefused):
        open_account(password="12345678")


def test_create_user_with_an_impossible_name_is_refused():
    with pytest.raises(ValidationError):
        open_account(username="lê lan")


def test_set_password_replaces_the_old_one():
    user = open_account(password=PASSWORD)
    accounts.set_password(actor=None, user=user, password="đồng-xanh-trải-rộng")
    assert authenticate(username="lan", password=PASSWORD) is None
    assert authenticate(username="lan", password="đồng-xanh-trải-rộng") == user


def test_deactivate_shuts_the_door_and_reactivate_opens_it():
    user = open_account(password=PASSWORD)
    accounts.deactivate(actor=None, user=user)
    assert authenticate(username="lan", password=PASSWORD) is None
    accounts.reactivate(actor=None, user=user)
    assert authenticate(username="lan", password=PASSWORD) == user


def test_set_language_knows_only_the_languages_of_the_program():
    user = open_account()
    assert accounts.set_language(actor=None, user=user, language="en").language == "en"
    assert accounts.set_language(actor=None, user=user, language="fr").language == ""


def test_get_user_and_find_user():
    user = open_account()
    assert accounts.get_user(user.uuid) == user
    assert accounts.find_user("lan") == user
    assert accounts.find_user("hoa") is None
    with pytest.raises(accounts.UserNotFound):
        accounts.get_user("01890000-0000-7000-8000-000000000000")
