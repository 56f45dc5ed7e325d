import { HDNodeWallet } from 'ethers';
import { answer, appAndVersion, type Command, readCommand, words } from './answers.ts';
import { createEthereumApp, type Prompt } from './ethereum-app.ts';

/** The default seed of the Speculos emulator, published; never for funds. */
export const speculosSeed =
  'glory promote mansion idle axis finger extra february uncover one trip resource lawn turtle enact monster seven myth punch hobby comfort wild raise skin';

/** How a simulated device starts. */
export interface DeviceOptions {
  readonly seed?: string;
  /** The app that is open; null for the dashboard. */
  readonly app?: string | null;
  readonly version?: string;
  readonly blindSigning?: boolean;
  /** Who answers what is on the screen: the test, or the device by itself. */
  readonly answers?: 'by-hand' | 'approve' | 'reject';
  /** What can be opened from the dashboard. */
  readonly installed?: readonly string[];
}

/** The hands of the person at a simulated device, and what happened on it. */
export interface DeviceControl {
  /** Every command that came, as hexadecimal. */
  readonly commands: readonly string[];
  /** What is on the screen to be answered; null when nothing is. */
  prompt(): Prompt | null;
  /** Resolves when something is on the screen to be answered. */
  whenAsked(): Promise<Prompt>;
  approve(): void;
  reject(): void;
  answersBy(who: 'by-hand' | 'approve' | 'reject'): void;
  /** Locks it. A locked one answers by a status word, or not until it is unlocked. What was on the screen is gone, and answered so. */
  lock(how: 'silent' | number): void;
  unlock(): void;
  /** Opens an app by hand, in a version from now on; null for the dashboard. It leaves USB and comes back. */
  openApp(name: string | null, version?: string): void;
  setBlindSigning(isOn: boolean): void;
  unplug(): void;
  plug(): void;
  /** The next command of this instruction gets these bytes, whatever it asks. */
  answerNext(ins: number, bytes: Uint8Array): void;
  /** Every answer takes so long from now on. */
  delay(ms: number): void;
}

/** A simulated Ledger. */
export interface SimulatedDevice {
  readonly control: DeviceControl;
  /** A number that changes each time it comes onto USB; null while it is off it. */
  connection(): number | null;
  /** One command. Never answers when the device leaves USB meanwhile. */
  exchange(apdu: Uint8Array): Promise<Uint8Array>;
  /** Calls `listener` each time it leaves USB. */
  onGone(listener: () => void): () => void;
}

let connections = 0;
/** For how long a device is off USB when an app starts or ends; a real one takes a second or two. */
const awayMs = 60;

