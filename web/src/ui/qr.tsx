/** A QR code as one path; dark on light in every theme, since not every scanner reads the opposite. */
export function Qr({ modules, label }: { modules: readonly (readonly boolean[])[]; label: string }) {
  const size = modules.length;
  const path = modules.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return (
    <svg
      aria-label={label}
      height="208"
      role="img"
      shapeRendering="crispEdges"
      viewBox={`0 0 ${size} ${size}`}
      width="208"
    >
      <rect fill="#fff" height={size} width={size} />
      <path d={path} fill="#172230" />
    </svg>
  );
}
