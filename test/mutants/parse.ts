import { type Token, toTokens } from "./tokens.ts";

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** `operator` is that of `and`, `or`, `compare` and `not`; `access` is a chain such as `request.auth.uid` or a call on one. */
export interface Expression extends Range {
  readonly kind:
    | "or"
    | "and"
    | "compare"
    | "sum"
    | "not"
    | "call"
    | "access"
    | "word"
    | "string"
    | "number"
    | "list"
    | "map"
    | "path"
    | "group";
  readonly operators: readonly Token[];
  readonly parts: readonly Expression[];
}

export interface Segment extends Range {
  readonly text: string;
}

export interface Allow extends Range {
  readonly methods: readonly Token[];
  readonly condition: Expression;
  /** Of all matches around it, below `documents`. */
  readonly segments: readonly Segment[];
}

export interface RulesFunction {
  readonly name: string;
  readonly body: Expression;
}

export interface Rules {
  readonly source: string;
  readonly allows: readonly Allow[];
  readonly functions: readonly RulesFunction[];
}

const comparisons = new Set(["==", "!=", "<", "<=", ">", ">=", "in", "is"]);

/** As much of the language of security rules as firestore.rules speaks. @throws Error at what it does not know. */
export function parseRules(source: string): Rules {
  const tokens = toTokens(source);
  const allows: Allow[] = [];
  const functions: RulesFunction[] = [];
  let at = 0;

  const peek = (ahead = 0): Token => tokens[at + ahead] ?? (tokens.at(-1) as Token);
  const is = (text: string) => peek().text === text && peek().kind !== "string";
  const next = (): Token => {
    const token = peek();
    at += 1;
    return token;
  };
  function take(text: string): Token {
    if (is(text)) return next();
    const line = source.slice(0, peek().start).split("\n").length;
    throw new Error(`firestore.rules ${line}: "${text}" expected, "${peek().text}" found`);
  }
  const node = (
    kind: Expression["kind"],
    range: Range,
    parts: readonly Expression[] = [],
    operators: readonly Token[] = [],
  ): Expression => ({ kind, start: range.start, end: range.end, parts, operators });
  const across = (parts: readonly Expression[]): Range => ({
    start: parts[0]?.start ?? 0,
    end: parts.at(-1)?.end ?? 0,
  });

  /** Parts with operators between them, of one binding strength. */
  function chain(kind: Expression["kind"], isOperator: () => boolean, part: () => Expression): Expression {
    const parts = [part()];
    const operators: Token[] = [];
    while (isOperator()) {
      operators.push(next());
      parts.push(part());
    }
    return operators.length === 0 ? (parts[0] as Expression) : node(kind, across(parts), parts, operators);
  }
  const expression = (): Expression => chain("or", () => is("||"), conjunction);
  const conjunction = () => chain("and", () => is("&&"), comparison);
  const comparison = () => chain("compare", () => comparisons.has(peek().text) && peek().kind !== "string", sum);
  const sum = () => chain("sum", () => is("+") || is("-"), unary);

  function unary(): Expression {
    if (!is("!")) return postfix();
    const operator = next();
    const part = unary();
    return node("not", { start: operator.start, end: part.end }, [part], [operator]);
  }

  function postfix(): Expression {
    let found = primary();
    while (is(".") || is("(") || is("[")) {
      if (is(".")) {
        next();
        found = node("access", { start: found.start, end: next().end }, [found]);
      } else {
        const isCall = is("(");
        const parts = listed(isCall ? ["(", ")"] : ["[", "]"]);
        found = node(isCall ? "call" : "access", { start: found.start, end: parts.end }, [found, ...parts.items]);
      }
    }
    return found;
  }

  function listed([open, close]: readonly [string, string], item: () => Expression = expression) {
    const { start } = take(open);
    const items: Expression[] = [];
    while (!is(close)) {
      items.push(item());
      if (is(",")) next();
    }
    return { start, end: take(close).end, items };
  }

  function primary(): Expression {
    if (is("(")) {
      const { start } = next();
      const inner = expression();
      return node("group", { start, end: take(")").end }, [inner]);
    }
    if (is("[")) {
      const found = listed(["[", "]"]);
      return node("list", found, found.items);
    }
    if (is("{")) {
      const found = listed(["{", "}"], () => {
        const key = expression();
        take(":");
        const value = expression();
        return node("map", { start: key.start, end: value.end }, [key, value]);
      });
      return node("map", found, found.items);
    }
    if (is("/")) return path();
    const token = next();
    if (token.kind === "word" || token.kind === "string" || token.kind === "number") return node(token.kind, token);
    throw new Error(`firestore.rules: "${token.text}" is no expression`);
  }

  /** `/databases/$(database)/documents/…`: its parts are what stands in `$(…)` and the plain names. */
  function path(): Expression {
    const { start } = peek();
    const parts: Expression[] = [];
    let end = start;
    while (is("/")) {
      next();
      if (is("$")) {
        next();
        take("(");
        parts.push(expression());
        end = take(")").end;
      } else {
        const token = next();
        parts.push(node("path", token));
        end = token.end;
      }
    }
    return node("path", { start, end }, parts);
  }

  function pattern(): Segment[] {
    const segments: Segment[] = [];
    while (is("/")) {
      next();
      const { start, end } = next();
      let last = end;
      if (source[start] === "{") while (source[last - 1] !== "}") last = next().end;
      segments.push({ start, end: last, text: source.slice(start, last) });
    }
    return segments;
  }

  function block(outer: readonly Segment[]): void {
    take("{");
    while (!is("}")) {
      if (is("match")) {
        next();
        const own = pattern();
        block(outer.length === 0 && own[0]?.text === "databases" ? [] : [...outer, ...own]);
      } else if (is("function")) {
        next();
        const { text: name } = next();
        listed(["(", ")"]);
        take("{");
        take("return");
        functions.push({ name, body: expression() });
        take(";");
        take("}");
      } else {
        allow(outer);
      }
    }
    take("}");
  }

  function allow(segments: readonly Segment[]): void {
    const { start } = take("allow");
    const methods = [next()];
    while (is(",")) {
      next();
      methods.push(next());
    }
    take(":");
    take("if");
    const condition = expression();
    allows.push({ start, end: take(";").end, methods, condition, segments });
  }

  for (const text of ["rules_version", "=", "'2'", ";", "service", "cloud", ".", "firestore"]) {
    if (peek().text !== text) throw new Error(`firestore.rules: "${text}" expected, "${peek().text}" found`);
    next();
  }
  block([]);
  return { source, allows, functions };
}

/** Names of the functions that an expression calls, also through others. */
export function callsOf(rules: Rules, expression: Expression, seen = new Set<string>()): ReadonlySet<string> {
  const [called] = expression.parts;
  if (expression.kind === "call" && called?.kind === "word") {
    const name = rules.source.slice(called.start, called.end);
    const found = rules.functions.find((one) => one.name === name);
    if (found && !seen.has(name)) callsOf(rules, found.body, seen.add(name));
  }
  for (const part of expression.parts) callsOf(rules, part, seen);
  return seen;
}
