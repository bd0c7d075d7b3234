import { handleHello } from "@lastmeter/functions/src/link/hello.ts";
import { handleUplink } from "@lastmeter/functions/src/link/uplink.ts";
import { networkIdSchema, toBase64Url } from "@lastmeter/model/ids";
import { fromHex, randomBytes, toHex, toUtf8 } from "@lastmeter/model/link/bytes";
import { HEADER_BYTES, sealFrame, TAG_BYTES } from "@lastmeter/model/link/frame";
import { sealHello } from "@lastmeter/model/link/handshake";
import { linkLimits } from "@lastmeter/model/link/messages";
import { toUplinkPlaintext } from "@lastmeter/model/link/plaintext";
import { SESSION_MAX_MS, startGatewaySession } from "@lastmeter/model/link/session";
import { paths } from "@lastmeter/model/paths";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  connectGateway,
  type LinkBench,
  openLinkBench,
  START,
  toBatchBytes,
  toHead,
  toHello,
  toMessages,
  toOutcome,
} from "./link-bench.ts";
import { listStored } from "./link-stored.ts";

let bench: LinkBench;
let home: Awaited<ReturnType<LinkBench["register"]>>;

beforeAll(() => {
  bench = openLinkBench("demo-link-refused");
});
afterAll(() => bench.close());
beforeEach(async () => {
  bench.time.now = START;
  home = await bench.register();
});

describe("frames that are refused", () => {
  async function sealOne(plaintext = toUplinkPlaintext(toHead(), toBatchBytes({ messages: toMessages(0, 3) }))) {
    const gateway = await connectGateway(bench.context, home);
    const sealed = await gateway.session.seal(plaintext);
    if (sealed === null) throw new Error("session used up");
    return { gateway, body: sealed.body };
  }

  function change(body: Uint8Array, offset: number): Uint8Array {
    const changed = body.slice();
    changed[offset] = (changed[offset] ?? 0) ^ 1;
    return changed;
  }

  it.each([
    ["the ciphertext changed", (body: Uint8Array) => change(body, HEADER_BYTES), "auth_failed"],
    ["the tag changed", (body: Uint8Array) => change(body, body.length - 1), "auth_failed"],
    ["another network", (body: Uint8Array) => change(body, 8), "auth_failed"],
    ["another key id", (body: Uint8Array) => change(body, 32), "auth_failed"],
    ["another session", (body: Uint8Array) => change(body, 40), "auth_failed"],
    ["another sequence", (body: Uint8Array) => change(body, 63), "auth_failed"],
    ["turned round", (body: Uint8Array) => Uint8Array.from(body.with(3, 2)), "bad_frame"],
    ["another route", (body: Uint8Array) => change(body, 71), "bad_frame"],
    ["a newer version", (body: Uint8Array) => Uint8Array.from(body.with(2, 2)), "upgrade_required"],
    ["cut in the tag", (body: Uint8Array) => body.slice(0, -1), "bad_frame"],
    ["cut in the header", (body: Uint8Array) => body.slice(0, HEADER_BYTES - 1), "bad_frame"],
    ["without ciphertext", (body: Uint8Array) => body.slice(0, HEADER_BYTES + TAG_BYTES), "bad_frame"],
    ["empty", () => new Uint8Array(), "bad_frame"],
  ])("%s", async (_, spoil, kind) => {
    const { body } = await sealOne();
    const before = await listStored(bench.db, home.networkId);
    expect(await toOutcome(handleUplink(bench.context, spoil(body)))).toBe(kind);
    expect(await toOutcome(handleUplink(bench.restart(), spoil(body)))).toBe(kind);
    expect(await listStored(bench.db, home.networkId)).toEqual(before);
  });

  it("replayed: on the same instance, on another one, and after newer frames", async () => {
    const { gateway, body } = await sealOne();
    await handleUplink(bench.context, body);
    const before = await listStored(bench.db, home.networkId);
    expect(await toOutcome(handleUplink(bench.context, body))).toBe("replayed_seq");
    expect(await toOutcome(handleUplink(bench.restart(), body))).toBe("replayed_seq");
    expect(await listStored(bench.db, home.networkId)).toEqual(before);
    await gateway.send({ messages: toMessages(4, 5) });
    expect(await toOutcome(handleUplink(bench.context, body))).toBe("replayed_seq");
  });

  it("replayed while the first is still on its way: one reply at the most is sealed", async () => {
    const { body } = await sealOne();
    const instances = [bench.restart(), bench.restart(), bench.restart()];
    const outcomes = await Promise.all(instances.map((instance) => toOutcome(handleUplink(instance, body))));
    expect(outcomes.filter((outcome) => typeof outcome !== "string")).toHaveLength(1);
  });

  it("of a session of another network", async () => {
    const other = await bench.register();
    const { gateway } = await sealOne();
    const session = { networkId: other.networkId, kid: other.linkKey.kid, sid: gateway.welcome.sid };
    const key = await crypto.subtle.importKey("raw", randomBytes(32), "AES-GCM", false, ["encrypt"]);
    const body = await sealFrame(key, { type: "uplink", seq: 0, route: 1, ...session }, toUtf8("{}"));
    expect(await toOutcome(handleUplink(bench.context, body))).toBe("auth_failed");
  });

  it("under a wrong key, though every id is right", async () => {
    const { gateway } = await sealOne();
    const thief = await startGatewaySession(
      { kid: home.linkKey.kid, key: randomBytes(32) },
      {
        networkId: home.networkId,
        sid: gateway.welcome.sid,
        clientNonce: toBase64Url(randomBytes(32)),
        serverNonce: gateway.welcome.serverNonce,
      },
    );
    const sealed = await thief.seal(toUtf8("{}"));
    const before = await listStored(bench.db, home.networkId);
    expect(await toOutcome(handleUplink(bench.context, sealed?.body ?? new Uint8Array()))).toBe("auth_failed");
    expect(await listStored(bench.db, home.networkId)).toEqual(before);
  });

  it("of a session that expired, and of a pending one after 60 s", async () => {
    const active = await connectGateway(bench.context, home);
    await active.send({});
    const pending = await connectGateway(bench.context, home);
    bench.time.now += 60_000;
    expect(await pending.send({})).toBe("auth_failed");
    expect(await active.send({})).toMatchObject({ status: "stored" });
    bench.time.now = START + SESSION_MAX_MS + 3_600_000;
    expect(await active.send({})).toBe("auth_failed");
  });

  it.each<[string, Parameters<typeof toBatchBytes>[0], string]>([
    ["not JSON", toUtf8("{"), "bad_schema"],
    ["not UTF-8", fromHex("ff"), "bad_schema"],
    [
      "an unknown field",
      toUtf8('{"queueEpoch":"AAAAAAAAAAAAAAAAAAAAAA","backfill":false,"messages":[],"gaps":[],"latest":[],"x":1}'),
      "bad_schema",
    ],
    ["numbers out of order", { messages: toMessages(1, 2).reverse() }, "bad_schema"],
    ["too many messages", { messages: toMessages(1, linkLimits.messages + 1) }, "too_large"],
  ])("by a sealed verdict: %s", async (_, batch, code) => {
    const gateway = await connectGateway(bench.context, home);
    expect(await gateway.send(batch)).toMatchObject({ status: "refused", code, cursor: { next: 0 } });
    expect(await gateway.send({ messages: toMessages(0, 1) })).toMatchObject({ status: "stored" });
  });

  it("of a revoked gateway: sealed while the session lives, then at the door", async () => {
    const gateway = await connectGateway(bench.context, home);
    await gateway.send({});
    await bench.db.doc(paths.linkState(home.networkId)).update({ "link.revoked": true });
    const reply = await gateway.send({ messages: toMessages(0, 3) }, { wantsToken: true });
    expect(reply).toMatchObject({ status: "refused", code: "revoked" });
    expect(reply).not.toHaveProperty("listener");
    const hello = await sealHello(home.linkKey, toHello(home.networkId, home.linkKey));
    expect(await toOutcome(handleHello(bench.context, hello))).toBe("revoked");
  });
});

