import { createRequire } from "node:module";
import { proposeRole, proposeTotal } from "@lastmeter/functions/src/protocols/decoding/proposals.ts";
import { toChannels } from "@lastmeter/functions/src/protocols/zigbee2mqtt/exposes/channels.ts";
import { unmappedUnits } from "@lastmeter/functions/src/protocols/zigbee2mqtt/exposes/unmapped-units.ts";
import { toDeviceSettings } from "@lastmeter/functions/src/protocols/zigbee2mqtt/settings/settings.ts";
import { type Channel, channelSchema } from "@lastmeter/model/channel";
import { type Setting, type SettingField, settingSchema } from "@lastmeter/model/setting";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

/** What the test reads of a feature, apart from the code under test. */
const featureSchema = z.object({
  type: z.string(),
  property: z.string().optional(),
  unit: z.string().optional(),
  access: z.int().optional(),
  get features() {
    return z.array(featureSchema).optional();
  },
  get item_type() {
    return featureSchema.optional();
  },
});
type Feature = z.infer<typeof featureSchema>;
const definitionSchema = z.object({ model: z.string(), vendor: z.string(), description: z.string() });

interface Model {
  readonly name: string;
  readonly description: string;
  readonly exposes: readonly unknown[];
  readonly features: readonly { readonly feature: Feature; readonly path: string }[];
  readonly channels: Readonly<Record<string, Channel>>;
  readonly options: readonly unknown[];
}

/** Appended by Zigbee2MQTT to every device. */
const linkquality = {
  type: "numeric",
  name: "linkquality",
  property: "linkquality",
  label: "Linkquality",
  access: 1,
  unit: "lqi",
};

/** Every property of every definition, dynamic ones made out for a dummy device as the library does for its own pages. */
function toModels(): Model[] {
  const require = createRequire(import.meta.url);
  const library = require("zigbee-herdsman-converters");
  const quiet = () => undefined;
  library.setLogger({ debug: quiet, info: quiet, warning: quiet, error: quiet });
  const definitions: unknown[] = require("zigbee-herdsman-converters/devices/index").default;
  return definitions.map((raw) => {
    const definition = library.prepareDefinition(raw);
    const { model, vendor, description } = definitionSchema.parse(definition);
    const exposed =
      typeof definition.exposes === "function" ? definition.exposes({ isDummyDevice: true }, {}) : definition.exposes;
    const published: unknown = JSON.parse(JSON.stringify(exposed));
    const exposes = [...z.array(z.unknown()).parse(published), linkquality];
    const features = z
      .array(featureSchema)
      .parse(exposes)
      .flatMap((feature) => toProperties(feature, []));
    const options = z.array(z.unknown()).parse(JSON.parse(JSON.stringify(definition.options ?? [])));
    return { name: `${vendor} ${model}`, description, exposes, features, channels: toChannels(exposes), options };
  });
}

function toProperties(feature: Feature, above: readonly string[]): { feature: Feature; path: string }[] {
  const path = feature.property === undefined ? above : [...above, feature.property];
  const own = feature.property === undefined ? [] : [{ feature, path: path.join("\n") }];
  const below = (feature.features ?? []).flatMap((child) => toProperties(child, path));
  const items = feature.item_type === undefined ? [] : toProperties(feature.item_type, [...path, "*"]);
  return [...own, ...below, ...items];
}

let models: Model[] = [];
beforeAll(() => {
  models = toModels();
}, 60_000);

const byPath = (channels: Model["channels"]) =>
  new Map(Object.values(channels).map((channel) => [channel.path.join("\n"), channel]));
