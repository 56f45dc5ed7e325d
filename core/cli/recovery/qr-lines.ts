import { encodeQR } from 'qr';

/** Dark on light whatever the terminal's colours are, as cameras read it. */
const darkOnLight = '\u001b[30;107m';
const usual = '\u001b[0m';

/** A text as a QR code in lines of a terminal, two rows of modules in each, with the quiet margin of four modules that the standard asks for. */
export function qrLines(text: string): readonly string[] {
  const modules = encodeQR(text, 'raw', { border: 4, ecc: 'low' });
  const lines: string[] = [];
  for (let row = 0; row < modules.length; row += 2) {
    const upper = modules[row] ?? [];
    const signs = upper.map((isDark, column) => {
      const isDarkBelow = modules[row + 1]?.[column] ?? false;
      return isDark ? (isDarkBelow ? '█' : '▀') : isDarkBelow ? '▄' : ' ';
    });
    lines.push(`${darkOnLight}${signs.join('')}${usual}`);
  }
  return lines;
}
