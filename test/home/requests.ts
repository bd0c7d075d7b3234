import { z } from "zod/mini";
import { publishDevices, publishGroups, publishInfo } from "./bridge-topics.ts";
import { abortFirmware, checkFirmware, updateFirmware } from "./firmware.ts";
import { toPayload } from "./payload.ts";
import { log, publish, publishAvailability, publishEvent, publishState } from "./publish.ts";
import { findMember, lastSeenFormats, type Member, type ZigbeeNetwork } from "./zigbee-network.ts";

/** What a request comes to: the `data` of its answer, or the fault. `after` happens once the answer is out. */
export type Outcome = Answered | { readonly later: (answer: (answered: Answered) => void) => void };
export type Answered = { readonly data: unknown; readonly after?: () => void } | { readonly fault: string };
export type RequestHandler = (network: ZigbeeNetwork, request: unknown, at: number) => Outcome;

const INVALID = { fault: "Invalid payload" };
const idSchema = z.object({ id: z.string() });

function withMember(network: ZigbeeNetwork, id: string, act: (member: Member) => Outcome): Outcome {
  const member = findMember(network, id);
  return member === undefined ? { fault: `Device '${id}' does not exist` } : act(member);
}

/** A handler whose request is checked by a schema. */
function handle<T>(
  schema: z.core.$ZodType<T>,
  act: (request: T, network: ZigbeeNetwork, at: number) => Outcome,
): RequestHandler {
  return (network, request, at) => {
    const parsed = z.safeParse(schema, request);
    return parsed.success ? act(parsed.data, network, at) : INVALID;
  };
}

const permitJoinSchema = z.object({ time: z.number(), device: z.optional(z.string()) });
const permitJoin = handle(permitJoinSchema, (request, network, at) => {
  if (request.time < 0 || request.time > 254)
    return { fault: `Time must be between 0 and 254 seconds, got ${request.time}` };
  if (request.device !== undefined && findMember(network, request.device) === undefined) {
    return { fault: `Device '${request.device}' does not exist` };
  }
  network.permitJoinEnd = request.time === 0 ? null : at + request.time * 1000;
  publishInfo(network);
  return { data: request };
});

