import { toUtf8 } from "@lastmeter/model/link/bytes";
import { expect, it } from "vitest";
import { openCursor, toCursor } from "./cursor.ts";

const key = { pepper: toUtf8("p".repeat(32)), clientId: "client", question: "nodes" };
const cursor = await toCursor(key, "12345");

it("a cursor is where it was made, for the same question of the same client only", async () => {
  expect(await openCursor(key, cursor)).toBe("12345");
  const others = [
    { ...key, clientId: "another" },
    { ...key, question: "events" },
    { ...key, pepper: toUtf8("q".repeat(32)) },
  ];
  for (const other of others) await expect(openCursor(other, cursor)).rejects.toThrow("bad_request");
  for (const forged of ["", "x", `A${cursor.slice(1)}`, cursor.slice(1)]) {
    await expect(openCursor(key, forged)).rejects.toThrow("bad_request");
  }
});
