import { type Grant, type GrantTerms, toClientPrincipal } from "@lastmeter/model/grant";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Write } from "../platform/writes.ts";
import { toNetworkGrant, toNodeGrants } from "./new-grant.ts";
import { type Decision, planStanding } from "./plan-standing.ts";
import type { SharedNetwork, Standing } from "./standing.ts";

const START = 1_795_000_000_000;
const networkId = "N".repeat(32) as NetworkId;
const nodeIds = ["a", "b", "c"].map((letter) => letter.repeat(22) as NodeId);
const network: SharedNetwork = {
  networkId,
  ownerId: "owner",
  name: "Home",
  timeZone: "Europe/Athens",
  ownerLabel: "o@x.org",
};
const whole: GrantTerms = {
  role: "viewer",
  resolution: "raw",
  channels: null,
  from: START,
  until: null,
  historyFrom: null,
  purpose: "",
};

/** The documents that writes make, as a database would. */
class Documents {
  readonly byPath = new Map<string, Record<string, unknown>>();

  apply(writes: readonly Write[]): void {
    for (const write of writes) {
      const before = this.byPath.get(write.path) ?? {};
      if (write.kind === "delete") this.byPath.delete(write.path);
      else if (write.kind === "replaceFields") this.byPath.set(write.path, { ...before, ...write.data });
      else if (write.kind === "addToList" || write.kind === "removeFromList") {
        const rest = this.list(write.path, write.field).filter((text) => !write.values.includes(text));
        const list = write.kind === "addToList" ? [...rest, ...write.values] : rest;
        this.byPath.set(write.path, { ...before, [write.field]: list });
      } else expect.fail(write.kind);
    }
  }

  list(path: string, field: string): string[] {
    return (this.byPath.get(path)?.[field] ?? []) as string[];
  }

  grant(path: string): Grant | null {
    return (this.byPath.get(path) as Grant | undefined) ?? null;
  }

  standing(principalId: string): Standing {
    const grants = nodeIds.map((nodeId) => [nodeId, this.grant(paths.nodeGrant(nodeId, principalId))] as const);
    return {
      network,
      principalId,
      networkGrant: this.grant(paths.networkGrant(networkId, principalId)),
      nodes: nodeIds.map((nodeId) => ({ nodeId, memberIds: [], name: "", room: null, channels: ["power", "state"] })),
      nodeGrants: new Map(grants.flatMap(([nodeId, grant]) => (grant === null ? [] : [[nodeId, grant] as const]))),
      isWhole: true,
    };
  }
}

type Step =
  | { readonly kind: "network"; readonly terms: GrantTerms | null }
  | { readonly kind: "node"; readonly at: number; readonly terms: GrantTerms | null }
  | { readonly kind: "time"; readonly hours: number };

const hours = (from: number, to: number) => fc.integer({ min: from, max: to });
const toTermsArbitrary = (...kinds: string[]) =>
  fc.record({
    kind: fc.constantFrom(...kinds),
    begins: hours(-3, 3),
    lasts: fc.option(hours(1, 4)),
  });
interface Wish {
  readonly kind: string;
  readonly begins: number;
  readonly lasts: number | null;
}

function toTerms({ kind, begins, lasts }: Wish, now: number): GrantTerms {
  const from = now + begins * 3_600_000;
  const until = lasts === null ? null : Math.max(from, now) + lasts * 3_600_000;
  if (kind === "admin") return { ...whole, role: "admin", from, until };
  const channels = kind === "some" ? ["power"] : null;
  return { ...whole, resolution: kind === "day" ? "day" : "raw", channels, from, until };
}

const stepArbitrary = fc.oneof(
  fc.record({ kind: fc.constant("network" as const), wish: fc.option(toTermsArbitrary("raw", "day", "admin")) }),
  fc.record({
    kind: fc.constant("node" as const),
    at: hours(0, 2),
    wish: fc.option(toTermsArbitrary("raw", "day", "admin", "some")),
  }),
  fc.record({ kind: fc.constant("time" as const), hours: hours(0, 4) }),
);

/** What was decided, and nothing derived from it. */
interface Truth {
  now: number;
  network: GrantTerms | null;
  readonly own: (GrantTerms | null)[];
}

const isOver = (terms: GrantTerms | null, now: number) => terms !== null && terms.until !== null && terms.until <= now;

function advance(truth: Truth, step: Step): void {
  if (step.kind === "time") truth.now += step.hours * 3_600_000;
  if (step.kind === "network") truth.network = step.terms;
  if (step.kind === "node") truth.own[step.at] = step.terms;
  if (isOver(truth.network, truth.now)) truth.network = null;
  truth.own.forEach((terms, at) => {
    if (isOver(terms, truth.now)) truth.own[at] = null;
  });
}

