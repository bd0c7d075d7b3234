import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pushDataSchema } from "@lastmeter/model/notice-settings";
import { z } from "zod/mini";
import { waitFor } from "../stack/wait-for.ts";

/** What FCM's HTTP API (v1, `messages:send`) takes of ours. */
const sentSchema = z.object({
  message: z.strictObject({
    fid: z.string(),
    data: pushDataSchema,
    webpush: z.strictObject({
      headers: z.strictObject({ Urgency: z.string(), TTL: z.string(), Topic: z.string().check(z.maxLength(32)) }),
    }),
  }),
});

export interface SentPush {
  readonly at: number;
  readonly project: string;
  readonly installId: string;
  readonly data: z.infer<typeof pushDataSchema>;
  readonly headers: { readonly Urgency: string; readonly TTL: string; readonly Topic: string };
}

/** What it answers: taken, one of FCM's errors, or nothing at all. */
export type FcmAnswer = "taken" | "unregistered" | "tooMany" | "broken" | "nothing";

const errors = {
  unregistered: { status: 404, code: "UNREGISTERED", name: "NOT_FOUND" },
  tooMany: { status: 429, code: "QUOTA_EXCEEDED", name: "RESOURCE_EXHAUSTED" },
  broken: { status: 500, code: "INTERNAL", name: "INTERNAL" },
} as const;

/** Stands in for FCM: a real HTTP server that speaks the part of its API that is used. */
export class TestFcm {
  /** Requests that were understood, whatever was answered. */
  readonly pushes: SentPush[] = [];
  readonly faults: string[] = [];
  answer: (push: SentPush) => FcmAnswer = () => "taken";
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  /** Where the functions of the stack send to. */
  static async start(address = process.env.LASTMETER_FCM_STAND_IN ?? ""): Promise<TestFcm> {
    const fcm = new TestFcm();
    const port = Number(address.split(":")[1] ?? 0);
    await new Promise<void>((done) => fcm.#server.listen(port, "127.0.0.1", done));
    return fcm;
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  of(installId: string): SentPush[] {
    return this.pushes.filter((push) => push.installId === installId);
  }

  async waitFor(installId: string, count = 1, timeoutMs = 60_000): Promise<SentPush> {
    await waitFor(`push ${count} to ${installId}`, async () => this.of(installId).length >= count, timeoutMs);
    const push = this.of(installId)[count - 1];
    if (push === undefined) throw new Error("no push");
    return push;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const project = /^\/v1\/projects\/([^/]+)\/messages:send$/.exec(request.url ?? "")?.[1];
    const parsed = sentSchema.safeParse(JSON.parse(Buffer.concat(parts).toString() || "null"));
    if (project === undefined || !parsed.success) {
      this.faults.push(`${request.url}: ${parsed.success ? "unknown address" : parsed.error.message}`);
      response.writeHead(400).end();
      return;
    }
    const { fid, data, webpush } = parsed.data.message;
    const push = { at: Date.now(), project, installId: fid, data, headers: webpush.headers };
    this.pushes.push(push);
    const answer = this.answer(push);
    if (answer === "nothing") return;
    if (answer === "taken") {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ name: `projects/${project}/messages/${this.pushes.length}` }));
      return;
    }
    const { status, code, name } = errors[answer];
    const details = [{ "@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", errorCode: code }];
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: { code: status, status: name, message: "no", details } }));
  }
}
