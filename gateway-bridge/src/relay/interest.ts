import type { Interest } from "@lastmeter/model/link/messages";

/** Tells which messages matter at once, by the interest the cloud compiled from rules and alarms. Keeps only the last values. */
export class InterestFilter {
  #interest: Interest = { version: 0, topics: {} };
  #topics = new Map<string, Interest["topics"][string]>();
  /** Per topic: what was last seen under each watched path. */
  #last = new Map<string, Map<string, string>>();

  get version(): number {
    return this.#interest.version;
  }

  replace(interest: Interest): void {
    this.#interest = interest;
    this.#topics = new Map(Object.entries(interest.topics));
    for (const topic of this.#last.keys()) if (!this.#topics.has(topic)) this.#last.delete(topic);
  }

  /** `bridge/response/#` speaks of all topics below it. */
  #findBelow(topic: string): Interest["topics"][string] | undefined {
    for (let end = topic.lastIndexOf("/"); end > 0; end = topic.lastIndexOf("/", end - 1)) {
      const wanted = this.#topics.get(`${topic.slice(0, end)}/#`);
      if (wanted) return wanted;
    }
    return undefined;
  }

  /** To be called once for each message, in order. A value seen for the first time matters: what it was before is not known. */
  matters(topic: string, payload: Buffer): boolean {
    const wanted = this.#topics.get(topic) ?? this.#findBelow(topic);
    if (!wanted) return false;
    const message = parsePayload(payload);
    const last = this.#last.get(topic) ?? new Map<string, string>();
    this.#last.set(topic, last);
    let matters = false;
    const differs = (key: string, value: string) => {
      const before = last.get(key);
      last.set(key, value);
      return before !== value;
    };
    for (const path of wanted.onChange) {
      const value = valueAt(message, path);
      if (value !== undefined && differs(`=${path.join("\n")}`, JSON.stringify(value))) matters = true;
    }
    for (const path of wanted.always) {
      const value = valueAt(message, path);
      if (value !== undefined && value !== null && value !== "") matters = true;
    }
    for (const { path, above, below } of wanted.bounds) {
      const value = valueAt(message, path);
      if (typeof value !== "number") continue;
      const side = (above !== undefined && value > above) || (below !== undefined && value < below);
      const key = `${path.join("\n")} ${above} ${below}`;
      const isNew = !last.has(key);
      if (differs(key, String(side)) && (side || !isNew)) matters = true;
    }
    return matters;
  }
}

/** Availability of Zigbee2MQTT 1.x and attribute output are bare words: those are themselves the value. */
function parsePayload(payload: Buffer): unknown {
  const text = payload.toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function valueAt(message: unknown, path: readonly string[]): unknown {
  let value = message;
  for (const name of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = Object.entries(value).find(([key]) => key === name)?.[1];
  }
  return value;
}
