/** A piece of firestore.rules with its place in the text. */
export interface Token {
  readonly kind: "word" | "number" | "string" | "sign" | "end";
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const pattern =
  /(?<space>\s+|\/\/[^\n]*)|(?<string>'(?:[^'\\]|\\.)*')|(?<number>\d+)|(?<word>[A-Za-z_]\w*)|(?<sign>&&|\|\||==|!=|<=|>=|\*\*|.)/gsy;

export function toTokens(source: string): Token[] {
  const tokens: Token[] = [];
  for (const { groups = {}, index, 0: text } of source.matchAll(pattern)) {
    const kind = (["string", "number", "word", "sign"] as const).find((name) => groups[name] !== undefined);
    if (kind) tokens.push({ kind, text, start: index, end: index + text.length });
  }
  tokens.push({ kind: "end", text: "", start: source.length, end: source.length });
  return tokens;
}
