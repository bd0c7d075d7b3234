/** A colour role of the theme on show, for drawing. */
export function toColour(role: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${role}`).trim();
}

/** Diagonal stripes: what is given (or not known) is told without colour. */
export function toHatch(colour: string, { size = 8, width = 3 } = {}): CanvasPattern | string {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const context = canvas.getContext("2d");
  if (!context) return colour;
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.beginPath();
  for (const from of [-size, 0, size]) {
    context.moveTo(from - 1, size + 1);
    context.lineTo(from + size + 1, -1);
  }
  context.stroke();
  return context.createPattern(canvas, "repeat") ?? colour;
}
