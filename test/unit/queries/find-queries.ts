import { paths } from "@lastmeter/model/paths";
import type { Query, Site } from "./query.ts";
import { type Token, toTokens } from "./tokens.ts";

interface Call {
  readonly name: string;
  readonly args: readonly (readonly Token[])[];
  /** Index of the token after the closing bracket. */
  readonly end: number;
}

const clauses = ["where", "orderBy"];
const starts = ["collection", "collectionGroup"];

/**
 * Every query in a source: chains (`db.collection("a").where(…)`) and functions (`query(collection(db, "a"), where(…))`). A query
 * put together over several statements, or from variables, has no `query`.
 */
export function findQueries(file: string, code: string): Site[] {
  const tokens = toTokens(code);
  const sites: Site[] = [];
  /** Tokens that belong to a query found already. */
  let covered = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    const site = at < covered ? null : findAt(tokens, at);
    if (site === null) continue;
    covered = site.end;
    if (site.calls.some(({ name }) => clauses.includes(name) || name === "collectionGroup")) {
      sites.push({ file, query: toQuery(site.calls) });
    }
  }
  return sites;
}

/** The calls of a query that begins at this token. */
function findAt(tokens: readonly Token[], at: number): { calls: Call[]; end: number } | null {
  const call = readCall(tokens, at);
  if (call === null) return null;
  if (call.name === "query" && !isMember(tokens, at)) {
    return { calls: call.args.flatMap((arg) => readCall(arg, 0) ?? [{ name: "?", args: [], end: 0 }]), end: call.end };
  }
  if (![...starts, ...clauses].includes(call.name)) return null;
  const calls = [call];
  let end = call.end;
  for (let next = readMember(tokens, end); next !== null; next = readMember(tokens, end)) {
    calls.push(next);
    end = next.end;
  }
  return { calls, end };
}

const isMember = (tokens: readonly Token[], at: number) => tokens[at - 1]?.text === ".";

function readMember(tokens: readonly Token[], at: number): Call | null {
  return tokens[at]?.text === "." ? readCall(tokens, at + 1) : null;
}

function readCall(tokens: readonly Token[], at: number): Call | null {
  const name = tokens[at];
  if (name?.kind !== "word" || tokens[at + 1]?.text !== "(" || tokens[at - 1]?.text === "function") return null;
  const args: Token[][] = [[]];
  let depth = 0;
  for (let next = at + 1; next < tokens.length; next += 1) {
    const token = tokens[next];
    if (token === undefined) break;
    const isMark = token.kind === "mark";
    if (isMark && "([{".includes(token.text)) depth += 1;
    if (isMark && ")]}".includes(token.text)) depth -= 1;
    if (depth === 0) return { name: name.text, args: args.filter((arg) => arg.length > 0), end: next + 1 };
    if (isMark && token.text === "," && depth === 1) args.push([]);
    else if (!(depth === 1 && next === at + 1)) args.at(-1)?.push(token);
  }
  return null;
}

/** Null where a part of it is not written out. */
function toQuery(calls: readonly Call[]): Query | null {
  const [source, ...rest] = calls;
  if (source === undefined || !starts.includes(source.name) || rest.some(({ name }) => name === "?")) return null;
  const collection = toCollectionId(source.args.at(-1) ?? []);
  const where = rest
    .filter(({ name }) => name === "where")
    .map(({ args }) => [toLiteral(args[0]), toLiteral(args[1])] as const);
  const orderBy = rest
    .filter(({ name }) => name === "orderBy")
    .map(({ args }) => [toLiteral(args[0]), args[1] === undefined ? "asc" : toLiteral(args[1])] as const);
  if (collection === null) return null;
  const filters = where.flatMap(([field, op]) => (field === null || op === null ? [] : [[field, op] as const]));
  const orders = orderBy.flatMap(([field, direction]) =>
    field === null || direction === null
      ? []
      : [[field, direction === "desc" ? ("DESCENDING" as const) : ("ASCENDING" as const)] as const],
  );
  if (filters.length < where.length || orders.length < orderBy.length) return null;
  const scope = source.name === "collectionGroup" ? "COLLECTION_GROUP" : "COLLECTION";
  return { scope, collection, where: filters, orderBy: orders };
}

/** A text, or the name of the document (`documentId()`, `FieldPath.documentId()`). */
function toLiteral(arg: readonly Token[] | undefined): string | null {
  if (arg?.length === 1 && arg[0]?.kind === "string") return arg[0].text;
  return arg?.some(({ text }) => text === "documentId") ? "__name__" : null;
}

/** The last word of a path: a text, a template whose end is written out, or one of the model's `paths`. */
function toCollectionId(arg: readonly Token[]): string | null {
  const [first, dot, name] = arg;
  if (arg.length === 1 && (first?.kind === "string" || first?.kind === "template")) return toLastWord(first.text);
  if (first?.text !== "paths" || dot?.text !== "." || name === undefined) return null;
  const build = (paths as Readonly<Record<string, (...ids: never[]) => string>>)[name.text];
  return build === undefined ? null : toLastWord(build(...(["x", "x", "x"] as never[])));
}

function toLastWord(path: string): string | null {
  const word = path.slice(path.lastIndexOf("/") + 1);
  return word.includes("{}") || path.split("/").length % 2 === 0 ? null : word;
}
