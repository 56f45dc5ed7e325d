/**
 * Puts a text on the clipboard; answers whether that was done. The windows hold no permission for the clipboard, so it is done as the
 * person's own copying is: it works only while a press is being handled.
 */
export function copyText(text: string): boolean {
  const fill = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener('copy', fill, { capture: true });
  const isDone = document.execCommand('copy');
  document.removeEventListener('copy', fill, { capture: true });
  return isDone;
}
