/**
 * Units that no quantity fits, by the unit's text (trimmed), with the reason: their channels are kept as `generic` and shown with
 * the device's own unit.
 */
export const unmappedUnits: ReadonlyMap<string, string> = new Map([
  ["", "blank: the maker names no unit"],
  ["*", "a placeholder of the converter, not a unit"],
  ["raw", "the sensor's own steps, scale unknown"],
  ["raw unit", "the sensor's own steps, scale unknown"],
  ["adc", "steps of an analogue converter, scale unknown"],
  ["gg", "a misprint; what was meant is not known"],
  ["x", "a multiple of an unnamed base"],
  ["minutes or litres", "another setting decides which of the two it is"],
  ["seconds or litres", "another setting decides which of the two it is"],
  ["K", "colour temperature in kelvin: reciprocal to mired, so no factor converts it"],
]);
