import { encodeQR } from 'qr';
import { type ReactElement, useMemo } from 'react';
import { qrPath } from '../format/qr-path.ts';

/** A text as a QR code: always dark on light, as cameras read it, with the quiet margin of four modules that the standard asks for. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }): ReactElement {
  const { path, size } = useMemo(() => qrPath(encodeQR(text, 'raw', { border: 4 })), [text]);
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}
