import type { z } from "zod/mini";
import { AppError } from "./app-error.ts";

/** @throws AppError `bad_request` that names each wrong field and what was expected. */
export function parseRequest<T extends z.ZodMiniType>(schema: T, data: unknown): z.infer<T> {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues
    .slice(0, 20)
    .map(({ path, message }) => ({ path: path.join("."), expected: message }));
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
