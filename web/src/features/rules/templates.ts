import type { Severity } from "@lastmeter/model/alarm";
import type { Level } from "@lastmeter/model/condition";
import type { NodeId } from "@lastmeter/model/ids";
import type { Node } from "@lastmeter/model/node";
import type { RuleAction, RuleDraft } from "@lastmeter/model/rule";
import type { IconName } from "../../ui/icon.tsx";

type Nodes = readonly (readonly [NodeId, Node])[];

export const templateIds = [
  "finished",
  "opened",
  "tooMuch",
  "leftOn",
  "standby",
  "surplus",
  "expensive",
  "silent",
  "budget",
  "own",
] as const;
export type TemplateId = (typeof templateIds)[number];
export const isTemplateId = (text: string): text is TemplateId => templateIds.some((id) => id === text);

interface Template {
  readonly icon: IconName;
  /** Devices it can be about; null: about the home. */
  readonly devices: ((nodes: Nodes) => Nodes) | null;
  /** What people call those it is most likely meant for. */
  readonly likely?: RegExp;
  readonly toDraft: (device: NodeId, nodes: Nodes) => RuleDraft;
}

const MINUTE = 60_000;
const every = [1, 2, 3, 4, 5, 6, 7];
const tell = (severity: Severity): RuleAction => ({ do: "notify", severity, to: null, text: "" });

const toEmptyDraft = (when: RuleDraft["when"], actions: RuleDraft["actions"]): RuleDraft => ({
  name: "",
  when,
  onlyIf: null,
  actions,
  whenOver: [],
  coolDownMs: 0,
  quiet: null,
  active: { from: null, to: null },
  editors: "managers",
});

const hasPower = ({ total }: Node) => total.power.length > 0;
const loads = (nodes: Nodes) =>
  nodes.filter(([, node]) => hasPower(node) && (node.role === "load" || node.role === null));
const contacts = (nodes: Nodes) => nodes.filter(([, node]) => findOpening(node) !== undefined);
const switches = (nodes: Nodes) => nodes.filter(([, node]) => findSwitch(node) !== undefined);
/** What a rule should not switch by itself comes last. */
const switchedLoads = (nodes: Nodes) =>
  [...switches(nodes)].sort(([, a], [, b]) => Number(isDelicate(a)) - Number(isDelicate(b)));
const isDelicate = (node: Node) => node.protected === true || cold.test(node.name);

const cold = /fridge|freez|kühl|gefrier|ψυγεί|καταψύκ/i;
const washing = /wash|dry|dish|wasch|trockn|spül|πλυντ|στεγν/i;
const heating = /heat|boiler|heiz|warmwasser|θερμ|μπόιλερ/i;
const ironing = /iron|bügel|σίδερ|oven|ofen|herd|φούρν/i;

function findSwitch(node: Node | undefined): string | undefined {
  return Object.values(node?.channels ?? {}).find(
    ({ kind, type, feature, settable, retired }) =>
      kind === "control" && type === "binary" && settable && !retired && (feature === "switch" || feature === "light"),
  )?.key;
}

const findOpening = (node: Node | undefined) =>
  Object.values(node?.channels ?? {}).find(({ key, retired }) => key === "contact" && !retired)?.key;

const powerOf = (nodeId: NodeId, is: "above" | "below", limit: number, forMs: number): Level => ({
  kind: "value",
  subject: { of: "node", nodeId },
  is,
  limit,
  hysteresis: Math.round(Math.abs(limit) * 0.05),
  forMs,
});

const VOLTS = 230;
/** Most that heats water draws less. */
const HEATER_W = 3000;

/** By what its owner said of its connection. */
const toMostW = (node: Node | undefined): number =>
  node?.ratedCurrentA ? Math.round(node.ratedCurrentA * VOLTS) : HEATER_W;

/** Over by the sun's going, never by the device's own draw. */
const toSurplus = (mostW: number): Level => ({
  kind: "value",
  subject: { of: "home" },
  is: "below",
  limit: -Math.min(mostW, 2000),
  hysteresis: mostW + 200,
  forMs: 5 * MINUTE,
});

