import {
  type Desired,
  type DesiredSetting,
  desiredSchema,
  type Reported,
  reportedSchema,
} from "@lastmeter/model/configuration";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { type Setting, settingsReplySchema } from "@lastmeter/model/setting";
import { getApps } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import { z } from "zod/mini";
import { waitFor } from "../stack/wait-for.ts";
import { call } from "./call.ts";
import { type Account, openDatabase } from "./stack.ts";

export interface SettingsOf {
  readonly networkId: NetworkId;
  readonly nodeId: NodeId | null;
}

const toPath = ({ networkId, nodeId }: SettingsOf, part: "desired" | "reported") =>
  nodeId === null ? paths.networkConfiguration(networkId, part) : paths.nodeConfiguration(nodeId, part);

export async function readDesired(of: SettingsOf): Promise<Desired | null> {
  const found = await openDatabase().doc(toPath(of, "desired")).get();
  return found.exists ? desiredSchema.parse(found.data()) : null;
}

export async function readReported(of: SettingsOf): Promise<Reported | null> {
  const found = await openDatabase().doc(toPath(of, "reported")).get();
  return found.exists ? reportedSchema.parse(found.data()) : null;
}

/** As the app does: only what changes, each with the state it replaces. */
export function setSettings(account: Account, of: SettingsOf, values: Record<string, unknown>, rev = 0) {
  const changes = Object.entries(values).map(([key, value]) => ({ key, value: JSON.stringify(value), rev }));
  return call("configuration", account, { act: "set", ...of, changes });
}

export async function describe(account: Account, of: SettingsOf): Promise<readonly Setting[]> {
  const reply = await call("configuration", account, { act: "describe", ...of });
  return z.object({ result: settingsReplySchema }).parse(reply.body).result.settings;
}

/** The wanted setting once it is no longer on its way. */
export function waitForSetting(
  of: SettingsOf,
  key: string,
  isDone = (setting: DesiredSetting) => setting.state !== "pending",
): Promise<DesiredSetting> {
  const isTold = async () => {
    const setting = (await readDesired(of))?.settings[key];
    return setting !== undefined && isDone(setting) && setting;
  };
  // The emulator starts each trigger in a process of its own.
  return waitFor(`${key} to be told`, isTold, 90_000);
}

/** An administrator of the whole network, as its owner makes one. */
export async function appoint(networkId: NetworkId, owner: Account, { email }: Account): Promise<void> {
  const [{ uid }, { uid: by }] = await Promise.all([
    getAuth(getApps()[0]).getUserByEmail(email),
    getAuth(getApps()[0]).getUserByEmail(owner.email),
  ]);
  const terms = {
    role: "admin",
    resolution: "raw",
    channels: null,
    view: null,
    from: Date.now() - 1000,
    until: null,
    historyFrom: null,
  };
  await openDatabase()
    .doc(paths.networkGrant(networkId, uid))
    .set({
      ...{
        v: 1,
        principalId: uid,
        principal: "user",
        label: email,
        networkId,
        nodeId: null,
        source: "network",
        ...terms,
      },
      ...{ purpose: "", by, at: Date.now(), networkName: "", timeZone: "Europe/Athens", ownerLabel: "" },
      ...{ lastOpenedAt: null, dueAt: null },
    });
}
