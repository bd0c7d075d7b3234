import type { Desired, DesiredSetting, Reported } from "@lastmeter/model/configuration";
import {
  isAsWanted,
  parseSettingText,
  type Setting,
  type SettingValue,
  settingSections,
  toSettingText,
  toValueSchema,
} from "@lastmeter/model/setting";

/** What somebody entered and has not saved. */
interface Draft {
  /** Undefined: nothing that could be one. */
  readonly value: SettingValue | undefined;
  /** What was wanted when it was begun, and is replaced by it; whatever is wanted since is somebody else's. */
  readonly rev: number;
}

/** Values wanted by somebody else that a save was refused for, by setting. */
export type Conflicts = ReadonlyMap<string, SettingValue>;

export type Drafts = ReadonlyMap<string, Draft>;

export interface Row {
  readonly setting: Setting;
  readonly desired: DesiredSetting | null;
  /** What is wanted, else what the device tells, else what holds by itself; undefined: nobody knows. */
  readonly shown: SettingValue | undefined;
  readonly reported: { readonly value: SettingValue | undefined; readonly at: number } | null;
  /** The device tells something else than what is wanted of it. */
  readonly differs: boolean;
  readonly isChanged: boolean;
  readonly isFaulty: boolean;
  readonly draft: SettingValue | undefined;
  readonly draftRev: number;
  /** What somebody else wants since the draft was begun; undefined: nothing. */
  readonly theirs: SettingValue | undefined;
}

export interface Section {
  readonly id: Setting["section"];
  readonly rows: readonly Row[];
  readonly changed: number;
  readonly failed: number;
  readonly pending: number;
}

export function toRow(setting: Setting, desired: Desired | null, reported: Reported | null, drafts: Drafts): Row {
  const { key } = setting;
  const wanted = desired?.settings[key] ?? null;
  const told = reported?.values[key];
  const reportedValue = told === undefined ? null : { value: parseSettingText(told.value), at: told.at };
  const wantedValue = wanted === null ? undefined : parseSettingText(wanted.value);
  const isKept = wanted?.kept ?? false;
  const byDefault = setting.default === undefined ? undefined : parseSettingText(setting.default);
  const shown = isKept ? wantedValue : (reportedValue?.value ?? byDefault);
  const rev = wanted?.rev ?? 0;
  const begun = drafts.get(key);
  const isChanged = begun !== undefined;
  const draft = begun?.value;
  const draftRev = begun?.rev ?? rev;
  const theirs = draftRev === rev ? undefined : (wantedValue ?? null);
  const isFaulty = isChanged && (draft === undefined || !toValueSchema(setting.field).safeParse(draft).success);
  const differs = isKept && reportedValue !== null && !isAsWanted(wantedValue ?? null, reportedValue.value);
  const ofDraft = { isChanged, isFaulty, draft, draftRev, theirs };
  return { setting, desired: wanted, shown, reported: reportedValue, differs, ...ofDraft };
}

/** In the order of the sections; `search` looks at names, help, keys and the words of a choice. */
export function toSections(rows: readonly Row[], search: string, label: (setting: Setting) => string): Section[] {
  const wanted = search.trim().toLowerCase();
  const found = wanted === "" ? rows : rows.filter(({ setting }) => toHaystack(setting, label).includes(wanted));
  return settingSections.flatMap((id) => {
    const own = found.filter(({ setting }) => setting.section === id);
    if (own.length === 0) return [];
    const count = (state: DesiredSetting["state"]) => own.filter(({ desired }) => desired?.state === state).length;
    const changed = own.filter(({ isChanged }) => isChanged).length;
    return [{ id, rows: own, changed, failed: count("failed"), pending: count("pending") }];
  });
}

function toHaystack(setting: Setting, label: (setting: Setting) => string): string {
  const choices = setting.field.type === "choice" ? setting.field.choices.join(" ") : "";
  return `${label(setting)} ${setting.label} ${setting.help ?? ""} ${setting.key} ${choices}`.toLowerCase();
}

/**
 * What is sent: only what was changed, each with the state it was begun from; where its author was told of another's value, and that is
 * the newest still, it replaces that.
 */
export function toChanges(rows: readonly Row[], told: Conflicts): { key: string; value: string; rev: number }[] {
  return rows.flatMap(({ setting: { key }, desired, draft, draftRev, isChanged, isFaulty }) => {
    const value = isChanged && !isFaulty ? toSettingText(draft) : undefined;
    if (value === undefined) return [];
    const isTold = told.has(key) && toSettingText(told.get(key)) === (desired?.value ?? "null");
    return [{ key, value, rev: isTold ? (desired?.rev ?? 0) : draftRev }];
  });
}

/** A draft that says what is wanted anyway is none, but where that failed: then it is another try. */
export function withDraft(drafts: Drafts, row: Row, value: SettingValue | undefined): Drafts {
  const next = new Map(drafts);
  const isWanted = row.setting.kept && row.desired?.state !== "failed";
  const isSame = value !== undefined && isWanted && toSettingText(value) === toSettingText(row.shown);
  if (isSame) next.delete(row.setting.key);
  else next.set(row.setting.key, { value, rev: row.draftRev });
  return next;
}
