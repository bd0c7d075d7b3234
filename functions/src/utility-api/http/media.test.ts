import { expect, it } from "vitest";
import { chooseMedia } from "./media.ts";

const all = ["json", "csv", "ndjson"] as const;

it.each([
  [null, "json"],
  ["*/*", "json"],
  ["text/csv", "csv"],
  ["application/x-ndjson, application/json;q=0.5", "ndjson"],
  ["text/*;q=0.9, application/json;q=0.8", "csv"],
  ["application/json;q=0, */*;q=0.1", "csv"],
] as const)("%s is answered by %s", (accept, media) => expect(chooseMedia(accept, all)).toBe(media));

it.each(["image/png", "text/html", "application/json;q=0"])("%s is answered by nothing", (accept) => {
  expect(() => chooseMedia(accept, ["json"])).toThrow("not_acceptable");
});
