"""Mutations of releases as build servers use them: by pipeline, version and commit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.issues import find_issue
from linkwright.catalog.linear.twin.looking import look_up
from linkwright.catalog.linear.twin.refusals import invalid_argument, not_found, wrong_input
from linkwright.catalog.linear.twin.verbs import create, update
from linkwright.catalog.linear.twin.world import Row

_Args = Mapping[str, Any]
_STAMPS = {"started": "startedAt", "completed": "completedAt", "canceled": "canceledAt"}
_STAGES = (
    ("Planned", "planned", "#bec2c8"),
    ("In progress", "started", "#f2c94c"),
    ("Released", "completed", "#5e6ad2"),
)


def _stage(call: Call, pipeline: Row, kind: str) -> Row:
    """The pipeline's first stage of a type, or its first at all."""
    stages = sorted(call.world.where("ReleaseStage", "pipelineId", pipeline["id"]), key=lambda row: row["position"])
    if not stages:
        raise wrong_input("The pipeline has no stages.")
    return next((stage for stage in stages if stage["type"] == kind), stages[0])


def _enter(call: Call, release: Row, stage: Row) -> None:
    release["stageId"] = stage["id"]
    column = _STAMPS.get(stage["type"])
    if column and not release.get(column):
        release[column] = call.at


def _create(call: Call, args: _Args) -> dict[str, Any]:
    given = args["input"]
    pipeline = look_up(call, "ReleasePipeline", given["pipelineId"])
    first = _stage(call, pipeline, "planned" if pipeline.get("type") != "continuous" else "completed")
    stage = look_up(call, "ReleaseStage", given["stageId"]) if given.get("stageId") else first
    if stage["pipelineId"] != pipeline["id"]:
        raise wrong_input("The stage belongs to another pipeline than the release.")
    release = create(call, "Release", given, stageId=stage["id"], version=None, trashed=None)
    _enter(call, release, stage)
    return {"release": release}


def _update(call: Call, args: _Args) -> dict[str, Any]:
    release = update(call, look_up(call, "Release", args["id"]), args["input"])
    if args["input"].get("stageId"):
        _enter(call, release, look_up(call, "ReleaseStage", release["stageId"]))
    if args["input"].get("trashed") is not None:
        release["archivedAt"] = call.at if args["input"]["trashed"] else None
    return {"release": release}


def _current(call: Call, given: Mapping[str, Any]) -> tuple[Row, Row | None]:
    """The pipeline, and its release of that version, else its latest open one."""
    pipeline = look_up(call, "ReleasePipeline", given["pipelineId"])
    releases = [r for r in call.world.where("Release", "pipelineId", pipeline["id"]) if not r["archivedAt"]]
    if given.get("version"):
        return pipeline, next((row for row in releases if row.get("version") == given["version"]), None)
    return pipeline, next((row for row in reversed(releases) if not row.get("completedAt")), None)


def _furnish(call: Call, release: Row, given: Mapping[str, Any]) -> None:
    """What a build server may hand in beside the release: a name, links, documents, notes."""
    for name in ("name", "version", "commitSha"):
        if given.get(name):
            release[name] = given[name]
    for link in given.get("links") or ():
        label = link.get("label") or link["url"]
        fixed = {"url": link["url"], "label": label, "creatorId": call.viewer["id"]}
        call.world.add("EntityExternalLink", call.at, releaseId=release["id"], **fixed)
    for text in given.get("documents") or ():
        fixed = {"title": text["title"], "content": text["content"], "creatorId": call.viewer["id"]}
        call.world.add("Document", call.at, releaseId=release["id"], **fixed)
    if given.get("releaseNotes"):
        notes = {"title": given["releaseNotes"]["title"], "content": given["releaseNotes"]["content"]}
        call.world.add("ReleaseNote", call.at, pipelineId=release["pipelineId"], releaseIds=[release["id"]], **notes)


