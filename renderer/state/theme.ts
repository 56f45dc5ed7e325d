/** Hears every change of theme, whether of the system or of the page's `data-theme`; the answer ends it. */
export function watchTheme(listener: () => void): () => void {
  const query = matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(listener);
  query.addEventListener('change', listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => {
    query.removeEventListener('change', listener);
    observer.disconnect();
  };
}

/** The present colours of custom properties, resolved for a canvas, which cannot read them itself. */
export function colours<T extends string>(names: readonly T[]): Readonly<Record<T, string>> {
  const probe = document.createElement('span');
  document.body.append(probe);
  const resolved = names.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(resolved);
}
