/** Our own line icons on a 24-px grid; always beside a word, so they are hidden from screen readers. */
const shapes = {
  home: "M4 11.2 12 4.5l8 6.7M6 9.8V19a1 1 0 0 0 1 1h3.5v-5.5h3V20H17a1 1 0 0 0 1-1V9.8",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5",
  grid: "M12 3 7.2 21M12 3l4.8 18M4.5 8.5h15M6.5 13.5h11M9 8.5l7.3 9.6M15 8.5l-7.3 9.6",
  production:
    "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4",
  storage:
    "M4 8.5h14a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-5a1 1 0 0 1 1-1ZM21.5 10.5v3M6.5 11v2M10 11v2M13.5 11v2",
  plug: "M9 3v5M15 3v5M6.5 8h11v3.5a5.5 5.5 0 0 1-11 0ZM12 17v4",
  light: "M9 17.5h6M10 20.5h4M12 3.5a6 6 0 0 0-3.5 10.9c.6.5 1 1.2 1 2v1.1h5v-1.1c0-.8.4-1.5 1-2A6 6 0 0 0 12 3.5Z",
  thermometer: "M10 13.6V5.5a2 2 0 1 1 4 0v8.1a4 4 0 1 1-4 0ZM12 9.5v7",
  humidity: "M12 3.5s6 6.3 6 10.5a6 6 0 0 1-12 0c0-4.2 6-10.5 6-10.5Z",
  door: "M6.5 21V4a1 1 0 0 1 1-1h9a1 1 0 0 1 1 1v17M4 21h16M14 12v.5",
  motion:
    "M13 5.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3ZM7 11l3-3 3.5 1 1.5 3 3 1M11 8.5 9.5 14l3.5 2.5V21M9.5 14 8 17l-3 2.5",
  lock: "M6.5 11h11a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1ZM8.5 11V7.5a3.5 3.5 0 1 1 7 0V11",
  cover: "M4 4h16M6 4v14M18 4v14M6 8h12M6 12h12M6 16h12M12 16v4",
  fan: "M12 12c-3-1-4-4-2-7 3 0 4 3 2 7Zm0 0c3-1 6 1 6.5 4-3 1.5-5.5 0-6.5-4Zm0 0c-1 3-4 4.5-7 3 .5-3 3.5-4.5 7-3Z",
  sensor:
    "M12 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM7.8 16.2a6 6 0 0 1 0-8.4M16.2 7.8a6 6 0 0 1 0 8.4M5 19a10 10 0 0 1 0-14M19 5a10 10 0 0 1 0 14",
  arrowIn: "M12 4v14M6 12.5l6 6 6-6",
  arrowOut: "M12 20V6M6 11.5l6-6 6 6",
  back: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  calendar: "M5 6h14a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1ZM4 10.5h16M8 3.5V7M16 3.5V7",
  close: "M6 6l12 12M18 6 6 18",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z",
  eyeOff:
    "M4 4l16 16M9.9 6a9 9 0 0 1 2.1-.3c6 0 9.5 6.3 9.5 6.3a17 17 0 0 1-2.8 3.5M6.5 7.8A16 16 0 0 0 2.5 12s3.5 6.5 9.5 6.5a9 9 0 0 0 4-.9M10 10a3 3 0 0 0 4.1 4.1",
  gateway:
    "M5 13.5h14a1 1 0 0 1 1 1v4a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-4a1 1 0 0 1 1-1ZM7.5 16.5v.01M11 16.5v.01M16 13.5V9M13 7.5a4 4 0 0 1 6 0",
  phone: "M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1ZM11 18h2",
  pause: "M8.5 6v12M15.5 6v12",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 11v5.5M12 7.5v.01",
  key: "M8 19a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM11.2 11.3 19.5 3M16 6.5l3 3",
  computer: "M5 5h14a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1ZM9 20h6M12 16v4",
  chart: "M4 20h16M6.5 20v-6M10.5 20V8M14.5 20v-9M18.5 20V5",
  table: "M4 5h16v14H4ZM4 10h16M4 14.5h16M10 5v14",
  share: "M12 15V3.5M8 7l4-3.5L16 7M6 11H5v9h14v-9h-1",
  add: "M5 4h14a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1ZM12 8v8M8 12h8",
  bell: "M6 16.5h12l-1.5-2.5v-4a4.5 4.5 0 0 0-9 0v4ZM10 19.5a2 2 0 0 0 4 0",
  check: "M5 12.5l4.5 4.5L19 7",
  install: "M12 4v10M8 10.5l4 4 4-4M5 17v2a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1v-2",
} as const;

export type IconName = keyof typeof shapes;

export function Icon({ name, size = 24 }: { name: IconName; size?: number }) {
  return <Shape d={shapes[name]} size={size} />;
}

export function Shape({ d, size }: { d: string; size: number }) {
  return (
    <svg
      aria-hidden="true"
      fill="none"
      height={size}
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth={1.75}
      viewBox="0 0 24 24"
      width={size}
    >
      <path d={d} />
    </svg>
  );
}

/** A meter's needle at rest on its last metre: the mark of the product. */
export function Logo({ size = 32 }: { size?: number }) {
  return (
    <svg aria-hidden="true" height={size} viewBox="0 0 64 64" width={size}>
      <rect fill="#103f92" height="64" rx="15" width="64" />
      <path d="M14 42a20 20 0 1 1 36 0" fill="none" stroke="#9badf2" strokeLinecap="round" strokeWidth="6" />
      <path d="M50 42a20 20 0 0 0-5.5-18.5" fill="none" stroke="#f2b53a" strokeLinecap="round" strokeWidth="6" />
      <path d="M32 37 42 27" stroke="#fff" strokeLinecap="round" strokeWidth="5" />
      <circle cx="32" cy="37" fill="#fff" r="5" />
    </svg>
  );
}
