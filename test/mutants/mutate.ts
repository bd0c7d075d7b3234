import { ownerUid } from "../rules/roles.ts";
import { type Allow, callsOf, type Expression, type Range, type Rules, type Segment } from "./parse.ts";

/** One change of firestore.rules that somebody could have made by mistake. */
export interface Mutant extends Range {
  /** Where and what; stays the same while the place does. */
  readonly name: string;
  readonly replacement: string;
  /** Indexes of the `allow`s that it can change. */
  readonly allows: readonly number[];
}

type Change = Range & { readonly replacement: string };

const methods = ["get", "list", "create", "update", "delete"];
const swapped: Record<string, readonly string[]> = {
  "==": ["!="],
  "!=": ["=="],
  "<": ["<=", ">"],
  "<=": ["<", ">"],
  ">": [">=", "<"],
  ">=": [">", "<"],
  "&&": ["||"],
  "||": ["&&"],
};

export function toMutants(rules: Rules): Mutant[] {
  const { source, allows, functions } = rules;
  const seen = new Map<string, number>();
  const toMutant = (place: string, { start, end, replacement }: Change, affected: readonly number[]): Mutant => {
    const name = `${place}: ${toLine(source.slice(start, end))} → ${replacement === "" ? "nothing" : toLine(replacement)}`;
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    return { name: nth === 1 ? name : `${name} (${nth})`, start, end, replacement, allows: affected };
  };
  const ofFunctions = functions.flatMap(({ name, body }) => {
    const affected = allows.flatMap(({ condition }, at) => (callsOf(rules, condition).has(name) ? [at] : []));
    return inCondition(source, body).map((change) => toMutant(name, change, affected));
  });
  const ofAllows = allows.flatMap((allow, at) => {
    const place = `${toPattern(allow)} ${allow.methods.map(({ text }) => text).join()}`;
    return [...inCondition(source, allow.condition), ...inMethods(allow)].map((change) =>
      toMutant(place, change, [at]),
    );
  });
  const ofPatterns = segmentsOf(rules).flatMap(({ segment, isLast, affected }) => {
    const first = allows[affected[0] ?? 0] as Allow;
    return inSegment(segment, isLast).map((change) => toMutant(`match ${toPattern(first)}`, change, affected));
  });
  return [...ofFunctions, ...ofAllows, ...ofPatterns];
}

export function apply({ source }: Rules, { start, end, replacement }: Change): string {
  return source.slice(0, start) + replacement + source.slice(end);
}

function toLine(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > 90 ? `${line.slice(0, 40)} … ${line.slice(-40)}` : line;
}
export const toPattern = ({ segments }: Allow) => `/${segments.map(({ text }) => text).join("/")}`;

/** Where something is true or false: the whole and each part of `&&` and `||`. */
function inCondition(source: string, whole: Expression): Change[] {
  const changes: Change[] = [];
  const replace = ({ start, end }: Range, replacement: string) => changes.push({ start, end, replacement });

  function truths(expression: Expression, isAlternative = false): void {
    if (expression.kind === "group") {
      for (const part of expression.parts) truths(part, isAlternative);
      return;
    }
    if (source.slice(expression.start, expression.end) === "true") return;
    replace(expression, "true");
    if (isAlternative || expression === whole) replace(expression, "false");
    if (expression.kind === "and" || expression.kind === "or") {
      for (const part of expression.parts) truths(part, expression.kind === "or");
    }
  }

  function details(expression: Expression): void {
    const text = source.slice(expression.start, expression.end);
    for (const operator of expression.operators) {
      for (const other of swapped[operator.text] ?? []) replace(operator, other);
      if (operator.text === "!") replace(operator, "");
      if (operator.text === "in" || operator.text === "is") replace(expression, `!(${text})`);
    }
    if (expression.kind === "list") {
      const items = expression.parts.map(({ start, end }) => source.slice(start, end));
      for (const at of items.keys()) replace(expression, `[${items.toSpliced(at, 1).join(", ")}]`);
    }
    if (expression.kind === "string") replace(expression, text === "'other'" ? "'another'" : "'other'");
    if (expression.kind === "number") {
      const value = Number(text);
      for (const other of toOtherNumbers(value)) replace(expression, String(other));
    }
    if (expression.kind === "path" && expression.parts.length === 0 && !isRoot(text)) replace(expression, "anything");
    if (text === "request.auth.uid") replace(expression, `'${ownerUid}'`);
    if (text === "request.resource.data") replace(expression, "resource.data");
    if (expression.kind === "call" && /\.matches\([^)]*\)$/.test(text)) {
      const pattern = expression.parts[1];
      if (pattern) replace(pattern, "'.*'");
    }
    for (const part of expression.parts) details(part);
  }

  const isBoolean = whole.kind === "or" || whole.kind === "and" || whole.kind === "compare" || whole.kind === "call";
  const isData = whole.kind === "call" && source.slice(whole.start, whole.end).startsWith("get(");
  if (isBoolean && !isData) truths(whole);
  details(whole);
  return changes;
}

function toOtherNumbers(value: number): number[] {
  if (value === 0) return [1];
  return value < 10 ? [value - 1, value + 1] : [value / 2, value * 2];
}

const isRoot = (segment: string) => segment === "databases" || segment === "documents";

/** Each method given up, swapped, or one more allowed. */
function inMethods({ methods: own }: Allow): Change[] {
  const names = own.map(({ text }) => text);
  const range = { start: own[0]?.start ?? 0, end: own.at(-1)?.end ?? 0 };
  const more = methods.filter((name) => !names.includes(name)).map((name) => [...names, name]);
  const fewer = names.length > 1 ? names.map((_, at) => names.toSpliced(at, 1)) : [];
  const other = { get: ["list"], list: ["get"] }[names.join()];
  return [...more, ...fewer, ...(other ? [other] : [])].map((list) => ({ ...range, replacement: list.join(", ") }));
}

/** A name becomes any name; the last wildcard reaches below. */
function inSegment({ start, end, text }: Segment, isLast: boolean): Change[] {
  if (!text.startsWith("{")) return [{ start, end, replacement: "{any}" }];
  if (text.endsWith("=**}")) return [{ start, end, replacement: "{any}" }];
  return isLast ? [{ start, end, replacement: text.replace("}", "=**}") }] : [];
}

/** Each segment of the text once, with the `allow`s below it. */
function segmentsOf({ allows }: Rules) {
  const found = new Map<number, { segment: Segment; isLast: boolean; affected: number[] }>();
  allows.forEach(({ segments }, at) => {
    segments.forEach((segment, depth) => {
      const entry = found.get(segment.start) ?? { segment, isLast: false, affected: [] };
      entry.isLast ||= depth === segments.length - 1;
      entry.affected.push(at);
      found.set(segment.start, entry);
    });
  });
  return [...found.values()];
}
