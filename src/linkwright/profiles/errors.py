"""Errors of connector profiles."""

from __future__ import annotations

from linkwright.errors import Conflict, LinkwrightError, Unprocessable


class UnknownActions(LinkwrightError):
    """The list names actions that the connector does not have."""

    code = "unknown_actions"
    status = 422
    hint = "Use a preset (read, core, all) or ids as GET /actions lists them."


class PinFitsNothing(LinkwrightError):
    """The version pin fits no version of the connector."""

    code = "pin_fits_nothing"
    status = 422
    hint = "Use latest, 1.x.x, 1.2.x or an exact version. `linkwright connector versions KEY` lists what there is."


class UnknownConnectorKey(Unprocessable):
    """There is no such connector to make a profile of."""

    code = "no_such_connector"
    hint = "GET /connectors/meta lists the connectors of this hub by their keys."


class UnknownMethod(Unprocessable):
    """The connector is not linked in that way."""

    code = "unknown_auth_method"
    hint = "GET /connectors/meta/{key} lists the ways of connecting that a connector has."


class SecretGivenElsewhere(LinkwrightError):
    """The connector has come to call hosts that the secret of the profile's app was not given for."""

    code = "secret_given_elsewhere"
    status = 412
    hint = "Enter the client secret in the connector profile again, if these hosts may have it."


class ProfileNameTaken(Conflict):
    """Another profile of this connector has that name."""

    code = "profile_name_taken"
    hint = "Choose another name; people tell profiles apart by it."


class ProfileInUse(Conflict):
    """Accounts use this profile."""

    code = "profile_in_use"
    hint = "Disable it, move its accounts to another profile, or delete it with ?accounts=delete to delete them too."


class BadAppSettings(Unprocessable):
    """The app's settings do not fit this way of connecting."""

    code = "bad_app_settings"
    hint = "GET /connector_profiles/{id} says what the profile takes under `app` and `setup`."