describe("ten thousand bad calls", () => {
  it("cost ten reads for made-up keys and one look at the network, however many there are", async () => {
    const gateway = await connectGateway(bench.context, home);
    await gateway.send({});
    const good = (await gateway.session.seal(toUtf8("{}")))?.body ?? new Uint8Array();
    const claim = toHello(home.networkId, home.linkKey);
    const helloBody = await sealHello(home.linkKey, claim);
    const makers: (() => Promise<Uint8Array | string>)[] = [
      () => toOutcome(handleUplink(bench.context, randomBytes(200))),
      () => toOutcome(handleHello(bench.context, randomBytes(300))),
      // Forged network id, forged session id, changed ciphertext of a session in memory.
      () => toOutcome(handleUplink(bench.context, withRandom(good, 8, 24))),
      () => toOutcome(handleUplink(bench.context, withRandom(good, 40, 16))),
      () => toOutcome(handleUplink(bench.context, withRandom(good, HEADER_BYTES, 2))),
      // Hellos for a made-up network, and for a real one without its key.
      async () => {
        const networkId = networkIdSchema.parse(toBase64Url(randomBytes(24)));
        return toOutcome(handleHello(bench.context, await sealHello(home.linkKey, toHello(networkId, home.linkKey))));
      },
      () => toOutcome(handleHello(bench.context, withRandom(helloBody, helloBody.length - 32, 32))),
      async () =>
        toOutcome(handleHello(bench.context, await sealHello(home.linkKey, { ...claim, kid: toHex(randomBytes(8)) }))),
    ];
    const before = { ...bench.operations };
    const outcomes = new Set<string>();
    for (let count = 0; count < 10_000; count += 1) {
      const outcome = await makers[count % makers.length]?.();
      outcomes.add(typeof outcome === "string" ? outcome : "accepted");
    }
    expect([...outcomes].sort()).toEqual(["auth_failed", "bad_frame"]);
    expect(bench.operations).toEqual({
      reads: before.reads + 11,
      writes: before.writes,
      requests: before.requests + 11,
    });
    expect(await gateway.send({})).toMatchObject({ status: "stored" });
  });

  function withRandom(body: Uint8Array, offset: number, length: number): Uint8Array {
    const changed = body.slice();
    changed.set(randomBytes(length), offset);
    return changed;
  }
});
