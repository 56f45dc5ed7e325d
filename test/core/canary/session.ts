import { copyFileSync } from 'node:fs';
import type { Face } from '../../../core/contract/method.ts';
import { methods, type Out, type WireIn } from '../../../core/contract/methods.ts';
import type { MethodName } from '../../../core/contract/names.ts';
import type { Approval } from '../../../core/contract/shapes.ts';
import type { Result } from '../../../core/domain/result.ts';
import type { Anvil } from '../../chain/anvil.ts';
import type { MarkedRpc, RpcMood } from './marked-rpc.ts';
import type { MarkedSecrets } from './secrets.ts';

/** A core that can be asked; whoever gives it records what crosses. */
export type Ask = (method: string, input: unknown, face: Face) => Promise<Result<unknown>>;

/** What a session is played with. */
export interface Stage {
  readonly ask: Ask;
  readonly secrets: MarkedSecrets;
  readonly anvil: Anvil;
  readonly rpc: MarkedRpc;
  /** Called while the process that holds a key is there. */
  readonly keyIsOpen: () => void;
}

const chainId = 31337;
const failing: readonly RpcMood[] = ['repeats', 'refuses', 'redirects', 'babbles'];
const patienceMs = 60_000;

/** What a face asks, and throws unless it is answered well. */
export async function need<M extends MethodName>({ ask }: Stage, method: M, input: WireIn<M>): Promise<Out<M>> {
  const from: readonly Face[] = methods[method].from;
  const answer = await ask(method, input, from.includes('console') ? 'console' : 'approval');
  if (!answer.ok) throw new Error(`${method}: ${answer.error.code}`);
  return answer.value as Out<M>;
}

/** What must fail, with this code. */
export async function fails<M extends MethodName>(
  { ask }: Stage,
  method: M,
  input: WireIn<M>,
  code: string,
): Promise<void> {
  const from: readonly Face[] = methods[method].from;
  const answer = await ask(method, input, from.includes('console') ? 'console' : 'approval');
  const found = answer.ok ? 'ok' : answer.error.code;
  if (found !== code) throw new Error(`${method}: ${found} and not ${code}`);
}

async function approve(stage: Stage, { approvalId, digest, word }: Approval): Promise<void> {
  const wrong = { approvalId, digest, answer: 'approve', word: stage.secrets.wrongPassword } as const;
  if (word !== null) await fails(stage, 'approvals.decide', wrong, 'wrong-word');
  await need(stage, 'approvals.decide', { approvalId, digest, answer: 'approve', ...(word === null ? {} : { word }) });
}

/** The vault and the app lock: made, opened, and tried with the wrong passphrase. */
export async function openLocks(stage: Stage): Promise<void> {
  const { appLockPassphrase, vaultPassphrase, wrongPassword } = stage.secrets;
  await need(stage, 'vault.unlock', { passphrase: vaultPassphrase });
  await fails(stage, 'vault.unlock', { passphrase: wrongPassword }, 'wrong-passphrase');
  await need(stage, 'lock.setPassphrase', { current: null, next: appLockPassphrase });
  await fails(stage, 'lock.unlock', { passphrase: wrongPassword }, 'wrong-passphrase');
  await fails(stage, 'lock.setPassphrase', { current: wrongPassword, next: null }, 'wrong-passphrase');
  await need(stage, 'lock.unlock', { passphrase: appLockPassphrase });
}

/** Providers: one in the vault, addresses that are none, connections that fail, and one that repeats what it was asked with. */
export async function askProviders(stage: Stage): Promise<void> {
  const { rpc, secrets } = stage;
  const kept = `https://127.0.0.1:1/v3/${secrets.vaultRpcKey}?apikey=${secrets.vaultRpcKey}`;
  await need(stage, 'chains.setRpc', { chainId: 8453, url: kept });
  for (const url of [
    `http://rpc.example/${secrets.vaultRpcKey}`,
    `https://me:${secrets.vaultRpcKey}@127.0.0.1:1/`,
    `${secrets.vaultRpcKey} is no address`,
  ]) {
    await fails(stage, 'chains.setRpc', { chainId: 8453, url }, 'invalid-input');
  }
  // Nothing listens there.
  for (const away of [8453, 1]) {
    const answer = await stage.ask('chains.balances', { chainId: away }, 'console');
    if (answer.ok) throw new Error('a chain answered that is not there');
  }
  for (const mood of failing) {
    rpc.mood = mood;
    await stage.ask('chains.balances', { chainId }, 'console');
    await stage.ask('allowances.list', { chainId }, 'console');
    await stage.ask('transactions.preview', transferTo(stage), 'console');
  }
  rpc.mood = 'serves';
  await need(stage, 'chains.list', {});
}

