import { type Ask, decideAccess, networkAffairs, nodeAffairs } from "@lastmeter/functions/src/access/access.ts";
import { accessVectors, type VectorAsk, type VectorGrant } from "@lastmeter/functions/src/access/vectors.ts";
import { resolutions, toDayInterval } from "@lastmeter/model/time";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gather } from "./cases.ts";
import { findEmulator, readRules } from "./environment.ts";
import { askInHome, type Home, toHome } from "./homes.ts";
import { openProject, type Project } from "./project.ts";

let project: Project;

beforeAll(async () => {
  project = openProject(await findEmulator(), "demo-rules-access");
  await project.clear();
  await project.load(await readRules());
});
afterAll(() => project?.close());

const seed = (homes: readonly Home[]) => project.seed(homes.flatMap(({ documents }) => documents));
const words = (isAllowed: boolean) => (isAllowed ? "allowed" : "denied");

describe("the table that functions and rules share", () => {
  it("is what the rules say, row by row", async () => {
    const homes = await Promise.all(accessVectors.map((vector, nth) => toHome(nth, vector)));
    await seed(homes);
    const faults = await gather([...accessVectors.entries()], async ([nth, { name, who, ask, isAllowed }]) => {
      const verdict = await askInHome(project, homes[nth] as Home, who, ask);
      return verdict === undefined || verdict === words(isAllowed) ? undefined : `${name}: ${verdict}`;
    });
    expect(faults).toEqual([]);
  });
});

const HOUR_MS = 3_600_000;
const timeZone = "Europe/Zurich";
const channelLists = [null, ["power"], ["power", "state"]] as const;
const days = [null, "2026-01-01", "2026-05-31", "2026-06-01", "2026-06-15"] as const;
const bucketIds = { day: ["2026-01", "2026-05", "2026-06", null], month: ["2025", "2026", null] } as const;
const channels = fc.constantFrom(...channelLists);

/** As the schema has them: who operates or administers sees everything. */
const roles = fc.oneof(
  fc.record({ role: fc.constant("viewer" as const), resolution: fc.constantFrom(...resolutions), channels }),
  fc.record({
    role: fc.constantFrom("operator" as const, "admin" as const),
    resolution: fc.constant("raw" as const),
    channels: fc.constant(null),
  }),
);
const times = fc.record({
  from: fc.constantFrom(-2 * HOUR_MS, -HOUR_MS, HOUR_MS),
  until: fc.constantFrom(null, HOUR_MS, -HOUR_MS),
  historyFrom: fc.constantFrom(...days),
});
const grants = fc.option(
  fc.tuple(roles, times).map(([role, time]): VectorGrant => ({ ...role, ...time })),
  { freq: 8 },
);

const asks: fc.Arbitrary<VectorAsk> = fc.oneof(
  ...resolutions.map((resolution) =>
    fc.record({
      kind: fc.constant("series" as const),
      resolution: fc.constant(resolution),
      bucketId: fc.constantFrom(...(resolution === "day" || resolution === "month" ? bucketIds[resolution] : days)),
      channels,
    }),
  ),
  fc.record({ kind: fc.constant("events" as const), localDay: fc.constantFrom(...days), channels }),
  fc.record({ kind: fc.constant("live" as const), channels }),
  fc.record({ kind: fc.constantFrom("node" as const, "watch" as const, ...nodeAffairs, ...networkAffairs) }),
);

const toStart = (id: string | null) =>
  id === null ? 0 : toDayInterval(`${id}-01-01`.slice(0, Math.max(10, id.length)), timeZone).startAt;

/** In functions somebody with all channels may ask for some; in the database there is nothing of that kind for them. */
function isSameInBoth(grant: VectorGrant | null, ask: VectorAsk): boolean {
  return !("channels" in ask) || ask.channels === null || ask.channels.join() === (grant?.channels ?? []).join();
}

function decide(grant: VectorGrant | null, networkGrant: VectorGrant | null, ask: VectorAsk): boolean {
  const now = Date.now();
  const toGrant = (granted: VectorGrant | null) =>
    granted && {
      ...granted,
      principalId: "grantee",
      timeZone,
      channels: granted.channels && [...granted.channels],
      from: now + granted.from,
      until: granted.until === null ? null : now + granted.until,
    };
  const id = ask.kind === "series" ? ask.bucketId : ask.kind === "events" ? ask.localDay : null;
  const asked: Ask = ask.kind === "series" || ask.kind === "events" ? { ...ask, from: toStart(id) } : ask;
  const facts = { principalId: "grantee", ownerId: "homeOwner", ask: asked, now };
  return decideAccess({ ...facts, grant: toGrant(grant), networkGrant: toGrant(networkGrant) }).isAllowed;
}

describe("random grants", () => {
  it("mean the same to the rules and to functions", async () => {
    const ofNetwork = grants.map((grant) => grant && { ...grant, channels: null });
    const seedOfRun = Date.now() % 2 ** 31;
    const people = fc.sample(fc.record({ grant: grants, networkGrant: ofNetwork }), { numRuns: 150, seed: seedOfRun });
    const homes = await Promise.all(people.map((granted, nth) => toHome(1000 + nth, granted)));
    await seed(homes);
    const questions = people.flatMap(({ grant, networkGrant }, nth) =>
      fc
        .sample(asks, { numRuns: 24, seed: seedOfRun + nth })
        .filter((ask) => isSameInBoth(grant, ask))
        .map((ask) => ({ home: homes[nth] as Home, grant, networkGrant, ask })),
    );
    const faults = await gather(questions, async ({ home, grant, networkGrant, ask }) => {
      const expected = words(decide(grant, networkGrant, ask));
      const verdict = await askInHome(project, home, "grantee", ask);
      return verdict === expected ? undefined : { verdict, expected, grant, networkGrant, ask };
    });
    expect(faults.slice(0, 5), `seed ${seedOfRun}`).toEqual([]);
    expect(questions.length).toBeGreaterThan(1000);
  });
});
