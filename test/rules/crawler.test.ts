import type { Resolution } from "@lastmeter/model/time";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gather } from "./cases.ts";
import { type Grantee, isBeyond, type Stamp, toCrawlSeed, today, views } from "./crawl-seed.ts";
import { findEmulator, readRules } from "./environment.ts";
import { type Ask, type Filter, type Found, openProject, type Project } from "./project.ts";
import { networkId, nodeId, roleOf, secondNodeId, viewId } from "./roles.ts";

const node = `nodes/${nodeId}`;
const view = { channels: [...views[viewId]], view: viewId };
const lent = (uid: string, terms: Grantee["grants"][string]): Grantee => ({ uid, grants: { [node]: terms } });

/** One of each kind, with what they must find at least, so that the crawler is known to see. */
const grantees: readonly (Grantee & { readonly finds: readonly (Resolution | "affairs")[] })[] = [
  { ...lent("rawViewer", {}), finds: ["raw", "quarter", "hour", "day", "month"] },
  { ...lent("quarterViewer", { resolution: "quarter" }), finds: ["quarter", "hour", "day", "month"] },
  { ...lent("hourViewer", { resolution: "hour" }), finds: ["hour", "day", "month"] },
  { ...lent("dayViewer", { resolution: "day" }), finds: ["day", "month"] },
  { ...lent("monthViewer", { resolution: "month" }), finds: ["month"] },
  { ...lent("viewViewer", view), finds: ["raw", "quarter", "hour", "day", "month"] },
  { ...lent("dayOfViewViewer", { ...view, resolution: "day" }), finds: ["day", "month"] },
  { ...lent("sinceViewer", { historyFrom: "2026-06-15" }), finds: ["raw", "quarter", "hour"] },
  { ...lent("daySinceViewer", { resolution: "day", historyFrom: "2026-06-01" }), finds: ["day"] },
  { ...lent("viewSinceViewer", { ...view, historyFrom: "2026-06-15" }), finds: ["raw", "quarter", "hour"] },
  { ...lent("operator", { role: "operator" }), finds: ["raw", "quarter", "hour", "day", "month"] },
  { ...lent("nodeAdmin", { role: "admin" }), finds: ["raw", "affairs"] },
  {
    uid: "networkAdmin",
    grants: {
      [`networks/${networkId}`]: { role: "admin" },
      [node]: { role: "admin", source: "network" },
      [`nodes/${secondNodeId}`]: { role: "admin", source: "network" },
    },
    finds: ["raw", "affairs"],
  },
  { uid: "stranger", grants: {}, finds: [] },
];

const seed = toCrawlSeed(grantees);
let project: Project;

beforeAll(async () => {
  project = openProject(await findEmulator(), "demo-rules-crawler");
  await project.clear();
  await project.load(await readRules());
  await project.seed(seed);
});
afterAll(() => project?.close());

const paths = [...seed.keys()];
const parentOf = (path: string) => path.slice(0, path.lastIndexOf("/"));
const collections = [...new Set(paths.map(parentOf))];
const groups = [...new Set(collections.map((path) => path.slice(path.lastIndexOf("/") + 1)))];

/** Each field that rules look at, with one's own name and others', and some that they do not. */
function toFilters(uid: string): Filter[] {
  const names = ["owner", uid];
  const lists = ["memberIds", "readers", "managers"];
  return [
    ...names.flatMap((value) => lists.map((field) => ({ field, op: "array-contains" as const, value }))),
    ...names.flatMap((value) => ["ownerId", "principalId"].map((field) => ({ field, op: "==" as const, value }))),
    { field: "v", op: "==", value: 1 },
    { field: "day", op: ">=", value: today },
  ];
}

/** Every way to ask for documents that somebody who knows all ids and fields could think of. */
function toAsks(uid: string): Ask[] {
  const filters = toFilters(uid);
  const sources = [
    ...collections.map((collection) => ({ collection })),
    ...groups.map((collection) => ({ collection, group: true })),
  ];
  return [
    ...paths.map((path): Ask => ({ act: "get", path })),
    ...sources.flatMap((source): Ask[] => [
      { ...source, act: "list" },
      { ...source, act: "list", limit: 1 },
      { ...source, act: "list", orderBy: "day" },
      ...filters.map((where): Ask => ({ ...source, act: "list", where })),
    ]),
  ];
}

const toStamp = ({ data }: Found) => data as unknown as Stamp;

describe.each(grantees)("$uid", (grantee) => {
  it("finds what was granted, and nothing beyond", async () => {
    const caller = { uid: grantee.uid, claims: roleOf("stranger").token };
    const answers = await gather(toAsks(grantee.uid), async (ask) => {
      const { found } = await project.ask(caller, ask);
      return found.length > 0 ? { ask, found } : undefined;
    });
    const beyond = answers.flatMap(({ ask, found }) =>
      found.filter((one) => isBeyond(grantee, toStamp(one))).map(({ path }) => ({ ask, path })),
    );
    expect(beyond.slice(0, 5)).toEqual([]);
    const kinds = new Set(
      answers.flatMap(({ found }) =>
        found.map(toStamp).map((stamp) => (stamp.reveals === "samples" ? stamp.finest : stamp.reveals)),
      ),
    );
    for (const kind of grantee.finds) expect(kinds).toContain(kind);
  });
});

describe("the crawler", () => {
  it("would see it: to a grantee of less, what others find is beyond", () => {
    const stamps = [...seed.values()].map((data) => data as Stamp);
    for (const grantee of grantees) {
      expect(stamps.some((stamp) => isBeyond(grantee, stamp))).toBe(true);
      expect(stamps.some((stamp) => !isBeyond(grantee, stamp))).toBe(grantee.finds.length > 0);
    }
  });
});
