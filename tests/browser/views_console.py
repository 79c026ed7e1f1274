"""What a member meets in the console."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser import walk
from tests.browser.stage import LONG_OWNER, Stage
from tests.browser.views import view
from tests.browser.views_hub import ANSWERED, heading


def go(page: Page, stage: Stage, path: str, title: str) -> None:
    """Open a page of the console and wait until it has its data."""
    page.goto(f"{stage.hub.url}/console/{path}")
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def accounts(page: Page, stage: Stage) -> None:
    """The list of accounts, loaded."""
    go(page, stage, "accounts", "Accounts")
    expect(page.get_by_role("row").filter(has_text="Acme").first).to_be_visible()


def row_menu(page: Page, owner: str) -> Locator:
    """Open the menu of a row."""
    page.get_by_role("row").filter(has_text=owner).get_by_role("button", name="Actions for").click()
    menu = page.get_by_role("menu")
    expect(menu).to_be_visible()
    return menu


@view("accounts")
def _accounts(page: Page, stage: Stage) -> None:
    accounts(page, stage)


@view("accounts-empty", alone=True)
def _accounts_empty(page: Page, stage: Stage) -> None:
    in_empty_project(page, stage)
    go(page, stage, "accounts", "Accounts")
    expect(page.get_by_text("No accounts yet")).to_be_visible()


@view("accounts-nothing-matches")
def _accounts_nothing(page: Page, stage: Stage) -> None:
    go(page, stage, "accounts?search=typewriter", "Accounts")
    expect(page.get_by_text("Nothing matches")).to_be_visible()


@view("accounts-menu", closes=True)
def _accounts_menu(page: Page, stage: Stage) -> None:
    accounts(page, stage)
    row_menu(page, "Acme")


@view("accounts-filter", closes=True)
def _accounts_filter(page: Page, stage: Stage) -> None:
    accounts(page, stage)
    page.get_by_role("button", name="Status").click()


@view("accounts-loading")
def _accounts_loading(page: Page, stage: Stage) -> None:
    page.route("**/accounts?*", lambda route: None)
    page.goto(f"{stage.hub.url}/console/accounts")
    expect(page.locator(".sk").first).to_be_visible()


@view("accounts-to-read")
def _accounts_to_read(page: Page, stage: Stage) -> None:
    as_viewer(page)
    accounts(page, stage)
    expect(page.get_by_role("button", name="Link account")).to_have_count(0)


@view("accounts-failed", said=ANSWERED)
def _accounts_failed(page: Page, stage: Stage) -> None:
    page.route("**/accounts?*", lambda route: route.fulfill(status=500, json={"statusCode": 500, "message": "Broken."}))
    page.goto(f"{stage.hub.url}/console/accounts")
    expect(page.get_by_text("Could not load accounts")).to_be_visible()


@view("account")
def _account(page: Page, stage: Stage) -> None:
    go(page, stage, f"accounts/{stage.accounts['Acme']}", "Accounts")
    drawer = page.get_by_role("complementary")
    expect(drawer.get_by_text("Who it acts as")).to_be_visible()
    expect(drawer.get_by_label("Text that is meant for a model")).to_have_value("project")


@view("account-error")
def _account_error(page: Page, stage: Stage) -> None:
    go(page, stage, f"accounts/{stage.accounts['Example Florist']}", "Accounts")
    expect(page.get_by_role("complementary").get_by_role("button", name="Reconnect…")).to_be_visible()


@view("account-long-name")
def _account_long(page: Page, stage: Stage) -> None:
    go(page, stage, f"accounts/{stage.accounts[LONG_OWNER]}", "Accounts")
    expect(page.get_by_role("complementary").get_by_text("Who it acts as")).to_be_visible()


@view("account-delete")
def _delete(page: Page, stage: Stage) -> None:
    accounts(page, stage)
    row_menu(page, "Acme").get_by_role("menuitem", name="Delete").click()
    expect(page.get_by_role("alertdialog")).to_be_visible()


@view("account-deleted")
def _deleted(page: Page, stage: Stage) -> None:
    was = stage.hub.call("GET", f"/accounts/{stage.accounts['Acme']}").json()
    was["linkwright"]["receipt"] = {
        "account_id": was["id"],
        "destroyed_fields": ["api_key"],
        "deleted_at": was["updated_at"],
        "deleted_by": "member:mem_1",
        "deleted_by_name": "Mira Holt",
        "revocation": "not_supported",
        "revocation_detail": "Linear lets only the owner end this API key, in the settings there.",
    }

    def answer(route: Route) -> None:
        if route.request.method == "DELETE":
            route.fulfill(json=was)
        else:
            route.fallback()

    page.route("**/accounts/acc_*", answer)
    _delete(page, stage)
    page.get_by_role("button", name="Delete account").click()
    expect(page.get_by_role("dialog").get_by_text("Destroyed")).to_be_visible()


@view("account-suspend")
def _suspend(page: Page, stage: Stage) -> None:
    accounts(page, stage)
    row_menu(page, "Acme").get_by_role("menuitem", name="Suspend").click()
    expect(page.get_by_role("dialog")).to_be_visible()


@view("account-suspended-just-now")
def _suspended(page: Page, stage: Stage) -> None:
    account = stage.hub.call("GET", f"/accounts/{stage.accounts['Acme']}").json()
    page.route("**/suspend", lambda route: route.fulfill(json={**account, "status": "suspended"}))
    _suspend(page, stage)
    page.get_by_role("dialog").get_by_role("button", name="Suspend account").click()
    # With the focus in it, it stays.
    page.get_by_role("button", name="Undo").focus()


@view("account-convert")
def _convert(page: Page, stage: Stage) -> None:
    accounts(page, stage)
    row_menu(page, "Acme").get_by_role("menuitem", name="Convert").click()
    expect(page.get_by_role("dialog")).to_be_visible()


@view("account-edit")
def _edit(page: Page, stage: Stage) -> None:
    accounts(page, stage)
    row_menu(page, "Acme").get_by_role("menuitem", name="Edit").click()
    expect(walk.hub_frame(page).get_by_role("button", name="Replace")).to_be_visible()


@view("link")
def _link(page: Page, stage: Stage) -> None:
    accounts(page, stage)
    page.get_by_role("button", name="Link account").click()
    expect(page.get_by_role("dialog")).to_be_visible()


@view("link-lacking")
def _link_lacking(page: Page, stage: Stage) -> None:
    _link(page, stage)
    page.get_by_role("button", name="Make the link").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()


@view("link-existing")
def _link_existing(page: Page, stage: Stage) -> None:
    _link(page, stage)
    page.get_by_label("Owner id").fill("cus_4100")
    page.get_by_label("Owner name").fill("Acme")
    page.get_by_label("Connector").select_option("linear")
    expect(page.get_by_role("dialog").get_by_text("Acme").first).to_be_visible()


@view("link-made")
def _link_made(page: Page, stage: Stage) -> None:
    walk.begin_linking(page, stage.hub, "Example Garage", "Send a link")
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_label("Auth link", exact=True)).to_be_visible()


@view("link-revoked")
def _link_revoked(page: Page, stage: Stage) -> None:
    _link_made(page, stage)
    page.get_by_role("button", name="Revoke link").click()
    expect(page.get_by_text("The link was revoked")).to_be_visible()


@view("link-now")
def _link_now(page: Page, stage: Stage) -> None:
    walk.begin_linking(page, stage.hub, "Example Garage", "Connect now")
    page.get_by_role("button", name="Open the Hub").click()
    # The project has several ways of connecting this tool, so the Hub asks which.
    walk.hub_frame(page).get_by_role("button", name="Linear Issues").click()
    expect(walk.hub_frame(page).get_by_label("API key", exact=True)).to_be_visible()


@view("link-embed")
def _link_embed(page: Page, stage: Stage) -> None:
    walk.begin_linking(page, stage.hub, "Example Garage", "Embed in your app")
    expect(page.get_by_role("tablist").first).to_be_visible()


@view("runs")
def _runs(page: Page, stage: Stage) -> None:
    go(page, stage, "runs", "Runs")
    expect(page.get_by_text("linear_create_issue").first).to_be_visible()


@view("runs-empty", alone=True)
def _runs_empty(page: Page, stage: Stage) -> None:
    in_empty_project(page, stage)
    go(page, stage, "runs", "Runs")


@view("runs-nothing-matches")
def _runs_nothing(page: Page, stage: Stage) -> None:
    go(page, stage, "runs?action=linear_nothing", "Runs")


@view("runs-actions-found")
def _runs_found(page: Page, stage: Stage) -> None:
    _runs(page, stage)
    page.get_by_label("Filter by action").press_sequentially("iss lab")
    expect(page.get_by_role("option").first).to_be_visible()


@view("run-read")
def _run_read(page: Page, stage: Stage) -> None:
    go(page, stage, f"runs/{stage.runs['read']}", "linear_list_issues")


@view("run-written")
def _run_written(page: Page, stage: Stage) -> None:
    go(page, stage, f"runs/{stage.runs['written']}", "linear_create_issue")


@view("run-arguments")
def _run_arguments(page: Page, stage: Stage) -> None:
    go(page, stage, f"runs/{stage.runs['written']}?tab=arguments", "linear_create_issue")


@view("run-result")
def _run_result(page: Page, stage: Stage) -> None:
    go(page, stage, f"runs/{stage.runs['read']}?tab=result", "linear_list_issues")


@view("run-no-right")
def _run_no_right(page: Page, stage: Stage) -> None:
    go(page, stage, f"runs/{stage.runs['no right']}", "linear_create_issue")


@view("run-provider-down")
def _run_down(page: Page, stage: Stage) -> None:
    go(page, stage, f"runs/{stage.runs['provider down']}", "linear_create_issue")


@view("run-not-there", said=ANSWERED)
def _run_not_there(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.hub.url}/console/runs/run_nothing")
    expect(page.get_by_text("There is no such run")).to_be_visible()


@view("connectors")
def _connectors(page: Page, stage: Stage) -> None:
    go(page, stage, "connectors", "Connectors")
    expect(page.get_by_role("link", name="Linear")).to_be_visible()


@view("connectors-nothing-matches")
def _connectors_nothing(page: Page, stage: Stage) -> None:
    go(page, stage, "connectors?search=typewriter", "Connectors")
    expect(page.get_by_text("No connector matches")).to_be_visible()


@view("connector")
def _connector(page: Page, stage: Stage) -> None:
    go(page, stage, "connectors/linear", "Linear")
    expect(page.get_by_role("button", name="Issues")).to_be_visible()


@view("connector-actions")
def _connector_actions(page: Page, stage: Stage) -> None:
    _connector(page, stage)
    page.get_by_label("Search actions").fill("archive")
    expect(page.get_by_text("linear_archive_issue", exact=True)).to_be_visible()


@view("connector-not-there", said=ANSWERED)
def _connector_not_there(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.hub.url}/console/connectors/typewriter")
    expect(page.get_by_text("There is no such connector")).to_be_visible()


@view("profile")
def _profile(page: Page, stage: Stage) -> None:
    profile = stage.hub.call("GET", "/auth_configs").json()["data"][0]["id"]
    go(page, stage, f"connectors/linear/{profile}", "Linear")
    expect(page.get_by_role("radio", name="Everyday")).to_be_checked()


@view("profile-pinned")
def _profile_pinned(page: Page, stage: Stage) -> None:
    versions = [{"version": version, "withdrawn_at": None} for version in ("1.2.0", "1.1.3", "1.1.0")]
    page.route("**/connectors/linear/versions", lambda route: route.fulfill(json={"data": versions}))
    _profile(page, stage)
    expect(page.get_by_label("Which version runs")).to_have_value("latest")


@view("profile-changed")
def _profile_changed(page: Page, stage: Stage) -> None:
    _profile(page, stage)
    page.get_by_role("button", name="Issues").click()
    page.get_by_role("checkbox", name="linear_delete_issue", exact=True).check()
    page.get_by_role("checkbox", name="All of Webhooks").check()
    expect(page.get_by_role("button", name="Save actions")).to_be_visible()


@view("agents")
def _agents(page: Page, stage: Stage) -> None:
    go(page, stage, "agents", "Connect an agent")
    expect(page.get_by_text("claude mcp add")).to_be_visible()


@view("agents-key")
def _agents_key(page: Page, stage: Stage) -> None:
    _agents(page, stage)
    page.get_by_role("radio", name="API key").click()
    expect(page.get_by_label("Account it acts on")).to_be_visible()
    expect(page.get_by_text("Authorization: Bearer")).to_be_visible()


@view("keys")
def _keys(page: Page, stage: Stage) -> None:
    go(page, stage, "keys", "API keys")
    expect(page.get_by_role("row").nth(1)).to_be_visible()


@view("keys-empty", alone=True)
def _keys_empty(page: Page, stage: Stage) -> None:
    in_empty_project(page, stage)
    go(page, stage, "keys", "API keys")


@view("key-create")
def _key_create(page: Page, stage: Stage) -> None:
    _keys(page, stage)
    page.get_by_role("button", name="Create key").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Custom", exact=True).click()
    dialog.get_by_role("button", name="Create key").click()
    expect(dialog.get_by_text("Choose at least one scope.")).to_be_visible()


@view("key-made")
def _key_made(page: Page, stage: Stage) -> None:
    _keys(page, stage)
    page.get_by_role("button", name="Create key").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("planner-agent")
    dialog.get_by_role("button", name="Create key").click()
    expect(page.get_by_label("The key", exact=True)).to_be_visible()


@view("key-revoke")
def _key_revoke(page: Page, stage: Stage) -> None:
    _keys(page, stage)
    page.get_by_role("button", name="Revoke").first.click()
    expect(page.get_by_role("alertdialog")).to_be_visible()


@view("settings")
def _settings(page: Page, stage: Stage) -> None:
    go(page, stage, "settings", "Settings")
    expect(page.get_by_label("App name")).to_have_value("Acme Planner")


@view("settings-faulty")
def _settings_faulty(page: Page, stage: Stage) -> None:
    _settings(page, stage)
    page.get_by_label("App name").fill("")
    page.get_by_label("App name").blur()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()


@view("palette")
def _palette(page: Page, stage: Stage) -> None:
    accounts(page, stage)
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").fill("ex")
    expect(page.get_by_role("option").filter(has_text="Example Clinic")).to_be_visible()


@view("shortcuts")
def _shortcuts(page: Page, stage: Stage) -> None:
    accounts(page, stage)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


@view("navigation")
def _navigation(page: Page, stage: Stage) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    accounts(page, stage)
    page.get_by_role("button", name="Open navigation").click()


@view("user-menu", closes=True)
def _user_menu(page: Page, stage: Stage) -> None:
    accounts(page, stage)
    if not page.get_by_role("button", name=walk.EMAIL).is_visible():
        page.get_by_role("button", name="Open navigation").click()
    page.get_by_role("button", name=walk.EMAIL).click()
    expect(page.get_by_role("menu")).to_be_visible()


@view("not-found")
def _not_found(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.hub.url}/console/nowhere")
    heading(page, "There is no such page")


@view("signed-out", said=ANSWERED, alone=True)
def _signed_out(page: Page, stage: Stage) -> None:
    accounts(page, stage)
    page.context.clear_cookies()
    page.get_by_label("Search accounts").fill("Acme")
    expect(page.get_by_role("alertdialog")).to_be_visible()


def as_viewer(page: Page) -> None:
    """Let the signed-in member be one who may look only."""

    def answer(route: Route) -> None:
        me = route.fetch().json()
        rights = [one for one in me["rights"] if one.endswith(":read")]
        route.fulfill(json={**me, "member": {**me["member"], "role": "viewer"}, "rights": rights})

    page.route("**/console/api/me", answer)


def in_empty_project(page: Page, stage: Stage) -> None:
    """Choose the project that has nothing in it."""
    page.add_init_script(f"localStorage.setItem('linkwright.project', '{stage.empty_project}')")


@view("sessions")
def _sessions(page: Page, stage: Stage) -> None:
    stage.sessions_in_every_state()
    go(page, stage, "sessions", "Connect sessions")
    expect(page.get_by_role("row").filter(has_text="Revoked").first).to_be_visible()


@view("sessions-empty", alone=True)
def _sessions_empty(page: Page, stage: Stage) -> None:
    in_empty_project(page, stage)
    go(page, stage, "sessions", "Connect sessions")
    expect(page.get_by_text("No connect sessions yet")).to_be_visible()


@view("sessions-nothing-matches")
def _sessions_nothing(page: Page, stage: Stage) -> None:
    go(page, stage, "sessions?search=typewriter", "Connect sessions")
    expect(page.get_by_text("Nothing matches")).to_be_visible()


@view("sessions-failed", said=ANSWERED)
def _sessions_failed(page: Page, stage: Stage) -> None:
    page.route(
        "**/connect_sessions?*", lambda route: route.fulfill(status=500, json={"statusCode": 500, "message": "Broken."})
    )
    page.goto(f"{stage.hub.url}/console/sessions")
    expect(page.get_by_text("Could not load connect sessions")).to_be_visible()


@view("session-revoke")
def _session_revoke(page: Page, stage: Stage) -> None:
    stage.sessions_in_every_state()
    go(page, stage, "sessions?state=open", "Connect sessions")
    page.get_by_role("button", name="Revoke").first.click()
    expect(page.get_by_role("alertdialog")).to_be_visible()
