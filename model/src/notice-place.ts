import type { Notice } from "./notice.ts";

/** The app's page that a notice leads to: its alarm, else its rule for who manages the home; null: none. */
export function toNoticePlace(
  { networkId, alarmId, ruleId }: Pick<Notice, "networkId" | "alarmId" | "ruleId">,
  isManager: boolean,
): string | null {
  if (networkId === null) return null;
  if (alarmId !== null) return `/alarms/${networkId}/${alarmId}`;
  return ruleId !== null && isManager ? `/rules/${networkId}/${ruleId}` : null;
}
