import { createValue } from "./value.ts";

/** Notices that this person has not read; counted once the page has nothing better to do. */
export const unread = createValue(0);
