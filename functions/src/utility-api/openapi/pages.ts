import { type DocumentedOperation, documentSchema } from "./document.ts";

const marks: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const toSafe = (text: string) => text.replaceAll(/[&<>"']/g, (mark) => marks[mark] ?? mark);
/** Code in back ticks. */
const toInline = (text: string) => toSafe(text).replaceAll(/`([^`]+)`/g, "<code>$1</code>");
/** Paragraphs, numbered lines and indented code, as in CommonMark. */
const toText = (text: string) =>
  text
    .split("\n\n")
    .map((part) => {
      if (part.startsWith("    ")) return `<pre>${toSafe(part.replaceAll(/^ {4}/gm, ""))}</pre>`;
      const inline = toInline(part);
      if (!/^\d+\. /.test(part)) return `<p>${inline}</p>`;
      const items = inline.split("\n").map((line) => `<li>${line.replace(/^\d+\. /, "")}</li>`);
      return `<ol>${items.join("")}</ol>`;
    })
    .join("");

/** The document for people: one page, no script. */
export function toPages(document: object): string {
  const { info, tags, paths } = documentSchema.parse(document);
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const sections = tags.map(({ name, description }) => {
    const own = all.filter(({ operation }) => operation.tags.includes(name));
    return `<section><h2>${toSafe(name)}</h2><p>${toSafe(description)}</p>${own.map(toOperation).join("")}</section>`;
  });
  const links = all.map(
    ({ method, path, operation }) =>
      `<li><a href="#${operation.operationId}"><span class="method">${method}</span> ${toSafe(path)}</a></li>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${toSafe(info.title)}</title><link rel="stylesheet" href="docs.css"></head>
<body><header><h1>${toSafe(info.title)}</h1><p><a href="openapi.json">openapi.json</a> (OpenAPI 3.1)</p></header>
<main><nav aria-label="Operations"><ul>${links.join("")}</ul></nav>
<section>${toText(info.description)}</section>${sections.join("")}</main></body></html>`;
}

interface Shown {
  readonly path: string;
  readonly method: string;
  readonly operation: DocumentedOperation;
}

function toOperation({ path, method, operation }: Shown): string {
  const { operationId, summary, description, parameters, requestBody, responses } = operation;
  const rows = parameters.map(
    (each) =>
      `<tr><th scope="row"><code>${toSafe(each.name)}</code>${each.required ? " *" : ""}</th><td>${each.in}</td><td>${toType(each.schema)} ${toInline(each.description)}</td></tr>`,
  );
  const body = requestBody?.content === undefined ? "" : Object.entries(requestBody.content).map(toContent).join("");
  const answers = Object.entries(responses).map(([status, { description: words, content = {} }]) => {
    const contents = Object.entries(content);
    const shown = status.startsWith("2") ? contents.map(toContent).join("") : "";
    return `<tr><th scope="row">${status}</th><td>${toInline(words)}${shown}</td></tr>`;
  });
  return `<article id="${operationId}"><h3><span class="method">${method}</span> <code>${toSafe(path)}</code></h3>
<p class="summary">${toSafe(summary)}</p>${toText(description)}
${rows.length === 0 ? "" : `<table><caption>Parameters</caption><tbody>${rows.join("")}</tbody></table>`}
${body === "" ? "" : `<h4>Body</h4>${body}`}
<table><caption>Answers</caption><tbody>${answers.join("")}</tbody></table></article>`;
}

function toContent([media, { schema }]: [string, { schema?: Record<string, unknown> | undefined }]): string {
  if (schema === undefined || schema.type === "string") return `<p><code>${media}</code></p>`;
  return `<details><summary><code>${media}</code></summary><pre>${toSafe(JSON.stringify(schema, null, 2))}</pre></details>`;
}

function toType(schema: Record<string, unknown>): string {
  if (Array.isArray(schema.enum))
    return schema.enum.map((value) => `<code>${toSafe(String(value))}</code>`).join(" | ");
  const known = ["type", "format", "minimum", "maximum", "maxLength", "default"].filter(
    (name) => schema[name] !== undefined,
  );
  return known
    .map((name) => (name === "type" ? toSafe(String(schema[name])) : `${name} ${toSafe(String(schema[name]))}`))
    .join(", ");
}