const switchTo = (nodeId: NodeId, nodes: Nodes, value: boolean) => ({
  do: "command" as const,
  nodeId,
  channel: findSwitch(nodes.find(([id]) => id === nodeId)?.[1]) ?? "state",
  value,
});

export const templates: Readonly<Record<TemplateId, Template>> = {
  finished: {
    icon: "check",
    devices: loads,
    likely: washing,
    toDraft: (nodeId) =>
      toEmptyDraft({ kind: "finished", subject: { of: "node", nodeId }, above: 20, below: 5, forMs: 5 * MINUTE }, [
        tell("info"),
      ]),
  },
  opened: {
    icon: "door",
    devices: contacts,
    likely: cold,
    // Zigbee2MQTT's `contact` is true when closed.
    toDraft: (nodeId, nodes) =>
      toEmptyDraft(
        {
          kind: "state",
          nodeId,
          channel: findOpening(nodes.find(([id]) => id === nodeId)?.[1]) ?? "contact",
          is: false,
          forMs: 3 * MINUTE,
        },
        [tell("warning")],
      ),
  },
  tooMuch: {
    icon: "grid",
    devices: loads,
    likely: heating,
    toDraft: (nodeId) =>
      toEmptyDraft(powerOf(nodeId, "above", 2000, MINUTE), [
        { do: "alarm", severity: "warning", title: null },
        tell("warning"),
      ]),
  },
  leftOn: {
    icon: "plug",
    devices: loads,
    likely: ironing,
    toDraft: (nodeId) => toEmptyDraft(powerOf(nodeId, "above", 50, 45 * MINUTE), [tell("warning")]),
  },
  standby: {
    icon: "eye",
    devices: null,
    toDraft: () => ({
      ...toEmptyDraft(
        { kind: "value", subject: { of: "home" }, is: "above", limit: 250, hysteresis: 20, forMs: 30 * MINUTE },
        [tell("info")],
      ),
      onlyIf: {
        kind: "during",
        from: { by: "clock", time: "01:00" },
        to: { by: "clock", time: "05:00" },
        weekdays: every,
      },
      coolDownMs: 24 * 60 * MINUTE,
    }),
  },
  surplus: {
    icon: "production",
    devices: switchedLoads,
    likely: heating,
    toDraft: (nodeId, nodes) => ({
      ...toEmptyDraft(toSurplus(toMostW(nodes.find(([id]) => id === nodeId)?.[1])), [switchTo(nodeId, nodes, true)]),
      whenOver: [switchTo(nodeId, nodes, false)],
    }),
  },
  expensive: {
    icon: "pause",
    devices: switchedLoads,
    likely: heating,
    toDraft: (nodeId, nodes) => ({
      ...toEmptyDraft({ kind: "price", flow: "import", is: "above", limit: 300_000 }, [
        switchTo(nodeId, nodes, false),
        tell("info"),
      ]),
      whenOver: [switchTo(nodeId, nodes, true)],
    }),
  },
  silent: {
    icon: "sensor",
    devices: (nodes) => nodes,
    toDraft: (nodeId) => toEmptyDraft({ kind: "silent", nodeId, forMs: 6 * 60 * MINUTE }, [tell("warning")]),
  },
  budget: {
    icon: "chart",
    devices: null,
    toDraft: () =>
      toEmptyDraft(
        { kind: "budget", subject: { of: "home" }, measure: "drawn", period: "month", limit: 250_000, percent: 80 },
        [tell("info")],
      ),
  },
  own: {
    icon: "add",
    devices: null,
    toDraft: () =>
      toEmptyDraft(
        { kind: "value", subject: { of: "home" }, is: "above", limit: 3000, hysteresis: 100, forMs: MINUTE },
        [tell("warning")],
      ),
  },
};

/** Devices a template can be about, best first; undefined: none, so it cannot be used; null: about the home. */
export function toCandidates(id: TemplateId, nodes: Nodes): Nodes | null | undefined {
  const { devices, likely } = templates[id];
  if (devices === null) return null;
  const rank = ([, node]: Nodes[number]) => (likely?.test(node.name) && node.protected !== true ? 0 : 1);
  const found = [...devices(nodes)].sort((a, b) => rank(a) - rank(b));
  return found.length === 0 ? undefined : found;
}
