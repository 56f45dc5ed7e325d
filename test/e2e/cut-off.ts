import type { Page } from 'playwright';

/**
 * What of a page cannot be seen: controls that stick out of the window or of a box that hides what does not fit and cannot be scrolled
 * that way, cells beyond their table, figures that do not fit, and boxes that would have to be scrolled sideways. Each in words, for a test's failure.
 */
export async function cutOff(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const controls = 'button, input:not([type=checkbox]), select, textarea';
    for (const control of document.querySelectorAll<HTMLElement>(controls)) {
      const box = control.getBoundingClientRect();
      if (box.width === 0 || !control.checkVisibility()) continue;
      for (let outer = control.parentElement; outer !== null; outer = outer.parentElement) {
        const edge = outer.getBoundingClientRect();
        const { overflowX, overflowY } = getComputedStyle(outer);
        const isWide = box.left < edge.left - 1 || box.right > edge.right + 1;
        const isTall = box.top < edge.top - 1 || box.bottom > edge.bottom + 1;
        if ((overflowX === 'hidden' && isWide) || (overflowY === 'hidden' && isTall)) {
          found.push(`${control.textContent || control.id || control.tagName} in ${outer.className || outer.tagName}`);
        }
        if (overflowY === 'auto' || overflowY === 'scroll') break;
      }
    }
    for (const box of document.querySelectorAll('body *')) {
      const isScroller = ['auto', 'scroll'].includes(getComputedStyle(box).overflowX);
      if (isScroller && box.scrollWidth > box.clientWidth + 1) found.push(`the right side of ${box.className}`);
    }
    for (const table of document.querySelectorAll('.table')) {
      for (const cell of table.querySelectorAll('[role=columnheader], [role=cell]')) {
        const row = cell.closest('.table-row');
        if (row === null || !cell.checkVisibility()) continue;
        // What reaches into the space at the end of a row lies under the scrollbar, or against the edge.
        const end = row.getBoundingClientRect().right - Number.parseFloat(getComputedStyle(row).paddingRight);
        if (cell.getBoundingClientRect().right > end + 1)
          found.push(`${cell.textContent} in the table ${table.getAttribute('aria-label')}`);
      }
    }
    // A figure that ends in dots is another figure.
    for (const figure of document.querySelectorAll('.figure-cell, .legend')) {
      if (figure.checkVisibility() && figure.scrollWidth > figure.clientWidth + 1)
        found.push(`the end of ${figure.textContent}`);
    }
    return found;
  });
}
