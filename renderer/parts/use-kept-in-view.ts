import { type RefObject, useEffect, useRef } from 'react';

const scroller = '.pane-scroll';
/** By which a person scrolls. */
const hands = ['wheel', 'touchmove', 'keydown', 'pointerup'] as const;

/**
 * Brings an element into view when it comes to be the one that counts, and keeps it there while what stands around it grows, such as what
 * is loaded later; not once the person has scrolled it away. It jumps: nobody is kept waiting by a motion.
 */
export function useKeptInView<E extends HTMLElement>(counts: boolean): RefObject<E | null> {
  const element = useRef<E>(null);
  useEffect(() => {
    const shown = element.current;
    const pane = shown?.closest(scroller) ?? null;
    if (!counts || shown === null || pane === null) return;
    const bring = (): void => shown.scrollIntoView({ block: 'nearest' });
    let isKept = true;
    const scrolled = (): void => {
      isKept = isInside(shown, pane);
    };
    bring();
    const grown = new ResizeObserver(() => {
      if (isKept) bring();
    });
    for (const around of [pane, ...pane.children, shown]) grown.observe(around);
    for (const by of hands) pane.addEventListener(by, scrolled);
    return () => {
      grown.disconnect();
      for (const by of hands) pane.removeEventListener(by, scrolled);
    };
  }, [counts]);
  return element;
}

function isInside(inner: Element, outer: Element): boolean {
  const [one, other] = [inner.getBoundingClientRect(), outer.getBoundingClientRect()];
  return one.bottom > other.top && one.top < other.bottom;
}
