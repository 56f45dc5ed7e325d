import * as z from 'zod';
import { AtMs } from './common.ts';

/** When the lost-laptop sheet was written last; `isCurrent` when one of now would say the same. */
export const SheetStanding = z.strictObject({ writtenAtMs: AtMs.nullable(), isCurrent: z.boolean() });

/** A sheet that was just written: a page for a browser, and the same for a printer where a window prints it; null where none does. */
export const WrittenSheet = z.strictObject({ html: z.string(), pdf: z.string().nullable() });
