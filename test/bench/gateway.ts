import { handleHello } from "@lastmeter/functions/src/link/hello.ts";
import { handleUplink } from "@lastmeter/functions/src/link/uplink.ts";
import type { NetworkId } from "@lastmeter/model/ids";
import { fromUtf8 } from "@lastmeter/model/link/bytes";
import { openWelcome, sealHello } from "@lastmeter/model/link/handshake";
import type { LinkKey } from "@lastmeter/model/link/key";
import { type Batch, type UplinkHead, type UplinkReply, uplinkReplySchema } from "@lastmeter/model/link/messages";
import { toUplinkPlaintext } from "@lastmeter/model/link/plaintext";
import { startGatewaySession } from "@lastmeter/model/link/session";
import { type LinkBench, QUEUE_A, toBatchBytes, toHead, toHello } from "../flows/link-bench.ts";
import { createPlugs, type Plugs, toDevices } from "./plugs.ts";

/** Where a gateway's sealed bytes go. */
export interface Dispatcher {
  hello(body: Uint8Array): Promise<Uint8Array>;
  uplink(body: Uint8Array): Promise<Uint8Array>;
}

/** The link's handlers in this process. */
export function toLocalDispatcher({ context }: LinkBench): Dispatcher {
  return { hello: (body) => handleHello(context, body), uplink: (body) => handleUplink(context, body) };
}

/** A gateway with plugs behind it, without a bridge: it seals batches and insists that they are stored. */
export interface Gateway {
  readonly plugs: Plugs;
  /** A new session, as after a restart or a day. */
  connect(): Promise<void>;
  /** Sealed ahead of time, so that the sealing is not measured; to be delivered in this order. */
  seal(batch: Partial<Batch>, head: Partial<UplinkHead>): Promise<SealedBatch>;
  deliver(sealed: SealedBatch): Promise<UplinkReply>;
  send(batch: Partial<Batch>, head: Partial<UplinkHead>): Promise<UplinkReply>;
}

export interface SealedBatch {
  readonly seq: number;
  readonly body: Uint8Array;
}

export interface GatewayNetwork {
  readonly networkId: NetworkId;
  readonly linkKey: LinkKey;
}

/** Connected, its plugs known and each heard once a moment before `at`. */
export async function openGateway(
  dispatcher: Dispatcher,
  network: GatewayNetwork,
  plugCount: number,
  at: number,
): Promise<Gateway> {
  const { networkId, linkKey } = network;
  const plugs = createPlugs(plugCount, 1);
  const start = async () => {
    const hello = toHello(networkId, linkKey);
    const body = await sealHello(linkKey, hello);
    const welcome = await openWelcome(linkKey, body, await dispatcher.hello(body));
    if (welcome === null) throw new Error("the welcome proves nothing");
    const { sid, serverNonce } = welcome;
    return startGatewaySession(linkKey, { networkId, sid, serverNonce, clientNonce: hello.clientNonce });
  };
  let session = await start();
  /** As of the newest reply: it tells what matters where the gateway does not know it yet. */
  let interestVersion = 0;
  const gateway: Gateway = {
    plugs,
    async connect() {
      session = await start();
    },
    async seal(batch, head) {
      const bytes = toBatchBytes({ queueEpoch: QUEUE_A, ...batch });
      const sealed = await session.seal(toUplinkPlaintext(toHead({ interestVersion, ...head }), bytes));
      if (sealed === null) throw new Error("session used up");
      return sealed;
    },
    async deliver({ seq, body }) {
      const plaintext = await session.open(seq, await dispatcher.uplink(body));
      if (plaintext === null) throw new Error("the reply is not sealed for this request");
      const reply = uplinkReplySchema.parse(JSON.parse(fromUtf8(plaintext) ?? ""));
      if (reply.status !== "stored") throw new Error(`not stored: ${reply.status} ${reply.code} ${reply.detail}`);
      interestVersion = reply.interest?.version ?? interestVersion;
      return reply;
    },
    send: async (batch, head) => gateway.deliver(await gateway.seal(batch, head)),
  };
  const devices = { n: 0, at: at - 1, topic: "bridge/devices", p: toDevices(plugCount) };
  await gateway.send({ messages: [devices] }, { now: at });
  return gateway;
}
