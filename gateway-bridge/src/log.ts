import pino from "pino";

/** An event's name and its fields; never a payload, a key, a password or a token. */
export interface Log {
  debug(fields: object, event: string): void;
  info(fields: object, event: string): void;
  warn(fields: object, event: string): void;
  error(fields: object, event: string): void;
}

/** @param level of pino's; `silent` for none. */
export function createLog(level: string): Log {
  const destination = pino.destination({ fd: 1, sync: true });
  return pino({ level, messageKey: "event", base: { program: "lastmeter-bridge" } }, destination);
}
