import type { z } from "zod/mini";
import en from "zod/v4/locales/en.js";
import { AppError } from "./app-error.ts";

/** The mini build says "Invalid input" of everything. */
const words = { error: en().localeError };
const WORDS_MAX = 200;

/** @throws AppError `bad_request` that names each wrong field and what was expected. */
export function parseRequest<T extends z.ZodMiniType>(schema: T, data: unknown): z.infer<T> {
  const parsed = schema.safeParse(data, words);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues
    .slice(0, 20)
    .map(({ path, message }) => ({ path: path.join("."), expected: message.slice(0, WORDS_MAX) }));
  throw new AppError(
    "bad_request",
    errors
      .map((error) => error.path)
      .join(" ")
      .slice(0, 200),
    null,
    errors,
  );
}
