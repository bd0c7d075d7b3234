import { type Described, parseSettingText, type SettingValue } from "@lastmeter/model/setting";
import { useMemo, useState } from "react";
import { CallError } from "../../data/call-error.ts";
import {
  type Asked,
  configuration,
  type SettingsOf,
  useAsked,
  useDesired,
  useReported,
} from "../../data/configuration.ts";
import { type Conflicts, type Drafts, type Row, toChanges, toRow, withDraft } from "./rows.ts";

const SENT_AT_ONCE = 32;

export interface SettingsState {
  readonly described: Asked<Described>;
  readonly rows: readonly Row[];
  readonly changed: number;
  readonly isFaulty: boolean;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly conflicts: Conflicts;
  again(): void;
  change(row: Row, value: SettingValue | undefined): void;
  undo(row: Row | null): void;
  save(): Promise<void>;
  reset(row: Row): Promise<void>;
  read(row: Row): Promise<void>;
}

/** Everything the form of one node or network shows, and what can be done with it. */
export function useSettings(of: SettingsOf): SettingsState {
  const { asked, again } = useAsked(`${of.networkId} ${of.nodeId ?? ""}`, () => configuration.describe(of));
  const desired = useDesired(of).value?.get("desired") ?? null;
  const reported = useReported(of).value?.get("reported") ?? null;
  const [drafts, setDrafts] = useState<Drafts>(new Map());
  const [conflicts, setConflicts] = useState<Conflicts>(new Map());
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const settings = asked && "value" in asked ? asked.value.settings : null;
  const rows = useMemo(
    () => (settings ?? []).map((setting) => toRow(setting, desired, reported, drafts)),
    [settings, desired, reported, drafts],
  );
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (cause) {
      if (cause instanceof CallError && cause.kind === "conflict") {
        setConflicts(new Map(cause.errors.map(({ path, expected }) => [path, parseSettingText(expected) ?? null])));
      }
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  return {
    described: asked,
    rows,
    changed: drafts.size,
    isFaulty: rows.some((row) => row.isFaulty),
    isBusy,
    error,
    conflicts,
    again,
    change: (row, value) => setDrafts((before) => withDraft(before, row, value)),
    undo: (row) => {
      setConflicts(new Map());
      setDrafts((before) => new Map([...before].filter(([key]) => row !== null && key !== row.setting.key)));
    },
    save: () =>
      run(async () => {
        setConflicts(new Map());
        const changes = toChanges(rows, conflicts);
        for (let at = 0; at < changes.length; at += SENT_AT_ONCE) {
          const part = changes.slice(at, at + SENT_AT_ONCE);
          await configuration.set(of, part);
          const sent = new Set(part.map(({ key }) => key));
          setDrafts((before) => new Map([...before].filter(([key]) => !sent.has(key))));
        }
      }),
    reset: ({ setting: { key }, desired: wanted }) =>
      run(() => configuration.reset(of, [{ key, rev: wanted?.rev ?? 0 }])),
    read: ({ setting: { key } }) => run(() => configuration.read(of, [key])),
  };
}
