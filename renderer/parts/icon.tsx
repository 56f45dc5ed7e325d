import type { ReactElement } from 'react';

const paths = {
  mark: 'M3 13.5V6.2C3 4.4 5.2 2.5 8 2.5s5 1.9 5 3.7v7.3M3 8h10M3 11h10M5.5 3.4v10.1M8 2.5v12M10.5 3.4v10.1',
  trade: 'M4.5 2.5v2m0 6v3m0-9h-2v6h4v-6h-2Zm7-2v4m0 6v1m0-7h-2v6h4v-6h-2Z',
  transactions: 'M2.5 5.5h10.5m-2.5-2.5 2.5 2.5-2.5 2.5M13.5 10.5H3m2.5-2.5-2.5 2.5 2.5 2.5',
  signers: 'M5.2 13.4a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8ZM7 9.3l6-6.3m-2.4 2.5 2 1.9m-3.9.1 1.4 1.3',
  audit: 'M3.5 2.5h9v11h-9zM5.5 5.5h5M5.5 8h5M5.5 10.5h3',
  golive: 'M2.5 4l1.2 1.2L6 3M2.5 8.5l1.2 1.2L6 7.5M2.5 13l1.2 1.2L6 12M8.5 4.2h5M8.5 8.7h5M8.5 13.2h5',
  custody: 'M2.5 6.5h11v7h-11zM5 6.5v-1a3 3 0 0 1 6 0v1M8 9.2v1.8',
  policy: 'M8 1.8 13 3.6v4c0 3.2-2 5.4-5 6.6-3-1.2-5-3.4-5-6.6v-4ZM5.8 8l1.6 1.6 2.9-3.2',
  settings: 'M2.5 4.5h6m3 0h2m-11 3.5h2m3 0h6m-11 3.5h5m3 0h3M8.5 3v3M4.5 6.5v3M7.5 10v3',
  gate: 'M2.5 2.5h11M4.5 2.5v9.8L5.3 14M8 2.5v11M11.5 2.5v9.8l-.8 1.7M3 6h10M3 9.5h10',
  check: 'm3.5 8.5 3 3 6-7',
  cross: 'm4 4 8 8m0-8-8 8',
  question: 'M8 4v5M8 11.5v.5',
  warning: 'M8 2.5 14 13.5H2ZM8 6.5V10M8 11.8v.2',
  copy: 'M5.5 5.5h7v8h-7zM10.5 5.5v-3h-7v8h2',
  down: 'm4.5 6.5 3.5 3.5 3.5-3.5',
} as const;

/** The drawings there are. */
export type IconName = keyof typeof paths;

/** A line drawing of 16 px beside a word; it never stands for one. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }): ReactElement {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
