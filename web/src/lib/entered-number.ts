/** A number as people type it, with a comma or a point; NaN: not yet, or none. */
export function toEnteredNumber(text: string): number {
  const plain = text.trim().replace(",", ".");
  return plain === "" ? Number.NaN : Number(plain);
}

/** Apple's keyboard of numbers has no minus. */
export const signedKeyboard = /iPhone|iPad|iPod/.test(navigator.userAgent) ? "text" : "decimal";
