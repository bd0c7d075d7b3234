import { parseEnrolment } from "@lastmeter/model/link/enrolment";
import { generateKey, toKeyText } from "@lastmeter/model/link/key";
import { expect, it } from "vitest";
import { toConfigFile } from "./config-file.ts";

const linkKey = generateKey();
const config = { network: "N".repeat(32), key: toKeyText(linkKey), dispatcher: "https://example.org/link" };

it("is what the bridge reads", () => {
  const { text } = toConfigFile({ config: config as never }, "Home");
  expect(parseEnrolment(text)).toEqual({ network: config.network, key: linkKey, dispatcher: config.dispatcher });
});

it.each([
  ["Summer house", "lastmeter-summer-house.json"],
  ["Zürich / 2", "lastmeter-zu-rich-2.json"],
  ["Σπίτι", "lastmeter-home.json"],
  ["../../etc; rm -rf ~", "lastmeter-etc-rm-rf.json"],
  ["x".repeat(80), `lastmeter-${"x".repeat(40)}.json`],
])("is named for the shell: %s", (name, expected) => {
  expect(toConfigFile({ config: config as never }, name).name).toBe(expected);
});
