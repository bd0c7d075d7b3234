/** One line of the doctor's report. `next` is the exact step that mends it; without it the check is passed. */
export interface Check {
  readonly name: string;
  readonly found: string;
  readonly next?: string;
}

export function toLine(check: Check): string {
  const head = `${check.next === undefined ? "✓" : "✗"} ${check.name}: ${check.found}`;
  return check.next === undefined ? head : `${head}\n    → ${check.next}`;
}