const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(3)} %`;

describe("all definitions of Zigbee2MQTT", () => {
  it("are there", () => {
    expect(models).toHaveLength(4478);
  });

  it("have a channel for every exposed property, valid, unique, and none besides", () => {
    let properties = 0;
    const missing: string[] = [];
    for (const { name, features, channels } of models) {
      const known = byPath(channels);
      properties += features.length;
      for (const { path } of features) if (!known.has(path)) missing.push(`${name}: ${path}`);
      expect(known.size).toBe(new Set(features.map(({ path }) => path)).size);
      expect(new Set(Object.values(channels).map(({ ix }) => ix)).size).toBe(known.size);
      for (const [key, channel] of Object.entries(channels)) {
        if (channel.key !== key || !channelSchema.safeParse(channel).success)
          missing.push(`${name}: ${key} is not valid`);
      }
    }
    console.log(
      `corpus: ${properties} exposed properties, ${percent(properties - missing.length, properties)} have a channel`,
    );
    expect(missing).toEqual([]);
  });

  it("have a canonical quantity for every number with a unit, or the unit stands on the list", () => {
    let numbers = 0;
    let excluded = 0;
    const unmapped: string[] = [];
    const used = new Set<string>();
    for (const { name, features, channels } of models) {
      const known = byPath(channels);
      for (const { feature, path } of features) {
        if (feature.type !== "numeric" || feature.unit === undefined) continue;
        numbers++;
        if (known.get(path)?.quantity !== "generic") continue;
        const unit = feature.unit.trim();
        if (unmappedUnits.has(unit)) {
          excluded++;
          used.add(unit);
        } else unmapped.push(`${name}: ${path} in ${JSON.stringify(feature.unit)}`);
      }
    }
    console.log(
      `corpus: ${numbers} numbers with a unit, ${percent(numbers - excluded - unmapped.length, numbers)} canonical, ${excluded} on the list, ${unmapped.length} neither`,
    );
    expect(unmapped).toEqual([]);
    expect(excluded / numbers).toBeLessThan(0.01);
    expect([...used].sort()).toEqual([...unmappedUnits.keys()].sort());
  });

  it("have no setting among the measurements, and access bits as exposed", () => {
    const taken: string[] = [];
    for (const { name, features, channels } of models) {
      const known = byPath(channels);
      for (const { feature, path } of features) {
        const channel = known.get(path);
        const access = feature.access ?? 0;
        if ((access & 2) !== 0 && channel?.kind !== "control" && channel?.kind !== "setting")
          taken.push(`${name}: ${path}`);
        if ((access & 2) !== 0 && !channel?.settable) taken.push(`${name}: ${path} cannot be set`);
        if ((access & 1) !== 0 && !channel?.readable) taken.push(`${name}: ${path} cannot be read`);
        if ((access & 4) !== 0 && !channel?.gettable) taken.push(`${name}: ${path} cannot be asked for`);
      }
      for (const { key, kind, settable } of Object.values(channels)) {
        if (settable && kind !== "control" && kind !== "setting") taken.push(`${name}: ${key} is ${kind}`);
      }
    }
    console.log(`corpus: ${taken.length} settings taken for measurements`);
    expect(taken).toEqual([]);
  });

  it("never take one phase, tariff or period for the whole", () => {
    const wrong: string[] = [];
    let metered = 0;
    for (const { name, description, channels } of models) {
      const total = proposeTotal(channels, proposeRole(channels, { nativeName: "0x1", model: description, note: "" }));
      const find = (key: string) => channels[key];
      const properties = new Set(Object.values(channels).map(({ path }) => path.join(".")));
      const power = total.power.map(({ channel }) => find(channel));
      if (power.length > 0) metered++;
      for (const [what, chosen] of [
        ["power", power],
        ["import", total.energyImport.map(find)],
        ["export", total.energyExport.map(find)],
      ] as const) {
        const phases = new Set(chosen.map((channel) => channel?.phase));
        // Where one phase of a kind is chosen, all phases of the device are.
        const all = Object.values(channels).filter(
          (channel) =>
            channel.phase !== undefined &&
            chosen.some(
              (one) =>
                one?.phase !== undefined &&
                one.path[0] !== undefined &&
                one.quantity === channel.quantity &&
                one.direction === channel.direction &&
                one.kind === channel.kind,
            ),
        );
        if (
          chosen.some((channel) => channel?.phase !== undefined) &&
          new Set(all.map(({ phase }) => phase)).size !== phases.size
        )
          wrong.push(`${name}: ${what}`);
        if (chosen.length > 1 && phases.has(undefined) && phases.size > 1)
          wrong.push(`${name}: ${what} mixes a whole and its phases`);
        if (chosen.some((channel) => channel?.periodic || channel?.kind !== "measurement"))
          wrong.push(`${name}: ${what} of a period`);
        if (
          chosen.some((channel) => /Tier/.test(channel?.key ?? "")) &&
          find(what === "import" ? "energyImport" : "energyExport")
        )
          wrong.push(`${name}: ${what} counts tariffs twice`);
      }
      // The plain property, wherever phase B stands beside it and phase A does not, is phase A.
      for (const stem of ["power", "voltage", "current", "active_power", "power_reactive", "power_apparent"]) {
        const isPhaseA = ["phase", "ph"].some(
          (word) => properties.has(`${stem}_${word}_b`) && !properties.has(`${stem}_${word}_a`),
        );
        const plain = Object.values(channels).find(({ path }) => path.join(".") === stem);
        if (plain?.kind === "measurement" && isPhaseA !== (plain.phase === "A")) wrong.push(`${name}: ${stem}`);
        if (isPhaseA && power.length === 1 && power[0] === plain) wrong.push(`${name}: ${stem} is the whole`);
      }
    }
    console.log(`corpus: ${metered} models with power, ${wrong.length} phases taken for the whole`);
    expect(wrong).toEqual([]);
    expect(metered).toBeGreaterThan(440);
  });

  it("have a form with every writable feature and every option, each once, with a field that takes its values", () => {
    let writable = 0;
    let fields = 0;
    let largest = 0;
    const missing: string[] = [];
    for (const { name, exposes, features, options } of models) {
      const settings = toDeviceSettings({ ieee_address: "0x1", definition: { exposes, options }, endpoints: {} });
      const paths = new Set(settings.flatMap((setting) => toFieldPaths(setting)));
      largest = Math.max(largest, settings.length);
      fields += settings.length;
      expect(new Set(settings.map(({ key }) => key)).size).toBe(settings.length);
      for (const setting of settings) {
        if (!settingSchema.safeParse(setting).success) missing.push(`${name}: ${setting.key} is not valid`);
      }
      for (const { feature, path } of features) {
        if (((feature.access ?? 0) & 2) === 0) continue;
        writable++;
        if (!paths.has(path)) missing.push(`${name}: ${path}`);
      }
      for (const option of options) {
        const { property = "" } = featureSchema.parse(option);
        if (!settings.some(({ key }) => key === `o:${property}`)) missing.push(`${name}: option ${property}`);
      }
    }
    console.log(
      `corpus: ${writable} writable features, ${fields} fields, ${largest} in one form, ${missing.length} missing`,
    );
    expect(missing).toEqual([]);
    expect(writable).toBeGreaterThan(20_000);
  });
});

function toFieldPaths({ key, field }: Setting): string[] {
  return key.startsWith("x:") ? toPaths(key.slice(2), field) : [];
}

function toPaths(path: string, field: SettingField): string[] {
  if (field.type === "group")
    return [path, ...field.parts.flatMap((part) => toPaths(`${path}\n${part.name}`, part.field))];
  return field.type === "list" ? [path, ...toPaths(`${path}\n*`, field.item)] : [path];
}
