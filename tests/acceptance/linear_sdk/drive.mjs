// Linear's own SDK against the twin: reads, pages, writes and errors. Prints one JSON object.
import { LinearClient } from "@linear/sdk";

const { API_URL: apiUrl, API_KEY: apiKey, READ_ONLY_KEY: readOnly } = process.env;
const client = new LinearClient({ apiKey, apiUrl });
const found = {};

const viewer = await client.viewer;
found.viewer = viewer.name;
found.organization = (await viewer.organization).urlKey;

const teams = await client.teams();
const team = teams.nodes.find((one) => one.key === "ENG");
found.teams = teams.nodes.map((one) => one.key).sort();
found.states = (await team.states()).nodes.length;
found.members = (await team.members()).nodes.length;

let page = await client.issues({ first: 10 });
const seen = new Set(page.nodes.map((one) => one.identifier));
while (page.pageInfo.hasNextPage) {
  page = await page.fetchNext();
  page.nodes.forEach((one) => seen.add(one.identifier));
}
found.issues = seen.size;
found.filtered = (await client.issues({ filter: { team: { key: { eq: "OPS" } } }, first: 50 })).nodes.length;

const created = await client.createIssue({ teamId: team.id, title: "By the SDK" });
const issue = await created.issue;
found.created = { success: created.success, title: issue.title, state: (await issue.state).name };
const updated = await client.updateIssue(issue.id, { title: "Changed by the SDK", priority: 1 });
found.updated = { success: updated.success, title: (await client.issue(issue.identifier)).title };
const comment = await client.createComment({ issueId: issue.id, body: "Hello" });
found.comments = { success: comment.success, count: (await issue.comments()).nodes.length };
found.projects = (await client.projects()).nodes.length;
found.labels = (await client.issueLabels()).nodes.length;
found.notifications = (await client.notifications()).nodes.length;
found.deleted = (await client.deleteIssue(issue.id)).success;
found.search = (await client.searchIssues("login")).nodes.length;

async function refusal(work) {
  try {
    await work();
    return null;
  } catch (error) {
    return { kind: error.constructor.name, type: error.type, message: error.errors?.[0]?.message ?? error.message };
  }
}
found.refusals = {
  missing: await refusal(() => client.issue("ENG-99999")),
  key: await refusal(() => new LinearClient({ apiKey: "lin_api_nope", apiUrl }).viewer),
  right: await refusal(() => new LinearClient({ apiKey: readOnly, apiUrl }).createIssue({ teamId: team.id, title: "x" })),
  input: await refusal(() => client.createIssue({ teamId: "ENG", title: "x" })),
};
console.log(JSON.stringify(found));
