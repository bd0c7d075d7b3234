import { createSimulatedZigbee2Mqtt, type HomeConfig } from "./simulated-zigbee2mqtt.ts";
import { type HomeSnapshot, writeSnapshot } from "./snapshot.ts";
import { type SpeakOptions, speak } from "./speak.ts";

export interface RunOptions extends Pick<SpeakOptions, "mqttUrl" | "now" | "tickMs"> {
  readonly config: HomeConfig;
  readonly kept: HomeSnapshot | null;
  readonly stateFile: string | null;
}

export interface RunningHome {
  /** Says `bridge/state` offline and leaves the broker. */
  close(): Promise<void>;
}

/** Speaks for the home on a broker until closed; a faster clock makes a faster home. Resolves when the retained topics are out. */
export async function runHome({ mqttUrl, config, now, tickMs, kept, stateFile }: RunOptions): Promise<RunningHome> {
  const speaker = await createSimulatedZigbee2Mqtt(config, kept);
  let written = Promise.resolve();
  const keep = () => {
    if (stateFile !== null) written = written.then(() => writeSnapshot(stateFile, speaker.snapshot(now())));
    return written;
  };
  const speaking = await speak({ mqttUrl, baseTopic: config.baseTopic, speaker, now, tickMs, onAnswered: keep });
  return {
    close: async () => {
      await speaking.close();
      await keep();
    },
  };
}
