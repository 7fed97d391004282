import { encodeQR } from 'qr';
import { html } from './html.ts';
import type { Html } from './html.ts';

// ISO/IEC 18004 wants four modules of white around the code.
const QUIET_MODULES = 4;

/** A QR code as one path of squares. */
export function qrOf(text: string): Html {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: QUIET_MODULES });
  const d = rows
    .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('');
  const size = rows.length;
  return html`<svg viewBox="0 0 ${size} ${size}" role="img" aria-label="QR" shape-rendering="crispEdges">
    <path d="${d}" fill="#000" />
  </svg>`;
}
