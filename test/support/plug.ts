/** A metering plug as Zigbee2MQTT describes one: the smallest device that a flow can measure and switch. */
export const plugAddress = "0x00158d00000000aa";

export function toDeviceList(friendlyName: string, address = plugAddress): string {
  return JSON.stringify([
    {
      friendly_name: "Coordinator",
      ieee_address: "0x00124b0000000001",
      network_address: 0,
      type: "Coordinator",
      supported: true,
      disabled: false,
    },
    {
      friendly_name: friendlyName,
      ieee_address: address,
      network_address: 6657,
      type: "Router",
      supported: true,
      disabled: false,
      interview_state: "SUCCESSFUL",
      definition: {
        model: "TEST-PLUG",
        vendor: "Lastmeter",
        description: "Metering plug of the tests",
        source: "native",
        options: [],
        exposes: [
          {
            type: "switch",
            features: [
              {
                type: "binary",
                name: "state",
                property: "state",
                label: "State",
                access: 7,
                value_on: "ON",
                value_off: "OFF",
              },
            ],
          },
          { type: "numeric", name: "power", property: "power", label: "Power", unit: "W", access: 1 },
          { type: "numeric", name: "energy", property: "energy", label: "Energy", unit: "kWh", access: 1 },
          { type: "numeric", name: "voltage", property: "voltage", label: "Voltage", unit: "V", access: 1 },
        ],
      },
    },
  ]);
}

/** A plug that also says its current. */
export function toCurrentPlug(friendlyName: string): string {
  const [coordinator, plug] = JSON.parse(toDeviceList(friendlyName));
  const current = { type: "numeric", name: "current", property: "current", label: "Current", unit: "A", access: 1 };
  plug.definition.exposes.push(current);
  return JSON.stringify([coordinator, plug]);
}
