/** `text` of a string or template is its content, with `{}` where a template has a hole. */
export interface Token {
  readonly kind: "word" | "string" | "template" | "mark";
  readonly text: string;
}

const patterns = {
  blank: /\s+/y,
  comment: /\/\/[^\n]*|\/\*[\s\S]*?\*\//y,
  string: /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/y,
  word: /[\p{ID_Start}$_][\p{ID_Continue}$]*|\d[\w.]*/uy,
  regexp: /\/(?![*/])(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y,
};

/** Code as tokens, comments and blanks left out. Enough of TypeScript's grammar to find calls and their arguments. */
export function toTokens(code: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(code)?.[0] ?? null;
    if (found !== null) at += found.length;
    return found;
  };
  while (at < code.length) {
    if (take(patterns.blank) !== null || take(patterns.comment) !== null) continue;
    if (code[at] === "`") {
      const end = endOfTemplate(code, at);
      tokens.push({ kind: "template", text: withoutHoles(code.slice(at + 1, end)) });
      at = end + 1;
      continue;
    }
    const string = take(patterns.string);
    const word = string === null ? take(patterns.word) : null;
    if (string !== null) tokens.push({ kind: "string", text: string.slice(1, -1) });
    else if (word !== null) tokens.push({ kind: "word", text: word });
    else if (!(mayBeRegexp(tokens.at(-1)) && take(patterns.regexp) !== null)) {
      tokens.push({ kind: "mark", text: code.charAt(at) });
      at += 1;
    }
  }
  return tokens;
}

/** A slash after a value divides. */
function mayBeRegexp(before: Token | undefined): boolean {
  if (before === undefined) return true;
  if (before.kind === "word") return before.text === "return" || before.text === "typeof";
  return before.kind === "mark" && !")]}".includes(before.text);
}

/** @returns the index of the closing back-tick. */
function endOfTemplate(code: string, start: number): number {
  for (let at = start + 1; at < code.length; at += 1) {
    if (code[at] === "\\") at += 1;
    else if (code[at] === "`") return at;
    else if (code[at] === "$" && code[at + 1] === "{") at = endOfHole(code, at + 1);
  }
  return code.length;
}

/** @returns the index of the closing brace. */
function endOfHole(code: string, start: number): number {
  let depth = 0;
  for (let at = start; at < code.length; at += 1) {
    if (code[at] === "`") at = endOfTemplate(code, at);
    else if (code[at] === "{") depth += 1;
    else if (code[at] === "}") {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return code.length;
}

function withoutHoles(text: string): string {
  let plain = "";
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "$" && text[at + 1] === "{") {
      plain += "{}";
      at = endOfHole(text, at + 1);
    } else plain += text.charAt(at);
  }
  return plain;
}
