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

/** What somebody entered and has not saved; undefined: nothing that could be one. */
export type Drafts = ReadonlyMap<string, SettingValue | undefined>;

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
  const isChanged = drafts.has(key);
  const draft = drafts.get(key);
  const isFaulty = isChanged && (draft === undefined || !toValueSchema(setting.field).safeParse(draft).success);
  const differs = isKept && reportedValue !== null && !isAsWanted(wantedValue ?? null, reportedValue.value);
  return { setting, desired: wanted, shown, reported: reportedValue, differs, isChanged, isFaulty, draft };
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

/** What is sent: only what was changed, each with the state it replaces. */
export function toChanges(rows: readonly Row[]): { key: string; value: string; rev: number }[] {
  return rows.flatMap(({ setting, desired, draft, isChanged, isFaulty }) => {
    const value = isChanged && !isFaulty ? toSettingText(draft) : undefined;
    return value === undefined ? [] : [{ key: setting.key, value, rev: desired?.rev ?? 0 }];
  });
}

/** A draft that says what is wanted anyway is none. */
export function withDraft(drafts: Drafts, row: Row, value: SettingValue | undefined): Drafts {
  const next = new Map(drafts);
  const isSame = value !== undefined && row.setting.kept && toSettingText(value) === toSettingText(row.shown);
  if (isSame) next.delete(row.setting.key);
  else next.set(row.setting.key, value);
  return next;
}