function toDecision(step: Step, standing: Standing, principalId: string, now: number): Decision {
  const given = (terms: GrantTerms) => ({ principalId, label: "p", terms, by: "owner", at: now });
  if (step.kind === "time") return {};
  if (step.kind === "network") {
    return { networkGrant: step.terms && toNetworkGrant(network, given(step.terms), standing.networkGrant) };
  }
  const nodes = standing.nodes.slice(step.at, step.at + 1);
  const nodeId = nodeIds[step.at] as NodeId;
  if (step.terms === null) return { nodeGrants: new Map([[nodeId, null]]) };
  const views = new Map(step.terms.channels === null ? [] : [[nodeId, `view${step.at}`]]);
  return { nodeGrants: toNodeGrants({ ...standing, nodes }, given(step.terms), views) };
}

function expectTruth(documents: Documents, truth: Truth, principalId: string, isPerson: boolean): void {
  nodeIds.forEach((nodeId, at) => {
    const terms = truth.own[at] ?? truth.network;
    const current = terms !== null && terms.from <= truth.now ? terms : null;
    const stands = (path: string, field: string) => documents.list(path, field).includes(principalId);
    const isRaw = isPerson && current?.resolution === "raw";
    expect(stands(paths.node(nodeId), "memberIds")).toBe(isPerson && current !== null);
    expect(stands(paths.live(nodeId), "readers")).toBe(isRaw && current.channels === null);
    expect(stands(paths.health(nodeId), "managers")).toBe(isPerson && current?.role === "admin");
    expect(stands(paths.liveView(nodeId, `view${at}`), "readers")).toBe(isRaw && current.channels !== null);
    const grant = documents.grant(paths.nodeGrant(nodeId, principalId));
    expect(grant && [grant.role, grant.resolution, grant.channels, grant.from, grant.until, grant.dueAt]).toEqual(
      terms && [terms.role, terms.resolution, terms.channels, terms.from, terms.until, toDue(terms, truth.now)],
    );
  });
}

const toDue = ({ from, until }: GrantTerms, now: number) => (from > now ? from : until);

describe("grants, copies and lists of one principal", () => {
  it.each([
    ["a person", "eva", true],
    ["a client", toClientPrincipal("utility-client"), false],
  ])("follow every decision and the clock, for %s", (_, principalId, isPerson) => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { maxLength: 12 }), (steps) => {
        const documents = new Documents();
        const truth: Truth = { now: START, network: null, own: [null, null, null] };
        for (const wished of steps) {
          const step: Step =
            "wish" in wished ? { ...wished, terms: wished.wish && toTerms(wished.wish, truth.now) } : wished;
          advance(truth, step);
          const standing = documents.standing(principalId);
          documents.apply(planStanding(standing, toDecision(step, standing, principalId, truth.now), truth.now).writes);
          expectTruth(documents, truth, principalId, isPerson);
          // Again: nothing but the lists, and these say the same.
          const again = planStanding(documents.standing(principalId), {}, truth.now);
          expect(again.writes.filter(({ kind }) => kind === "replaceFields" || kind === "delete")).toEqual([]);
          documents.apply(again.writes);
          expectTruth(documents, truth, principalId, isPerson);
        }
      }),
      { numRuns: 300 },
    );
  });

  const toStanding = (changed: Partial<Standing> = {}): Standing => ({
    ...new Documents().standing("eva"),
    ...changed,
  });
  const given = { principalId: "eva", label: "eva", terms: whole, by: "owner", at: START };

  it("refuses the hundred-and-first member of a node", () => {
    const nodes = toStanding().nodes.map((node) => ({
      ...node,
      memberIds: Array.from({ length: 100 }, (_, at) => `${at}`),
    }));
    const decision = { networkGrant: toNetworkGrant(network, given, null) };
    expect(() => planStanding(toStanding({ nodes }), decision, START)).toThrow("too_many");
    const fewer = nodes.map((node) => ({ ...node, memberIds: node.memberIds.slice(1) }));
    expect(planStanding(toStanding({ nodes: fewer }), decision, START).writes.length).toBeGreaterThan(0);
  });

  it("decides no network's grant for some of its nodes", () => {
    const decision = { networkGrant: toNetworkGrant(network, given, null) };
    expect(() => planStanding(toStanding({ isWhole: false }), decision, START)).toThrow();
  });

  it("tells what is over, and whose copies are left", () => {
    const some = { ...given, terms: { ...whole, channels: ["power"], until: START + 1000 } };
    const nodeGrants = toNodeGrants({ network, nodes: toStanding().nodes, nodeGrants: new Map() }, some, viewsOf("v"));
    const { ended, leftViews } = planStanding(toStanding({ nodeGrants }), {}, START + 1000);
    expect([ended.network, ended.nodes.map(({ nodeId }) => nodeId)]).toEqual([null, nodeIds]);
    expect(leftViews).toEqual(nodeIds.map((nodeId) => ({ nodeId, viewId: "v" })));
    expect(planStanding(toStanding({ nodeGrants }), {}, START + 999)).toMatchObject({
      leftViews: [],
      ended: { nodes: [] },
    });
  });
  const viewsOf = (viewId: string) => new Map(nodeIds.map((nodeId) => [nodeId, viewId]));
});
