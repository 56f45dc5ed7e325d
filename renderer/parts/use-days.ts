import { useState } from 'react';

/** A number of days as it is typed. */
export interface TypedDays {
  readonly typed: string;
  readonly type: (text: string) => void;
  /** Null until it is a whole number within what is allowed. */
  readonly days: number | null;
  /** What is wrong with it; null for nothing typed, too. */
  readonly issue: string | null;
}

/** A number of days to be typed, from 1 to `most`. */
export function useDays(most: number): TypedDays {
  const [typed, type] = useState('');
  const read = /^\d{1,2}$/.test(typed.trim()) ? Number.parseInt(typed.trim(), 10) : 0;
  const days = read >= 1 && read <= most ? read : null;
  const issue = typed.trim() === '' || days !== null ? null : `A whole number of days from 1 to ${most}.`;
  return { typed, type, days, issue };
}
