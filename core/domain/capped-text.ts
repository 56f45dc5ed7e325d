/** As much of a body as was read, as UTF-8 text. */
export interface CappedText {
  readonly text: string;
  /** Whether that is all of it. */
  readonly isWhole: boolean;
}

/** The body of an answer, counted while it comes: above `mostBytes` it is not read on, and what came before that part is the text. */
export async function cappedText({ body }: Pick<Response, 'body'>, mostBytes: number): Promise<CappedText> {
  if (body === null) return { text: '', isWhole: true };
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const part of body) {
    bytes += part.byteLength;
    if (bytes > mostBytes) return { text, isWhole: false };
    text += decoder.decode(part, { stream: true });
  }
  return { text: text + decoder.decode(), isWhole: true };
}
