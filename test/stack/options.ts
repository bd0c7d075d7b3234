import { parseArgs } from "node:util";
import { Fault } from "./fail.ts";

export interface StartOptions {
  readonly portBase: number;
  readonly broker: string | undefined;
  readonly replay: string | undefined;
  readonly fresh: boolean;
}

export const usage = `npm start -- [options]

  --port-base N              first of eleven ports (default 5000): two stacks run side by side on two bases
  --broker mqtt://host:port  my own broker and my own Zigbee2MQTT instead of the simulated home
  --replay FILE.csv[.gz]     a recorded household instead of the simulated home: its past up to now, then live; the format is
                             that of "Individual Household Electric Power Consumption" (UCI data set 235)
  --fresh                    forget what an earlier start left
  --help                     this text`;

/** @throws Fault naming the option and what was expected. */
export function parseStartOptions(args: readonly string[]): StartOptions | "help" {
  const { values } = parse(args);
  if (values.help) return "help";
  const portBase = Number(values["port-base"] ?? "5000");
  if (!Number.isInteger(portBase) || portBase < 1024 || portBase > 65_000) {
    throw new Fault(`--port-base: expected a whole number from 1024 to 65000, got "${values["port-base"]}".`);
  }
  const { broker } = values;
  if (broker !== undefined && !/^mqtts?:\/\/[^/\s]+$/.test(broker)) {
    throw new Fault(`--broker: expected mqtt://host:port or mqtts://host:port, got "${broker}".`);
  }
  const { replay } = values;
  if (replay === "") throw new Fault("--replay: expected a file.");
  if (replay !== undefined && broker !== undefined) {
    throw new Fault("--replay: expected without --broker, the recording brings its own broker.");
  }
  return { portBase, broker, replay, fresh: values.fresh };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        "port-base": { type: "string" },
        broker: { type: "string" },
        replay: { type: "string" },
        fresh: { type: "boolean", default: false },
        help: { type: "boolean", default: false, short: "h" },
      },
    });
  } catch (error) {
    throw new Fault(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}
