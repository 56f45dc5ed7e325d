import { useCallback, useEffect, useRef } from 'react';

/**
 * What every panel beside a list has in common: Escape closes it, and closing gives the focus back to what opened it. Answers the
 * function that its own close button calls.
 */
export function useAside(onClose: () => void): () => void {
  const opener = useRef<Element | null>(null);
  const latest = useRef(onClose);
  latest.current = onClose;
  const close = useCallback(() => {
    latest.current();
    if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus();
  }, []);

  useEffect(() => {
    opener.current ??= document.activeElement;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented) close();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [close]);

  return close;
}