/** A Ledger in memory: its screen, its lock, its dashboard and its apps. Keys and signatures are real, of a published seed. */
export function createDevice(options: DeviceOptions = {}): SimulatedDevice {
  const seed = HDNodeWallet.fromPhrase(options.seed ?? speculosSeed, undefined, 'm');
  const installed = options.installed ?? ['Ethereum', 'Boilerplate'];
  const commands: string[] = [];
  const forced = new Map<number, Uint8Array>();
  const gone = new Set<() => void>();
  const asked = new Set<(prompt: Prompt) => void>();
  let answers = options.answers ?? 'by-hand';
  let app = options.app === undefined ? 'Ethereum' : options.app;
  const versions = new Map([['Ethereum', '1.22.0']]);
  if (options.version !== undefined) versions.set(app ?? 'Ethereum', options.version);
  const versionOf = (name: string): string => versions.get(name) ?? '1.0.0';
  let blindSigning = options.blindSigning ?? false;
  let lockedBy: 'silent' | number | null = null;
  let delayMs = 0;
  connections += 1;
  let connection: number | null = connections;
  let onScreen: { readonly prompt: Prompt; readonly settle: (isApproved: boolean) => void } | null = null;
  let interrupt: (word: number) => void = () => {};
  let whenUnlocked: (() => void)[] = [];

  const host = {
    seed,
    get version() {
      return versionOf('Ethereum');
    },
    get allowsBlindSigning() {
      return blindSigning;
    },
    ask(prompt: Prompt): Promise<boolean> {
      if (answers !== 'by-hand') return Promise.resolve(answers === 'approve');
      return new Promise((settle) => {
        onScreen = { prompt, settle };
        for (const tell of asked) tell(prompt);
        asked.clear();
      });
    },
  };
  const ethereum = createEthereumApp(host);

  const leave = (): void => {
    connection = null;
    onScreen = null;
    for (const tell of [...gone]) tell();
  };
  const come = (): void => {
    connections += 1;
    connection = connections;
  };
  /** An app that starts or ends takes the device off USB for a moment. */
  const restart = (name: string | null): void => {
    leave();
    app = name;
    setTimeout(come, awayMs);
  };

  const dashboard = async ({ cla, ins, data }: Command): Promise<Uint8Array> => {
    if (cla !== 0xe0 || ins !== 0xd8) return answer(words.noApp);
    const name = data.toString('ascii');
    if (!installed.includes(name)) return answer(words.unknownApp);
    if (!(await host.ask({ kind: 'open-app', shows: name }))) return answer(words.promptRefused);
    // The answer is given first; then the device leaves USB and comes back.
    setImmediate(() => restart(name));
    return answer(words.ok);
  };

  const perform = async (apdu: Uint8Array): Promise<Uint8Array> => {
    const command = readCommand(apdu);
    if (command === null) return answer(0x6700);
    const given = forced.get(command.ins);
    forced.delete(command.ins);
    if (given !== undefined) return given;
    if (typeof lockedBy === 'number') return answer(lockedBy);
    if (lockedBy === 'silent') await new Promise<void>((resolve) => whenUnlocked.push(resolve));
    if (command.cla === 0xb0 && command.ins === 0x01)
      return appAndVersion(app ?? 'BOLOS', app === null ? '1.6.0' : versionOf(app));
    if (command.cla === 0xb0 && command.ins === 0xa7) {
      if (app !== null) setImmediate(() => restart(null));
      return answer(words.ok);
    }
    if (app === null) return dashboard(command);
    return app === 'Ethereum' ? ethereum(command) : otherApp(app, command);
  };

  const settleScreen = (isApproved: boolean): void => {
    if (onScreen === null) throw new Error('nothing is on the screen');
    const { settle } = onScreen;
    onScreen = null;
    settle(isApproved);
  };

  return {
    connection: () => connection,
    onGone(listener) {
      gone.add(listener);
      return () => gone.delete(listener);
    },
    async exchange(apdu) {
      commands.push(Buffer.from(apdu).toString('hex'));
      const interrupted = new Promise<Uint8Array>((resolve) => {
        interrupt = (word) => resolve(answer(word));
      });
      const result = await Promise.race([perform(apdu), interrupted]);
      if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
      return result;
    },
    control: {
      commands,
      prompt: () => onScreen?.prompt ?? null,
      whenAsked: () =>
        onScreen === null ? new Promise((resolve) => asked.add(resolve)) : Promise.resolve(onScreen.prompt),
      approve: () => settleScreen(true),
      reject: () => settleScreen(false),
      answersBy: (who) => {
        answers = who;
      },
      lock(how) {
        lockedBy = how;
        onScreen = null;
        if (typeof how === 'number') interrupt(how);
      },
      unlock() {
        lockedBy = null;
        for (const resume of whenUnlocked) resume();
        whenUnlocked = [];
      },
      openApp(name, version) {
        if (name !== null && version !== undefined) versions.set(name, version);
        leave();
        app = name;
        come();
      },
      setBlindSigning: (isOn) => {
        blindSigning = isOn;
      },
      unplug: leave,
      plug: come,
      answerNext: (ins, bytes) => void forced.set(ins, bytes),
      delay: (ms) => {
        delayMs = ms;
      },
    },
  };
}

/** Another app, as the recorded one (Boilerplate) treats commands that were meant for Ethereum. */
function otherApp(name: string, { cla, ins, p1 }: Command): Uint8Array {
  if (cla !== 0xe0) return answer(words.unknownClass);
  if (ins === 0x04) return p1 === 0 ? answer(words.ok, Buffer.from(name, 'ascii')) : answer(words.badParameters);
  return answer(ins === 0x06 ? words.badParameters : words.unknownInstruction);
}
