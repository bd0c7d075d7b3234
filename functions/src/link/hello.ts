import { toBase64Url } from "@lastmeter/model/ids";
import { bridgeVersions } from "@lastmeter/model/link/bridge-versions";
import { randomBytes } from "@lastmeter/model/link/bytes";
import { parseHello, sealWelcome, verifyHello } from "@lastmeter/model/link/handshake";
import { AppError } from "../platform/app-error.ts";
import type { LinkContext } from "./context.ts";
import { decideHello, isOlderVersion } from "./decide-hello.ts";
import { afterHello, toStatus, withStatus } from "./gateway-status.ts";
import { noChange } from "./link.store.ts";
import { noteRefusal } from "./note-refusal.ts";
import { createSessionId, isOurNetworkId } from "./server-ids.ts";

export const ATTEMPTS_MAX = 5;

/** Hello in, welcome out. The session stays pending until its first sealed frame. @throws AppError. */
export async function handleHello(context: LinkContext, body: Uint8Array): Promise<Uint8Array> {
  const { store, secrets, log } = context;
  const claimed = parseHello(body);
  if (claimed === null) throw new AppError("bad_frame", "hello");
  const { hello } = claimed;
  const { networkId, kid } = hello;
  if (!(await isOurNetworkId(secrets.linkSecret, networkId))) throw new AppError("auth_failed", "forged network id");
  const linkKey = await context.keyRing.find(networkId, kid);
  if (linkKey === null || !(await verifyHello(linkKey, claimed))) {
    await noteRefusal(context, networkId, "auth_failed");
    throw new AppError("auth_failed", linkKey === null ? "unknown key" : "wrong proof");
  }
  if (isOlderVersion(hello.version, bridgeVersions.oldest)) throw new AppError("upgrade_required", hello.version);

  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const now = context.clock();
    const read = await store.readLink(networkId);
    if (read === null) throw new AppError("auth_failed", "unknown network");
    const offer = {
      sid: await createSessionId(secrets.linkSecret, { networkId, kid }, now),
      serverNonce: toBase64Url(randomBytes(32)),
    };
    const decided = decideHello(read.link, hello, offer, now);
    if (typeof decided === "string") {
      await noteRefusal(context, networkId, decided);
      throw new AppError(decided, "hello");
    }
    const { session } = decided;
    const status = afterHello(toStatus(decided.link), kid !== decided.link.kids[0], now);
    const { link, writes } = withStatus(networkId, decided.link, status);
    if ((await store.commit(networkId, { ...noChange, read, link, writes })) === "conflict") continue;
    log.info("link.hello", { networkId, kid, boot: hello.boot, version: hello.version, pending: link.pending.length });
    return sealWelcome(linkKey, body, {
      v: 1,
      sid: session.sid,
      serverNonce: session.serverNonce,
      serverTime: now,
      expiresAt: session.expiresAt,
      oldestVersion: bridgeVersions.oldest,
      cursor: link.cursor,
    });
  }
  throw new AppError("unavailable", "contended", 2);
}
