import { Shape } from "./icon.tsx";

/** Icons of administrators' pages. */
const shapes = {
  copy: "M9 8h9a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1ZM5 16V5a1 1 0 0 1 1-1h9",
  place: "M12 21s-7-6.2-7-11.2a7 7 0 1 1 14 0C19 14.8 12 21 12 21ZM12 12.2a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8Z",
  renew: "M19.5 12a7.5 7.5 0 0 1-13 5.1M4.5 12a7.5 7.5 0 0 1 13-5.1M17.8 3.5v3.6h-3.6M6.2 20.5v-3.6h3.6",
  battery: "M4 8.5h14a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-5a1 1 0 0 1 1-1ZM21.5 10.5v3",
  signal: "M5 18v-3M9.7 18v-6M14.3 18V9M19 18V5",
  remove: "M5 7h14M10 7V4.5h4V7M7 7l.8 12a1 1 0 0 0 1 1h6.4a1 1 0 0 0 1-1L17 7M10.5 11v5M13.5 11v5",
} as const;
export type RareIconName = keyof typeof shapes;

export function RareIcon({ name, size = 24 }: { name: RareIconName; size?: number }) {
  return <Shape d={shapes[name]} size={size} />;
}
