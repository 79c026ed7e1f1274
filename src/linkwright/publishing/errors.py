"""Errors of publishing connectors."""

from __future__ import annotations

from linkwright.errors import Conflict, LinkwrightError, NotFound


class VersionPublished(Conflict):
    """This version is published already, with other content."""

    code = "version_published"
    hint = "Published versions never change. Put the proposed version into connector.yaml and push again."


class VersionInUse(Conflict):
    """Without this version, accounts or profiles would have none."""

    code = "version_in_use"
    hint = "Publish a newer version or change the pin of the profile, then withdraw this one."


class VersionNotFound(NotFound):
    """This project has published no such version."""

    code = "version_not_found"
    hint = "`linkwright connector versions KEY` lists the versions. What ships with the hub cannot be withdrawn."


class TooManyVersions(LinkwrightError):
    """This project has as many published versions as it may have."""

    code = "too_many_versions"
    status = 409
    hint = "Ask the operator to make another project, or publish less often."
