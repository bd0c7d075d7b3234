import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { z } from "zod/mini";

const responseSchema = z.object({
  content: z.optional(z.record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()) }))),
  headers: z._default(z.record(z.string(), z.object({ required: z._default(z.boolean(), false) })), {}),
});
const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.object({ responses: z.record(z.string(), responseSchema) }))),
});

export interface Contract {
  /** What about an answer the document does not say; empty: nothing. */
  check(method: string, path: string, response: Response): Promise<string[]>;
}

/** Holds answers to an OpenAPI document: status, headers and media type are named, the body is of its schema. */
export function toContract(document: unknown): Contract {
  const { paths } = documentSchema.parse(document);
  const formats = { "date-time": (text: string) => /^\d{4}-.*Z$/.test(text) && !Number.isNaN(Date.parse(text)) };
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats });
  ajv.addSchema(document as object, "document");
  const validators = new Map<string, ValidateFunction>();
  const templates = Object.keys(paths).map((template) => ({
    template,
    pattern: new RegExp(`^${template.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&").replaceAll(/\{\w+\}/g, "[^/]+")}$`),
  }));

  function validatorOf(pointer: readonly string[]): ValidateFunction {
    const escaped = pointer.map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")));
    const reference = `document#/${escaped.join("/")}`;
    const known = validators.get(reference) ?? ajv.compile({ $ref: reference });
    validators.set(reference, known);
    return known;
  }

  return {
    async check(method, path, response) {
      const verb = method.toLowerCase() === "head" ? "get" : method.toLowerCase();
      const template = templates.find(
        ({ pattern, template: each }) => pattern.test(path) && paths[each]?.[verb],
      )?.template;
      const about = `${method} ${path} ${response.status}`;
      if (template === undefined) return [`${about}: no such operation`];
      const status = String(response.status);
      const known = paths[template]?.[verb]?.responses[status];
      if (known === undefined) return [`${about}: this status is not documented`];
      const lacking = Object.entries(known.headers)
        .filter(([name, { required }]) => required && !response.headers.has(name))
        .map(([name]) => `${about}: no ${name}`);
      if (lacking.length > 0) return lacking;
      const text = await response.clone().text();
      const media = response.headers.get("content-type")?.split(";")[0] ?? "";
      if (known.content === undefined) return text === "" ? [] : [`${about}: a body that is not documented`];
      const content = known.content[media];
      if (content === undefined) return [`${about}: ${media} is not documented`];
      if (!media.endsWith("json") || media === "application/x-ndjson") return [];
      const validate = validatorOf(["paths", template, verb, "responses", status, "content", media, "schema"]);
      if (validate(JSON.parse(text))) return [];
      return (validate.errors ?? []).map(({ instancePath, message }) => `${about}: ${instancePath} ${message}`);
    },
  };
}
