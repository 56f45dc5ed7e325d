// biome-ignore-all lint/performance/noBarrelFile: one name under which every screen knows it
export { shownText } from '../core/domain/shown-text.ts';