def _sync(call: Call, args: _Args) -> dict[str, Any]:
    """Put the issues of a commit into the pipeline's open release, or into a new one."""
    given = args["input"]
    pipeline, release = _current(call, given)
    if release is None:
        name = given.get("name") or given.get("version") or given["commitSha"][:7]
        release = _create(call, {"input": {"pipelineId": pipeline["id"], "name": name}})["release"]
    call.world.edit(release)
    _furnish(call, release, given)
    inside = {join["issueId"] for join in call.world.where("IssueToRelease", "releaseId", release["id"])}
    for each in given.get("issueReferences") or ():
        issue = find_issue(call.world, each["identifier"])
        if issue and call.sees(issue) and issue["id"] not in inside:
            call.world.add("IssueToRelease", call.at, issueId=issue["id"], releaseId=release["id"])
    return {"release": release}


def _complete(call: Call, args: _Args) -> dict[str, Any]:
    pipeline, release = _current(call, args["input"])
    if release is None:
        raise not_found("Release")
    call.world.edit(release)
    _furnish(call, release, args["input"])
    _enter(call, release, _stage(call, pipeline, "completed"))
    return {"release": release}


def _update_by_pipeline(call: Call, args: _Args) -> dict[str, Any]:
    pipeline, release = _current(call, args["input"])
    if release is None:
        raise not_found("Release")
    call.world.edit(release)
    _furnish(call, release, args["input"])
    wanted = args["input"].get("stage")
    if wanted:
        stages = call.world.where("ReleaseStage", "pipelineId", pipeline["id"])
        stage = next((each for each in stages if each["name"].casefold() == wanted.casefold()), None)
        if stage is None:
            raise not_found("ReleaseStage")
        _enter(call, release, stage)
    return {"release": release}


def _create_pipeline(call: Call, args: _Args) -> dict[str, Any]:
    blank = {"type": "scheduled", "isProduction": True, "includePathPatterns": [], "teamIds": [], "trashed": None}
    pipeline = create(call, "ReleasePipeline", args["input"], **blank)
    for place, (name, kind, color) in enumerate(_STAGES):
        fixed: dict[str, Any] = {"name": name, "type": kind, "color": color, "position": place, "frozen": False}
        call.world.add("ReleaseStage", call.at, pipelineId=pipeline["id"], **fixed)
    return {"releasePipeline": pipeline}


def _note(call: Call, args: _Args) -> dict[str, Any]:
    note = create(call, "ReleaseNote", _with_range(call, args["input"], args["input"]["pipelineId"]))
    note["content"] = args["input"].get("content")
    return {"releaseNote": note}


def _change_note(call: Call, args: _Args) -> dict[str, Any]:
    note = look_up(call, "ReleaseNote", args["id"])
    update(call, note, _with_range(call, args["input"], note["pipelineId"]))
    if args["input"].get("content") is not None:
        note["content"] = args["input"]["content"]
    return {"releaseNote": note}


def _with_range(call: Call, given: Mapping[str, Any], pipeline_id: str) -> dict[str, Any]:
    """The input with the releases of a range written out."""
    plain = {name: value for name, value in given.items() if not name.startswith("range") and name != "content"}
    ends = given.get("rangeFromReleaseId"), given.get("rangeToReleaseId")
    if not all(ends):
        return plain
    ids = [row["id"] for row in call.world.where("Release", "pipelineId", pipeline_id)]
    if not set(ends) <= set(ids):
        raise invalid_argument("both ends of the range must be releases of the pipeline.")
    low, high = sorted(ids.index(str(end)) for end in ends)
    return {**plain, "releaseIds": ids[low : high + 1]}


def _take_out(call: Call, args: _Args) -> dict[str, Any]:
    issue, release = look_up(call, "Issue", args["issueId"]), look_up(call, "Release", args["releaseId"])
    for join in call.world.where("IssueToRelease", "issueId", issue["id"]):
        if join["releaseId"] == release["id"]:
            call.world.remove(join)
            return {"entityId": join["id"]}
    raise not_found("IssueToRelease")


RELEASES: Mapping[str, Callable[[Call, _Args], dict[str, Any]]] = {
    "releaseCreate": _create,
    "releaseUpdate": _update,
    "releaseSync": _sync,
    "releaseComplete": _complete,
    "releaseUpdateByPipeline": _update_by_pipeline,
    "releasePipelineCreate": _create_pipeline,
    "releaseNoteCreate": _note,
    "releaseNoteUpdate": _change_note,
    "issueToReleaseDeleteByIssueAndRelease": _take_out,
}
