import type { Leaf } from "./leaf.ts";
import { type Conversion, toConversion } from "./unit-table.ts";

const FAHRENHEIT_STEP_KELVIN = 5 / 9;
const DIFFERENCE = /calibration|offset|hysteresis|dead_?(band|zone)|sensib|difference|correction|delta|_drop|_step$/;
const generic: Conversion = { quantity: "generic", factor: 1 };

/** Units whose meaning the property's name decides. First that fits. */
const refinements: readonly {
  readonly from: Conversion["quantity"];
  readonly property: RegExp;
  readonly refine: (conversion: Conversion) => Conversion;
}[] = [
  {
    from: "ratio",
    property: /^power_?factor/,
    refine: ({ factor }) => ({ quantity: "powerFactor", factor: factor / 100 }),
  },
  {
    from: "ratio",
    property: /^battery(_level|_percentage)?(_|$)/,
    refine: ({ factor }) => ({ quantity: "batteryLevel", factor }),
  },
  { from: "ratio", property: /calibration|offset/, refine: ({ factor }) => ({ quantity: "ratio", factor }) },
  { from: "ratio", property: /humidity/, refine: ({ factor }) => ({ quantity: "relativeHumidity", factor }) },
  {
    from: "temperature",
    property: DIFFERENCE,
    refine: ({ offset }) => ({
      quantity: "temperatureDifference",
      factor: offset === undefined ? 1 : FAHRENHEIT_STEP_KELVIN,
    }),
  },
  { from: "voltage", property: /battery/, refine: ({ factor }) => ({ quantity: "batteryVoltage", factor }) },
  {
    from: "voltage",
    property: /^orp/,
    refine: ({ factor }) => ({ quantity: "redoxPotential", factor: factor * 1000 }),
  },
  { from: "soundLevel", property: /rssi/, refine: ({ factor }) => ({ quantity: "signalStrength", factor }) },
  { from: "volumeFraction", property: /^tds|salin/, refine: ({ factor }) => ({ quantity: "massFraction", factor }) },
  {
    from: "ratio",
    property: /^salin/,
    refine: ({ factor }) => ({ quantity: "massFraction", factor: factor * 10_000 }),
  },
  {
    from: "length",
    property: /rain|precipitation/,
    refine: ({ factor }) => ({ quantity: "rainfall", factor: factor * 1000 }),
  },
  {
    from: "length",
    property: /minute|countdown|duration|timeout/,
    refine: () => ({ quantity: "duration", factor: 60 }),
  },
  { from: "rate", property: /radioactive/, refine: () => ({ quantity: "doseRate", factor: 1 }) },
  // ZLinky names reactive power in VArh.
  { from: "reactiveEnergy", property: /power/, refine: ({ factor }) => ({ quantity: "reactivePower", factor }) },
];

/** Numbers without a unit whose name says what they are. */
const unitless: readonly { readonly property: RegExp; readonly conversion: Conversion }[] = [
  { property: /^power_?factor/, conversion: { quantity: "powerFactor", factor: 1 } },
  { property: /^linkquality$/, conversion: { quantity: "linkQuality", factor: 1 } },
  { property: /^battery$/, conversion: { quantity: "batteryLevel", factor: 1 } },
  { property: /^humidity$/, conversion: { quantity: "relativeHumidity", factor: 1 } },
  { property: /^ph$/, conversion: { quantity: "acidity", factor: 1 } },
  { property: /(^|_)(count|packages|cycles?)(_|$)/, conversion: { quantity: "count", factor: 1 } },
  { property: /(^|_)(aqi|thi)$|index$/, conversion: { quantity: "index", factor: 1 } },
];

/** Quantity and conversion of a numeric feature; `generic` where neither unit nor name tells. */
export function toQuantity(leaf: Leaf): Conversion {
  const property = leaf.property.toLowerCase();
  if (leaf.unit === undefined) return unitless.find((rule) => rule.property.test(property))?.conversion ?? generic;
  const conversion = toConversion(leaf.unit);
  if (conversion === undefined) return generic;
  // Millivolts of a plain `voltage` are the battery's; the mains is given in volts.
  if (property === "voltage" && conversion.quantity === "voltage" && conversion.factor < 1) {
    return { quantity: "batteryVoltage", factor: conversion.factor };
  }
  const rule = refinements.find(
    (candidate) => candidate.from === conversion.quantity && candidate.property.test(property),
  );
  return rule?.refine(conversion) ?? conversion;
}
