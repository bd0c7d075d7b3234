import type { Notice } from "@lastmeter/model/notice";
import { type NoticesRequest, type NoticesSetup, noticesRequestSchema } from "@lastmeter/model/notice-settings";
import { AppError } from "../platform/app-error.ts";
import type { Caller } from "../platform/call.ts";
import { parseRequest } from "../platform/parse-request.ts";
import type { NoticesStore } from "./notices.store.ts";

/** Tests that somebody may ask for in an hour. */
const TESTS_MAX = 20;

export interface NoticesContext {
  readonly store: NoticesStore;
  readonly setup: NoticesSetup;
  readonly now: number;
}

/** The acts of `model/notice-settings`. @throws AppError */
export async function handleNotices(context: NoticesContext, { uid }: Caller, data: unknown): Promise<unknown> {
  return decide(context, uid, parseRequest(noticesRequestSchema, data));
}

async function decide({ store, setup, now }: NoticesContext, uid: string, request: NoticesRequest): Promise<unknown> {
  switch (request.act) {
    case "setup":
      return setup;
    case "install": {
      const { installId, locale, label } = request;
      await store.install(uid, { v: 1, installId, locale, label, createdAt: now, at: now });
      return {};
    }
    case "uninstall":
      await store.uninstall(uid, request.installId);
      return {};
    case "settings":
      await store.saveSettings(uid, request.settings);
      return {};
    case "test":
      if ((await store.countTests(uid, now - 3_600_000)) >= TESTS_MAX) throw new AppError("too_many", "tests", 600);
      await store.addNotice(uid, toTest(now));
      return {};
  }
}

function toTest(now: number): Notice {
  return {
    v: 1,
    kind: "test",
    phase: "raised",
    severity: "info",
    networkId: null,
    nodeId: null,
    alarmId: null,
    ruleId: null,
    title: null,
    facts: {},
    at: now,
    readAt: null,
    shownAt: null,
    push: { state: "due", tries: 0, sent: 0, left: null },
    dueAt: now + 60_000,
  };
}