const renameSchema = z.object({
  from: z.optional(z.string()),
  last: z.optional(z.boolean()),
  to: z.string().check(z.minLength(1)),
  homeassistant_rename: z.optional(z.boolean()),
});
const rename = handle(renameSchema, (request, network, at) => {
  const from = request.last === true ? network.members.at(-1)?.friendlyName : request.from;
  if (from === undefined) return INVALID;
  return withMember(network, from, (member) => {
    if (findMember(network, request.to) !== undefined)
      return { fault: `friendly_name '${request.to}' is already in use` };
    if (/(^\/|\/$|[#+]|\/(set|get|availability)$)/.test(request.to))
      return { fault: `friendly_name '${request.to}' is not allowed` };
    publish(network, member.friendlyName, "", { retain: true });
    publish(network, `${member.friendlyName}/availability`, "", { retain: true });
    member.friendlyName = request.to;
    publishDevices(network);
    publishInfo(network);
    publishAvailability(network, member);
    publishState(network, member, at);
    return { data: { from, homeassistant_rename: request.homeassistant_rename ?? false, to: request.to } };
  });
});

const optionsSchema = z.object({ id: z.string(), options: z.record(z.string(), z.unknown()) });
const KNOWN_OPTIONS = new Set([
  "retain",
  "qos",
  "optimistic",
  "debounce",
  "description",
  "icon",
  "transition",
  "disabled",
]);
const deviceOptions = handle(optionsSchema, ({ id, options }, network) =>
  withMember(network, id, (member) => {
    const from = { ...member.options };
    const own = new Set(
      member.definition.options.map((option) => ("property" in option ? option.property : undefined)),
    );
    for (const [name, value] of Object.entries(options)) {
      if (!KNOWN_OPTIONS.has(name) && !own.has(name)) {
        log(network, "warning", `z2m: Unknown option '${name}' for '${member.friendlyName}'`);
      }
      member.options[name] = value;
    }
    publishInfo(network);
    return { data: { from, id, restart_required: false, to: { ...member.options } } };
  }),
);

const removeSchema = z.object({
  id: z.string(),
  force: z.optional(z.boolean()),
  block: z.optional(z.boolean()),
  keep_config: z.optional(z.boolean()),
  clear_cache: z.optional(z.boolean()),
});
const remove = handle(
  removeSchema,
  ({ id, block = false, force = false, keep_config = false, clear_cache = false }, network) =>
    withMember(network, id, (member) => {
      if (member.isLost && !force) {
        const how = `(block: ${block}, force: ${force})`;
        return { fault: `Failed to remove device '${member.friendlyName}' ${how} (Error: AREQ - ZDO timed out)` };
      }
      // Its availability stays retained: what a real Zigbee2MQTT leaves behind.
      publish(network, member.friendlyName, "", { retain: true });
      member.removed = true;
      // It comes back as it left the factory.
      if (!keep_config) member.options = {};
      member.reporting.clear();
      publishDevices(network);
      publishGroups(network);
      return { data: { block, clear_cache, force, id, keep_config } };
    }),
);

const reportingSchema = z.object({
  id: z.string(),
  endpoint: z.union([z.number(), z.string()]),
  cluster: z.string(),
  attribute: z.string(),
  minimum_report_interval: z.number(),
  maximum_report_interval: z.number(),
  reportable_change: z.number(),
});
const configureReporting = handle(reportingSchema, (request, network) =>
  withMember(network, request.id, (member) => {
    const { endpoint, cluster, attribute } = request;
    if (request.minimum_report_interval > request.maximum_report_interval) {
      const named = `device '${member.friendlyName}', endpoint '${endpoint}', '${cluster}.${attribute}'`;
      return { fault: `Failed to configure reporting for ${named} (Status 'INVALID_VALUE')` };
    }
    member.reporting.set(request.attribute, {
      minS: request.minimum_report_interval,
      maxS: request.maximum_report_interval,
      change: request.reportable_change,
    });
    publishDevices(network);
    return { data: request };
  }),
);

/** Attribute and data type numbers of the ZigBee cluster library. */
const ATTRIBUTES: Record<string, readonly [number, number]> = {
  onOff: [0, 16],
  activePower: [1_291, 41],
  rmsVoltage: [1_285, 33],
  rmsCurrent: [1_288, 33],
  currentSummDelivered: [0, 37],
  currentSummReceived: [1, 37],
};
const readSchema = z.object({
  id: z.string(),
  endpoint: z.union([z.number(), z.string()]),
  cluster: z.string(),
  configs: z.array(z.object({ attribute: z.string() })),
});
const readReporting = handle(readSchema, (request, network) =>
  withMember(network, request.id, (member) => ({
    data: {
      ...request,
      configs: request.configs.map(({ attribute }) => {
        const own = member.device.reporting.find((report) => report.attribute === attribute);
        const { minS, maxS, change } = member.reporting.get(attribute) ?? own ?? { minS: 0, maxS: 65_535, change: 0 };
        const [attrId, dataType] = ATTRIBUTES[attribute] ?? [0, 33];
        return { attrId, dataType, direction: 0, minRepIntval: minS, maxRepIntval: maxS, repChange: change, status: 0 };
      }),
    },
  })),
);

const interview = handle(idSchema, ({ id }, network) =>
  withMember(network, id, (member) => {
    publishEvent(network, "device_interview", member, { status: "started" });
    publishDevices(network, member);
    const { definition } = member;
    publishEvent(network, "device_interview", member, { status: "successful", supported: true, definition });
    publishDevices(network);
    return { data: { id } };
  }),
);

const bridgeOptionsSchema = z.object({
  options: z.looseObject({
    availability: z.optional(z.looseObject({ active: z.optional(z.looseObject({ timeout: z.optional(z.number()) })) })),
    advanced: z.optional(z.looseObject({ last_seen: z.optional(z.enum(lastSeenFormats)) })),
    device_options: z.optional(z.looseObject({ qos: z.optional(z.union([z.literal(0), z.literal(1)])) })),
  }),
});
const bridgeOptions = handle(bridgeOptionsSchema, ({ options }, network) => {
  network.lastSeen = options.advanced?.last_seen ?? network.lastSeen;
  network.qos = options.device_options?.qos ?? network.qos;
  network.activeTimeoutMin = options.availability?.active?.timeout ?? network.activeTimeoutMin;
  publishInfo(network);
  return { data: { restart_required: false } };
});

/** By topic below `bridge/request/`; a topic that is not here gets no answer at all. */
export const requestHandlers: Readonly<Record<string, RequestHandler>> = {
  permit_join: permitJoin,
  "device/rename": rename,
  "device/options": deviceOptions,
  "device/remove": remove,
  "device/configure": handle(idSchema, ({ id }, network) => withMember(network, id, () => ({ data: { id } }))),
  "device/reporting/configure": configureReporting,
  "device/configure_reporting": configureReporting,
  "device/reporting/read": readReporting,
  "device/interview": interview,
  "device/ota_update/check": checkFirmware,
  "device/ota_update/update": updateFirmware,
  "device/ota_update/update/abort": abortFirmware,
  options: bridgeOptions,
  health_check: () => ({ data: { healthy: true } }),
};

const transactionSchema = z.looseObject({ transaction: z.optional(z.union([z.string(), z.number()])) });

/** Answers `bridge/request/<name>`; the transaction comes back, the data of an error is empty. */
export function answerRequest(
  network: ZigbeeNetwork,
  handlers: Readonly<Record<string, RequestHandler>>,
  name: string,
  request: unknown,
  at: number,
): void {
  const handler = handlers[name];
  if (handler === undefined) return;
  // A bare name stands for {"id": name}, a bare number or text for {"time": n}.
  const bare =
    typeof request === "object" && request !== null
      ? request
      : name === "permit_join"
        ? { time: Number(request) }
        : { id: String(request) };
  const { transaction, ...rest } = { ...z.safeParse(transactionSchema, bare).data };
  const outcome = handler(network, rest, at);
  const told = transaction === undefined ? {} : { transaction };
  const answer = (answered: Answered) => {
    const reply =
      "fault" in answered
        ? { data: {}, error: answered.fault, status: "error", ...told }
        : { data: answered.data, status: "ok", ...told };
    publish(network, `bridge/response/${name}`, toPayload(reply));
    if ("after" in answered) answered.after?.();
  };
  if ("later" in outcome) outcome.later(answer);
  else answer(outcome);
}
