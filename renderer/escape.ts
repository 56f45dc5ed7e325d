export { shownText } from '../core/domain/shown-text.ts';
