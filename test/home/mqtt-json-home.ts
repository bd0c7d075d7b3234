import mqtt from "mqtt";

/** A plug, as Tasmota speaks: telemetry, state and results on topics of their own; it obeys `cmnd/<name>/…`. */
export interface MqttJsonHome {
  readonly name: string;
  /** What it was last told, by command. */
  readonly told: ReadonlyMap<string, string>;
  /** Telemetry now. */
  report(): Promise<void>;
  close(): Promise<void>;
}

export interface MqttJsonOptions {
  readonly mqttUrl: string;
  readonly baseTopic: string;
  readonly name: string;
  /** W. */
  readonly power: number;
}

const TELE_PERIOD = { min: 10, max: 3600 };

export async function startMqttJsonHome({ mqttUrl, baseTopic, name, power }: MqttJsonOptions): Promise<MqttJsonHome> {
  const client = await mqtt.connectAsync(mqttUrl);
  const told = new Map<string, string>();
  let isOn = true;
  const say = (topic: string, payload: unknown, retain = false) => {
    const text = typeof payload === "string" ? payload : JSON.stringify(payload);
    return client.publishAsync(`${baseTopic}/${topic}`, text, { qos: 1, retain });
  };
  const obey = async (command: string, payload: string) => {
    told.set(command, payload);
    if (command === "POWER") {
      isOn = payload === "TOGGLE" ? !isOn : payload === "ON";
      await say(`stat/${name}/RESULT`, { POWER: isOn ? "ON" : "OFF" });
      await say(`stat/${name}/POWER`, isOn ? "ON" : "OFF");
    } else if (command === "TelePeriod") {
      const period = Math.min(Math.max(Number(payload), TELE_PERIOD.min), TELE_PERIOD.max);
      await say(`stat/${name}/RESULT`, { TelePeriod: period });
    }
  };
  client.on("message", (topic, payload) => void obey(topic.split("/").at(-1) ?? "", payload.toString("utf8")));
  await client.subscribeAsync(`${baseTopic}/cmnd/${name}/+`);
  await say(`tele/${name}/LWT`, "Online", true);
  await say(`stat/${name}/POWER`, "ON");
  const home: MqttJsonHome = {
    name,
    told,
    report: async () => {
      const Power = isOn ? power : 0;
      const ENERGY = { Total: 12.345, Power, Voltage: 231, Current: Math.round((Power / 231) * 1000) / 1000 };
      await say(`tele/${name}/SENSOR`, { Time: "2026-11-28T07:00:00", ENERGY });
    },
    close: () => client.endAsync(),
  };
  await home.report();
  return home;
}
