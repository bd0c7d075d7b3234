import { type Command, type CommandOrder, commandReplySchema, commandSchema, isFinal } from "@lastmeter/model/command";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { z } from "zod/mini";
import { waitFor } from "../stack/wait-for.ts";
import { call } from "./call.ts";
import { type Account, openDatabase, type TestNetwork } from "./stack.ts";

const replySchema = z.object({ result: commandReplySchema });

/** Gives a command as the app does. @throws where it is not taken */
export async function give(
  account: Account,
  networkId: NetworkId,
  order: CommandOrder,
  lifeMs?: number,
): Promise<string> {
  const reply = await call("command", account, { networkId, order, ...(lifeMs === undefined ? {} : { lifeMs }) });
  if (reply.status !== 200) throw new Error(`command answered ${reply.status}: ${JSON.stringify(reply.body)}`);
  return replySchema.parse(reply.body).result.commandId;
}

export const toSet = (nodeId: NodeId, value: string | number | boolean, channel = "state"): CommandOrder => ({
  kind: "set",
  nodeId,
  channel,
  value,
});

export async function readCommand(networkId: NetworkId, commandId: string): Promise<Command> {
  return commandSchema.parse((await openDatabase().doc(paths.command(networkId, commandId)).get()).data());
}

/** The command once it has ended, as it ended. */
export function waitForEnd(networkId: NetworkId, commandId: string, timeoutMs?: number): Promise<Command> {
  const isEnded = async () => {
    const command = await readCommand(networkId, commandId);
    return isFinal(command.state) && command;
  };
  return waitFor(`command ${commandId} to end`, isEnded, timeoutMs);
}

/** What anybody tells the home's network below its base topic: `topic payload`, in order. Answers of devices are left out. */
export async function sniffOrders({ mqtt, baseTopic }: TestNetwork): Promise<string[]> {
  const seen: string[] = [];
  mqtt.on("message", (topic, payload) => {
    const relative = topic.slice(baseTopic.length + 1);
    if (/(^|\/)set(\/|$)/.test(relative) || relative.startsWith("bridge/request/")) seen.push(`${relative} ${payload}`);
  });
  await mqtt.subscribeAsync(`${baseTopic}/#`, { qos: 1 });
  return seen;
}
