import { Shape } from "./icon.tsx";

/** Icons that the first page does not need. */
const shapes = {
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  undo: "M8 5 4 9l4 4M4.5 9H14a5.5 5.5 0 0 1 0 11h-3",
  warn: "M12 4.5 2.8 19.5h18.4ZM12 10v4.5M12 17v.01",
  bolt: "M13 3 5 13.5h6L10 21l8-10.5h-6Z",
  stop: "M7 7h10v10H7Z",
  repair: "M4 20h4L20 8l-4-4L4 16Z",
} as const;

export function LaterIcon({ name, size = 24 }: { name: keyof typeof shapes; size?: number }) {
  return <Shape d={shapes[name]} size={size} />;
}
