const MICRO = 1_000_000;

/** @param micro 1e-6 of the currency; prices have up to four digits, sums those of the currency. */
export function toMoneyText(micro: number, currency: string, locale: string, kind: "sum" | "price" = "sum"): string {
  const digits = kind === "price" ? { maximumFractionDigits: 4 } : {};
  return new Intl.NumberFormat(locale, { style: "currency", currency, ...digits }).format(micro / MICRO);
}

export const fromMoney = (amount: number): number => Math.round(amount * MICRO);
export const toMoney = (micro: number): number => micro / MICRO;
