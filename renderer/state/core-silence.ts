/** How a silence of the core is found. */
export interface SilencePorts {
  /** A light question; resolves with whatever answer there is, also an error. */
  readonly ask: () => Promise<unknown>;
  /** Runs a task once after a delay; the answer calls it off. */
  readonly after: (delayMs: number, task: () => void) => () => void;
  readonly nowMs: () => number;
  /** Since when an answer is missing; null once there is one again. */
  readonly onChange: (sinceMs: number | null) => void;
}

/** How long after an answer the next question is asked. */
export const pauseMs = 5_000;
/** How long an answer may take before it counts as missing. */
export const patienceMs = 5_000;

/**
 * Asks the core over and over whether it still answers. One that crashed is known by its process; one that hangs is known only by
 * this, and without it every button would wait without a word.
 */
export function watchForSilence({ ask, after, nowMs, onChange }: SilencePorts): () => void {
  let isStopped = false;
  let callOff = () => {};

  async function askOnce(): Promise<void> {
    const askedAtMs = nowMs();
    let isSilent = false;
    callOff = after(patienceMs, () => {
      isSilent = true;
      onChange(askedAtMs);
    });
    await ask();
    callOff();
    if (isStopped) return;
    if (isSilent) onChange(null);
    callOff = after(pauseMs, () => void askOnce());
  }

  void askOnce();
  return () => {
    isStopped = true;
    callOff();
  };
}
