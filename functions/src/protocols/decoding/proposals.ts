import type { Channel } from "@lastmeter/model/channel";
import type { NodeRole, Total } from "@lastmeter/model/node";
import type { Channels } from "../protocol.ts";

/** What is known of a device besides its channels: its names and descriptions, by maker and by people. */
interface Described {
  readonly nativeName: string;
  /** Of the definition, e.g. `Smart plug (EU)`. */
  readonly model: string;
  /** Written by people. */
  readonly note: string;
}

const SOLAR =
  /solar|solaire|photovolt|\bpv\b|inverter|wechselrichter|onduleur|balkonkraftwerk|zonnepane|fotovolta|φωτοβολτα|producti|\bwind ?turbine/i;
const COOLING = /air.?con|a\/c|heat ?pump|klima|split|fridge|freezer|compressor/i;
const STORAGE = /battery|batterie|akku|powerwall|storage|speicher|μπαταρ/i;
const APPLIANCE =
  /plug|socket|outlet|switch|relay|dimmer|bulb|\blight|\blamp|thermostat|radiator|heat|boiler|valve|cover|curtain|blind|motor|charger|stove|strip|\bfan\b|pilot wire/i;
const MEAN = /^mean/;

const channelsOf = (channels: Channels) =>
  Object.values(channels)
    .filter((channel) => channel.kind === "measurement" && channel.retired !== true)
    .sort((a, b) => a.ix - b.ix);

/**
 * Which channels make the node's power and energy: the total where the device reports one; else all phases; else all clamps, gangs
 * or outputs. A single phase never stands for the whole, and tariff registers count only where there is no register above them.
 */
export function proposeTotal(channels: Channels, role: NodeRole | null): Total {
  const measured = channelsOf(channels);
  const power = toWhole(measured.filter(isActivePower), "power");
  const energyImport = toWhole(
    measured.filter((channel) => isRegister(channel, "import")),
    "energyImport",
  );
  const energyExport = toWhole(
    measured.filter((channel) => isRegister(channel, "export")),
    "energyExport",
  );
  const gives = role === "production" && energyExport.length === 0 && !isSigned(channels);
  const sign = gives ? -1 : 1;
  return {
    power: power.slice(0, 16).map((channel) => ({ channel: channel.key, sign })),
    energyImport: gives ? [] : toKeys(energyImport),
    // A plug under a solar inverter counts upwards what it passes on to the house.
    energyExport: gives ? toKeys(energyImport) : toKeys(energyExport),
  };
}

const toKeys = (channels: readonly Channel[]) => channels.slice(0, 16).map((channel) => channel.key);

function isActivePower(channel: Channel): boolean {
  return channel.quantity === "power" && (/^power([A-Z0-9]|$)/.test(channel.key) || MEAN.test(channel.key));
}

function isRegister(channel: Channel, direction: "import" | "export"): boolean {
  const stem = direction === "import" ? /^energyImport/ : /^energyExport/;
  return (
    channel.quantity === "energy" &&
    channel.register === true &&
    channel.direction === direction &&
    stem.test(channel.key)
  );
}

function toWhole(candidates: readonly Channel[], key: string): readonly Channel[] {
  const whole = candidates.find((channel) => channel.key === key && channel.phase === undefined);
  if (whole !== undefined) return [whole];
  const phases = candidates.filter((channel) => channel.phase !== undefined);
  if (phases.length > 0) return phases;
  const tiers = candidates.filter((channel) => /Tier\d+$/.test(channel.key));
  const parts = candidates.filter((channel) => !tiers.includes(channel) && !MEAN.test(channel.key));
  if (parts.length > 0) return parts;
  return tiers.length > 0 ? tiers : candidates.slice(0, 1);
}

/** Whether the device itself tells import from export: by a direction beside the power. */
function isSigned(channels: Channels): boolean {
  return Object.values(channels).some((channel) => /^energyFlow/.test(channel.key));
}

/** A first guess for the owner to confirm; null for what measures no power of its own. */
export function proposeRole(channels: Channels, described: Described): NodeRole | null {
  const total = proposeTotal(channels, null);
  if (total.power.length === 0 && total.energyImport.length === 0 && total.energyExport.length === 0) return null;
  const given = `${described.nativeName}\n${described.note}`;
  const text = `${given}\n${described.model}`;
  if (SOLAR.test(text) && !COOLING.test(text)) return "production";
  if (STORAGE.test(given)) return "storage";
  const measured = channelsOf(channels);
  const isPolyphase = new Set(measured.filter(isActivePower).map((channel) => channel.phase)).size > 1;
  const isCharger = /charger|\bEV\b/i.test(text);
  if (isPolyphase && !isCharger) return "grid";
  if (/\bDC\b/.test(described.model)) return null;
  const active = Object.values(channels).filter((channel) => channel.kind === "control" && channel.retired !== true);
  const isOther = active.some((channel) => channel.feature !== undefined && channel.feature !== "switch");
  if (isOther || isCharger || APPLIANCE.test(described.model)) return "load";
  return total.energyExport.length > 0 || active.length === 0 ? "grid" : "load";
}