const transferTo = ({ anvil }: Stage) =>
  ({ kind: 'transfer', chainId, to: anvil.accounts[1]?.address ?? '', amount: '0.01' }) as const;

/** Pins a signer, has it sign a text and a transaction, which is followed until it is confirmed; then once more while its provider fails. */
export async function signWith(stage: Stage, kind: 'env_private_key' | 'keystore'): Promise<void> {
  const { anvil, rpc } = stage;
  const other = anvil.accounts[5]?.address ?? '';
  await fails(stage, 'signers.select', { kind, address: other }, 'signature-mismatch');
  await approve(stage, await need(stage, 'signers.select', { kind }));
  const { address } = await need(stage, 'signers.test', {});
  await anvil.rpc('anvil_setBalance', [address, '0xde0b6b3a7640000']);
  const sent = await need(stage, 'transactions.submit', {
    previewId: (await need(stage, 'transactions.preview', transferTo(stage))).previewId,
  });
  stage.keyIsOpen();
  if (sent.state !== 'sent') throw new Error('it waits for an approval');
  await confirmed(stage, sent.transaction.transactionId);
  // Judged while the provider serves, sent while it does not.
  for (const mood of ['repeats', 'refuses'] as const) {
    const { previewId } = await need(stage, 'transactions.preview', transferTo(stage));
    rpc.mood = mood;
    await stage.ask('transactions.submit', { previewId }, 'console');
    rpc.mood = 'serves';
  }
  await need(stage, 'signers.list', {});
}

