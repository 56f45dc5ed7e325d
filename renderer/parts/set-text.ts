/** Shows a text in a place that changes with every frame: the text node is kept, and touched only when the text differs. */
export function setText(place: Node | null, text: string): void {
  if (place === null) return;
  const node = place.firstChild;
  if (node === null) place.textContent = text;
  else if (node.nodeValue !== text) node.nodeValue = text;
}
