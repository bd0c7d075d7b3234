import { afterEach } from "vitest";
import { describePages } from "./browser.ts";

afterEach(async ({ task }) => {
  if (task.result?.state === "fail") console.error(`the pages when "${task.name}" failed:\n${await describePages()}`);
});