async function confirmed(stage: Stage, transactionId: string): Promise<void> {
  const untilMs = performance.now() + patienceMs;
  for (;;) {
    const { status } = await need(stage, 'transactions.get', { transactionId });
    if (status === 'confirmed') return;
    if (performance.now() > untilMs) throw new Error(`it is ${status}`);
    await stage.anvil.rpc('anvil_mine', ['0x1']);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A keystore of others taken in, after everything that can be wrong with it. */
export async function importKeystore(stage: Stage, text: string): Promise<void> {
  const { importPassword, importedKey, keystorePassword, wrongPassword } = stage.secrets;
  const asked = { password: importPassword, newPassword: keystorePassword };
  for (const bad of [importedKey, `{"privateKey":"${importedKey}"`, JSON.stringify({ [importedKey]: importedKey })]) {
    const answer = await stage.ask('keystore.import', { ...asked, text: bad }, 'approval');
    if (answer.ok) throw new Error('it is no keystore');
  }
  await fails(stage, 'keystore.import', { ...asked, text, password: wrongPassword }, 'wrong-passphrase');
  await need(stage, 'keystore.import', { ...asked, text });
  await fails(stage, 'keystore.import', { ...asked, text }, 'conflict');
  await stage.ask('signers.select', { kind: 'keystore' }, 'console');
  await fails(stage, 'keystore.password', { password: wrongPassword }, 'wrong-passphrase');
  await need(stage, 'keystore.password', { password: keystorePassword });
}

/** The keystore under another password, exported, its password kept in the vault, another made beside it, and what is old deleted. */
export async function changeKeystore(stage: Stage): Promise<void> {
  const { besidePassword, exportPassword, keystorePassword, newKeystorePassword, wrongPassword } = stage.secrets;
  await fails(
    stage,
    'keystore.changePassword',
    { password: wrongPassword, newPassword: 'unused one' },
    'wrong-passphrase',
  );
  const put = { password: keystorePassword, newPassword: newKeystorePassword };
  const { file } = await need(stage, 'keystore.changePassword', put);
  await need(stage, 'keystore.export', { password: newKeystorePassword, newPassword: exportPassword });
  await need(stage, 'keystore.password', { password: newKeystorePassword, keep: true });
  await need(stage, 'signers.test', {});
  await fails(stage, 'keystore.create', { password: newKeystorePassword, isBeside: true }, 'conflict');
  await need(stage, 'keystore.create', { password: besidePassword, isBeside: true });
  // As a rotation that was left keeps one.
  copyFileSync(file, `${file}.old-2026`);
  await fails(stage, 'keystore.deleteOld', { password: wrongPassword }, 'wrong-passphrase');
  await need(stage, 'keystore.deleteOld', { password: newKeystorePassword });
}

/**
 * Services that refuse: the remote signer and the two-party signer, whose client keys are used to greet them. One more client key goes into
 * the vault, and comes where a certificate belongs.
 */
export async function askServices(stage: Stage): Promise<void> {
  const { cert, key } = stage.secrets.keptKey;
  const identity = { service: 'mpc-1' as const, cert, key, ca: '', pins: [] as string[] };
  // The environment names one for the remote signer, which would hide it.
  await fails(stage, 'signers.setIdentity', { ...identity, service: 'remote' }, 'conflict');
  await need(stage, 'signers.setIdentity', identity);
  for (const wrong of [{ cert: key }, { ca: key }, { key: key.replaceAll('-', '') }, { pins: [key] }]) {
    await stage.ask('signers.setIdentity', { ...identity, ...wrong }, 'approval');
  }
  for (const kind of ['remote', 'cb_mpc_2pc'] as const) {
    const address = stage.anvil.accounts[0]?.address ?? '';
    const answer = await stage.ask('signers.select', { kind, address }, 'console');
    if (answer.ok) throw new Error(`${kind} answered`);
  }
}

/** Keys of exchanges: entered, pasted, pasted wrongly, taken over, used and wiped; no exchange answers. */
export async function enterKeys(stage: Stage): Promise<void> {
  const { cexKey, cexSecret, enteredKey, enteredSecret, pastedKey, pastedSecret, pastedWrongly } = stage.secrets;
  const entered = { exchange: 'binance', label: 'Desk', apiKey: enteredKey, secret: enteredSecret } as const;
  await need(stage, 'exchangeKeys.add', entered);
  await fails(stage, 'exchangeKeys.add', entered, 'conflict');
  const set = { ...entered, apiKey: cexKey, secret: cexSecret };
  await fails(stage, 'exchangeKeys.add', set, 'conflict');
  const block = `CEX_KRAKEN_API_KEY=${pastedKey}\nCEX_KRAKEN_API_SECRET="${pastedSecret}"`;
  const [kept] = await need(stage, 'exchangeKeys.addText', { text: block });
  for (const text of [
    pastedWrongly,
    `CEX_KRAKEN_API_SECRET=${pastedWrongly}`,
    `CEX_OKX_API_KEY=${pastedWrongly}`,
    `CEX_KRAKEN_API_KEY=${pastedWrongly}\nCEX_KRAKEN_API_SECRET=${pastedWrongly}\u200b`,
    `{"name":"${pastedWrongly}","privateKey":"-----BEGIN EC PRIVATE KEY-----\\n${pastedWrongly}"}`,
    `CEX_${pastedWrongly}=1`,
  ]) {
    await fails(stage, 'exchangeKeys.addText', { text }, 'invalid-input');
  }
  for (const exchange of ['kraken', 'coinbase'] as const) {
    await fails(stage, 'exchangeKeys.add', { ...entered, exchange, secret: pastedWrongly.slice(1) }, 'invalid-input');
  }
  const { credentials } = await need(stage, 'custody.list', {});
  const found = credentials.find(({ place, subject }) => place !== 'vault' && subject === 'binance');
  const taken = await need(stage, 'exchangeKeys.takeOver', { credentialId: found?.credentialId ?? '', label: 'Taken' });
  await need(stage, 'exchangeKeys.use', { credentialId: taken.credentialId });
  await need(stage, 'exchangeKeys.readPassport', { credentialId: taken.credentialId });
  await need(stage, 'exchangeKeys.retire', { credentialId: kept?.credentialId ?? '', reason: 'No more use' });
  await need(stage, 'custody.list', {});
}

/** Orders on the practice exchange: one that fills, one that it refuses. */
export async function trade(stage: Stage): Promise<void> {
  const order = { exchange: 'practice', symbol: 'BTC/USDT', side: 'buy', type: 'market', amount: '0.001' } as const;
  for (const draft of [order, { ...order, amount: '500' }, { ...order, symbol: 'NO/SUCH' }]) {
    const preview = (await stage.ask('orders.preview', draft, 'console')) as Result<{ previewId: string }>;
    if (preview.ok) await stage.ask('orders.submit', { previewId: preview.value.previewId }, 'console');
  }
  await need(stage, 'balances.list', {});
}

/** Every secret in every place of an input where it has no business, from every face. */
export async function misplace(stage: Stage, words: readonly string[]): Promise<void> {
  const address = stage.anvil.accounts[1]?.address ?? '';
  for (const word of words) {
    const asked: readonly (readonly [string, unknown])[] = [
      [word, {}],
      [`secrets.${word}`, {}],
      ['orders.get', { orderId: word }],
      ['orders.submit', { previewId: word }],
      ['transactions.get', { transactionId: word.replace(/[^0-9a-zA-Z-]/g, '').slice(0, 64) }],
      ['transactions.submit', { previewId: word.replace(/[^0-9a-zA-Z-]/g, '').slice(0, 64) }],
      ['system.status', { [word]: word }],
      ['system.status', word],
      ['keystore.create', { password: 7, [word]: 1 }],
      ['vault.unlock', { passphrase: [word] }],
      ['halt.engage', { reason: '', source: word }],
      ['signers.select', { kind: word }],
      ['signers.select', { kind: 'ledger', path: word.slice(0, 60) }],
      ['signers.select', { kind: 'keystore', address: word }],
      ['orders.preview', { exchange: word, symbol: word, side: word, type: word, amount: word }],
      ['transactions.preview', { kind: 'transfer', chainId, to: word, amount: '1' }],
      ['transactions.preview', { kind: 'transfer', chainId, to: address, amount: word }],
      ['transactions.preview', { kind: 'call', chainId, to: address, data: word.startsWith('0x') ? `${word}g` : word }],
      ['transactions.preview', { kind: 'raw', chainId, transaction: word }],
      ['transactions.preview', { kind: 'raw', chainId, transaction: { to: address, [word]: word, nonce: word } }],
      ['chains.requestAdd', { chainId: word, name: '', nativeSymbol: word }],
      ['policy.compare', { document: { [word]: word } }],
      ['policy.tighten', { document: { [word]: word }, baseDigest: word }],
      ['policy.simulate', { [word]: word }],
      ['audit.query', { eventType: word, [word]: 1 }],
      ['preferences.set', { theme: word, [word]: word }],
      ['exchangeKeys.use', { credentialId: word }],
      ['exchangeKeys.add', { exchange: word, label: '', apiKey: word, secret: word, [word]: 1 }],
      ['exchangeKeys.readPassport', { credentialId: word.replace(/[^0-9a-zA-Z-]/g, '').slice(0, 24) }],
      ['webhooks.set', { label: 'x', notices: [word], enabled: true, target: { format: word, url: word } }],
      ['webhooks.set', { webhookId: word, label: 'x', notices: ['halted'], enabled: true, [word]: word }],
      ['webhooks.test', { webhookId: word.replace(/[^0-9a-zA-Z-]/g, '').slice(0, 24) }],
      ['webhooks.rotateSecret', { webhookId: 'nobody', secret: word }],
      ['custody.shortenInterval', { credentialId: word, days: word }],
      ['contacts.put', { contactId: word, name: word, role: word, reach: '' }],
      ['approvals.decide', { approvalId: 'nobody', digest: word, answer: 'approve', word }],
    ];
    for (const [method, input] of asked) {
      for (const face of ['console', 'approval', 'operator', 'terminal'] as const) await stage.ask(method, input, face);
    }
  }
}

/** Everything that is written out to be handed on, and the trail read back. */
export async function writeOut(stage: Stage): Promise<void> {
  await need(stage, 'settings.list', {});
  await need(stage, 'audit.verify', {});
  await need(stage, 'audit.query', { limit: 200 });
  await need(stage, 'audit.export', { format: 'jsonl' });
  await need(stage, 'audit.export', { format: 'csv' });
  await need(stage, 'sheet.write', {});
  await need(stage, 'golive.selfTest', {});
  await need(stage, 'reports.day', {});
  await need(stage, 'reports.writeDay', {});
  await need(stage, 'fills.export', { year: new Date().getUTCFullYear() });
  await need(stage, 'diagnostics.bundle', {});
}

/** Stops everything, tries what it stops, and releases it again. */
export async function haltAndRelease(stage: Stage): Promise<void> {
  const held = await need(stage, 'transactions.preview', transferTo(stage));
  await need(stage, 'halt.engage', { reason: 'a person said so' });
  await fails(stage, 'transactions.submit', { previewId: held.previewId }, 'trading-halted');
  await approve(stage, await need(stage, 'halt.requestRelease', {}));
  await need(stage, 'reports.incident', {});
}
