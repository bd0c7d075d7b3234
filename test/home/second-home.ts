import { type Device, type DeviceKey, devices } from "./devices.ts";

/** Another household's choice of devices: other addresses, other names. */
const chosen: Partial<Record<DeviceKey, string>> = {
  grid: "cellar/main meter",
  fridge: "pantry/freezer",
  waterHeater: "bathroom/boiler",
  thermostat: "parlour/radiator",
  climate: "attic/climate",
  door: "garden/gate",
};
const OTHER = 0x5a00_0000n;

function toOther(device: Device): Device[] {
  const friendlyName = chosen[device.key];
  if (friendlyName === undefined) return [];
  const address = `0x${(BigInt(device.address) ^ OTHER).toString(16).padStart(16, "0")}`;
  return [{ ...device, address, networkAddress: device.networkAddress ^ 0x5a, friendlyName }];
}

export const secondHomeDevices: readonly Device[] = devices.flatMap(toOther);
