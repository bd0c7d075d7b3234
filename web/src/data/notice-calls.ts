import { type Install, type NoticeSettings, noticesSetupSchema } from "@lastmeter/model/notice-settings";
import { z } from "zod/mini";
import { call } from "./call.ts";

const done = z.unknown();

/** Where and how this person is told. @throws CallError */
export const notices = {
  setup: () => call("notices", { act: "setup" }, noticesSetupSchema),
  install: (install: Pick<Install, "installId" | "locale" | "label">) =>
    call("notices", { act: "install", ...install }, done),
  uninstall: (installId: string) => call("notices", { act: "uninstall", installId }, done),
  saveSettings: (settings: NoticeSettings) => call("notices", { act: "settings", settings }, done),
  test: () => call("notices", { act: "test" }, done),
};
