import { readFileSync } from "node:fs";
import type { IClientOptions } from "mqtt";
import type { MqttConfig } from "../config.ts";

const CONNECT_MS = 8000;

/** For a short look beside a running bridge, as somebody else: no session stays behind. @throws if `caFile` cannot be read. */
export function toConnectOptions(config: MqttConfig, clientId: string): IClientOptions {
  return {
    clientId,
    protocolVersion: 4,
    clean: true,
    reconnectPeriod: 0,
    connectTimeout: CONNECT_MS,
    ...toLogin(config),
  };
}

/** What the broker asks of whoever connects. @throws if `caFile` cannot be read. */
export function toLogin({ username, password, caFile }: MqttConfig): IClientOptions {
  return {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(caFile === undefined ? {} : { ca: [readFileSync(caFile)] }),
  };
}
