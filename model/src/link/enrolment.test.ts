import { describe, expect, it } from "vitest";
import { networkIdSchema, toBase64Url } from "../ids.ts";
import { randomBytes } from "./bytes.ts";
import { type Enrolment, parseEnrolment, toEnrolmentText } from "./enrolment.ts";
import { generateKey, toKeyText } from "./key.ts";

const enrolment: Enrolment = {
  network: networkIdSchema.parse(toBase64Url(randomBytes(24))),
  key: generateKey(),
  dispatcher: "https://europe-west1-p.cloudfunctions.net",
};
const text = toEnrolmentText(enrolment);
const file = { network: enrolment.network, key: toKeyText(enrolment.key), dispatcher: enrolment.dispatcher };

describe("what a person pastes", () => {
  it.each<[string, string]>([
    ["the line", text],
    ["the line with the white space of a mail", `\n  ${text.slice(0, 60)}\n ${text.slice(60)} \r\n`],
    ["the file", JSON.stringify(file, null, 2)],
    ["the file with further settings", JSON.stringify({ ...file, mqtt: { url: "mqtt://x" } })],
    ["the file with a slash behind the address", JSON.stringify({ ...file, dispatcher: `${file.dispatcher}//` })],
  ])("%s is understood", (_, pasted) => {
    expect(parseEnrolment(pasted)).toEqual(enrolment);
  });

  it.each<[string, string, string]>([
    ["nothing", "", "format"],
    ["something else", "https://lastmeter.example", "format"],
    ["a line cut short", text.slice(0, -1), "format"],
    ["the key alone", toKeyText(enrolment.key), "key"],
    ["half a file", JSON.stringify(file).slice(0, -1), "format"],
    ["a file without a network", JSON.stringify({ ...file, network: undefined }), "format"],
    ["a file with a mistyped key", JSON.stringify({ ...file, key: flip(file.key, 30) }), "checksum"],
    ["a file with a dispatcher that is no web address", JSON.stringify({ ...file, dispatcher: "file:///x" }), "format"],
    ["a line with such a dispatcher", toEnrolmentText({ ...enrolment, dispatcher: "file:///etc" }), "format"],
    ["far too much", "x".repeat(100_000), "format"],
  ])("%s is refused", (_, pasted, fault) => {
    expect(parseEnrolment(pasted)).toBe(fault);
  });

  it("finds every single mistyped character", () => {
    for (let at = 0; at < text.length; at += 1)
      expect(["format", "checksum"]).toContain(parseEnrolment(flip(text, at)));
  });
});

function flip(from: string, at: number): string {
  return `${from.slice(0, at)}${from[at] === "0" ? "1" : "0"}${from.slice(at + 1)}`;
}
