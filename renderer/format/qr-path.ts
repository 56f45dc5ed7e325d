/** The dark modules of a QR code (rows of columns) as one SVG path, each run of a row as one box; `size` counts the modules of a side. */
export function qrPath(modules: readonly (readonly boolean[])[]): { readonly path: string; readonly size: number } {
  const boxes = modules.flatMap((row, y) =>
    runsOf(row).map(({ from, length }) => `M${from} ${y}h${length}v1h${-length}z`),
  );
  return { path: boxes.join(''), size: modules.length };
}

function runsOf(row: readonly boolean[]): readonly { readonly from: number; readonly length: number }[] {
  const starts = row.flatMap((isDark, x) => (isDark && row[x - 1] !== true ? [x] : []));
  return starts.map((from) => {
    const end = row.indexOf(false, from);
    return { from, length: (end < 0 ? row.length : end) - from };
  });
}
