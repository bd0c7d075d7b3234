import { type AccessLogEntry, accessLogEntrySchema } from "@lastmeter/model/access-log";
import { describe, expect, it } from "vitest";
import type { Text } from "../../lib/text.ts";
import { type LogWords, toCsv, toCsvRow, toDeed, toWho } from "./entry-words.ts";

const at = Date.UTC(2026, 10, 22, 12);
const text: Text = (id, values) => (values ? `${id} ${JSON.stringify(values)}` : id);
const words: LogWords = { text, locale: "en-GB", timeZone: "Europe/Athens", uid: "me", nodes: [] };
const node = "n".repeat(22);
const toEntry = (fields: object): AccessLogEntry => accessLogEntrySchema.parse({ v: 1, at, who: "zoe", ...fields });
const terms = {
  role: "viewer",
  resolution: "hour",
  channels: null,
  from: at,
  until: null,
  historyFrom: null,
  purpose: "",
};

describe("an entry in words", () => {
  it.each([
    [{ who: "me" }, "log.you"],
    [{ who: "lastmeter" }, "log.lastmeter"],
    [{ whoLabel: "zoe@example.org" }, "zoe@example.org"],
    // Erased, or older than labels.
    [{ whoLabel: "" }, "log.somebody"],
    [{}, "log.somebody"],
  ])("%j was %s", (who, expected) => expect(toWho(toEntry({ act: "open", ...who }), words)).toBe(expected));

  it("tells the terms of a grant", () => {
    const deed = toDeed(
      toEntry({ act: "grant", principalId: "me", label: "me@example.org", terms, who: "owner" }),
      words,
    );
    expect(deed).toContain("log.grant");
    expect(deed).toContain("resolution.hour · terms.noEnd");
    expect(deed).toContain('"label":"log.you"');
  });

  it("counts nodes it will not name", () => {
    const nodeIds = Array.from({ length: 4 }, (_, place) => `${place}`.repeat(22));
    expect(toDeed(toEntry({ act: "open", nodeIds }), words)).toContain("sharing.devices");
    expect(toDeed(toEntry({ act: "open", nodeIds: [node] }), words)).toContain("nnnnnn");
    expect(toDeed(toEntry({ act: "open" }), words)).toContain("log.home");
  });

  it("knows entries older than lists of nodes", () => {
    const repair = { id: "r", action: "exclude", from: at, to: at + 1 };
    expect(toDeed(toEntry({ act: "repair", nodeId: node, repair }), words)).toContain("nnnnnn");
  });
});

describe("the log as CSV", () => {
  it("quotes every cell, and lets no spreadsheet compute", () => {
    expect(
      toCsv([
        ["a", 'say "hi"'],
        ["=1+1", "-2,5"],
      ]),
    ).toBe(`"a","say ""hi"""\r\n"'=1+1","'-2,5"\r\n`);
  });
  it("has times in UTC and acts by name", () => {
    const row = toCsvRow(toEntry({ act: "open", nodeIds: [node], whoLabel: "zoe@example.org" }), words);
    expect(row.slice(0, 4)).toEqual(["2026-11-22T12:00:00.000Z", "zoe@example.org", "open", node]);
  });
});
