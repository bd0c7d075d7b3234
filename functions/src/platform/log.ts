import { logger } from "firebase-functions";

/** Ids, counts, codes and durations: never payloads, keys, tokens or names of people. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

export interface Log {
  info(event: string, fields: LogFields): void;
  warn(event: string, fields: LogFields): void;
  /** `cause` is logged with its stack; it must not hold payloads. */
  error(event: string, fields: LogFields, cause?: unknown): void;
}

export const cloudLog: Log = {
  info: (event, fields) => logger.info(event, { event, ...fields }),
  warn: (event, fields) => logger.warn(event, { event, ...fields }),
  error: (event, fields, cause) =>
    logger.error(event, { event, ...fields, cause: cause instanceof Error ? (cause.stack ?? cause.message) : null }),
};
