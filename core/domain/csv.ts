/**
 * One line of CSV (RFC 4180) without its end. A cell that a spreadsheet would run as a formula (it starts with = + - @, a tab or a return)
 * is quoted and starts with an apostrophe, unless it is a plain negative number, which is only quoted.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvLine(cells: readonly string[]): string {
  return cells.map(csvCell).join(',');
}

function csvCell(text: string): string {
  const isRisky = /^[=+\-@\t\r]/.test(text);
  const isNumber = /^-?\d+(\.\d+)?$/.test(text);
  const safe = isRisky && !isNumber ? `'${text}` : text;
  return isRisky || /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
