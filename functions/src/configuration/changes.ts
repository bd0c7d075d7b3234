import type { Desired, DesiredSetting, SettingChange } from "@lastmeter/model/configuration";
import type { FieldError } from "@lastmeter/model/problem";
import { parseSettingText, type Setting, toSettingText, toValueSchema } from "@lastmeter/model/setting";

export interface Author {
  readonly who: string;
  readonly whoLabel: string;
  readonly source: DesiredSetting["source"];
}

export type Changed =
  | { readonly kind: "refused"; readonly errors: readonly FieldError[] }
  /** Somebody else has changed these since they were looked at; `expected` is what is wanted now. */
  | { readonly kind: "conflict"; readonly errors: readonly FieldError[] }
  | { readonly kind: "changed"; readonly settings: Desired["settings"] };

type Wish = Pick<SettingChange, "key" | "rev"> & { readonly value: string; readonly kept: boolean };

/** Values that people or programs want, checked by their descriptions. All or none. */
export function applyChanges(
  before: Desired["settings"],
  changes: readonly SettingChange[],
  described: readonly Setting[],
  author: Author,
  now: number,
): Changed {
  const byKey = new Map(described.map((setting) => [setting.key, setting]));
  const errors: FieldError[] = [];
  const wishes = changes.flatMap(({ key, rev, value }, index): Wish[] => {
    const setting = byKey.get(key);
    const parsed = setting && toValueSchema(setting.field).safeParse(parseSettingText(value));
    const text = parsed?.success ? toSettingText(parsed.data) : undefined;
    if (setting !== undefined && text !== undefined) return [{ key, rev, value: text, kept: setting.kept }];
    const expected = setting === undefined ? "a setting of this device" : "a value as its description says";
    errors.push({ path: `changes.${index}.${setting === undefined ? "key" : "value"}`, expected });
    return [];
  });
  return errors.length > 0 ? { kind: "refused", errors } : applyWishes(before, wishes, author, now);
}

/** No longer wanted: what has a default is set back to it once, the rest is left as the device has it. */
export function applyResets(
  before: Desired["settings"],
  resets: readonly Pick<SettingChange, "key" | "rev">[],
  described: readonly Setting[],
  author: Author,
  now: number,
): Changed {
  const byKey = new Map(described.map((setting) => [setting.key, setting]));
  const toDefault = (key: string) => byKey.get(key)?.default ?? null;
  const wishes = resets.flatMap(({ key, rev }): Wish[] => {
    const value = toDefault(key);
    return value === null ? [] : [{ key, rev, value, kept: false }];
  });
  const applied = applyWishes(before, wishes, author, now);
  const left = resets.filter(({ key }) => toDefault(key) === null);
  const conflicts = toConflicts(before, left);
  if (applied.kind !== "changed" || conflicts.length > 0) {
    return { kind: "conflict", errors: [...(applied.kind === "changed" ? [] : applied.errors), ...conflicts] };
  }
  const gone = new Set(left.map(({ key }) => key));
  return {
    kind: "changed",
    settings: Object.fromEntries(Object.entries(applied.settings).filter(([key]) => !gone.has(key))),
  };
}

function applyWishes(before: Desired["settings"], wishes: readonly Wish[], author: Author, now: number): Changed {
  const errors = toConflicts(before, wishes);
  if (errors.length > 0) return { kind: "conflict", errors };
  const wanted = wishes.map(({ key, rev, value, kept }): [string, DesiredSetting] => [
    key,
    {
      // What was let go and is wanted anew never comes back to a revision that somebody may still hold.
      rev: rev === 0 ? now : rev + 1,
      value,
      kept,
      who: author.who,
      source: author.source,
      at: now,
      state: "pending",
      commandId: null,
      reason: null,
      detail: null,
      tries: 0,
      triedAt: null,
      retryAt: null,
    },
  ]);
  return { kind: "changed", settings: { ...before, ...Object.fromEntries(wanted) } };
}

function toConflicts(before: Desired["settings"], wishes: readonly Pick<SettingChange, "key" | "rev">[]): FieldError[] {
  return wishes
    .filter(({ key, rev }) => (before[key]?.rev ?? 0) !== rev)
    .map(({ key }) => ({ path: key, expected: before[key]?.value ?? "null" }));
}
