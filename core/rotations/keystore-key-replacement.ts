import { existsSync } from 'node:fs';
import { parseAddress } from '../domain/address.ts';
import { ok } from '../domain/result.ts';
import { tokenList } from '../domain/tokens/token-list.ts';
import { mayDeleteOld } from '../procedures/change-keystore-password.ts';
import type { KeyReplacementPorts } from '../procedures/keystore-ports.ts';
import { beginKeyReplacement, keyReplacementPlan, oldKeyFiles } from '../procedures/replace-keystore-key.ts';
import { balancesAt } from '../trading/transactions/chain-balances.ts';
import { linesAgainst, unnamedRecipient } from './keystore-lines.ts';
import { type KeystoreRotationParts, keystorePorts } from './keystore-ports.ts';
import { type RotationKind, rotationKind } from './rotation-kind.ts';

/** Another key in another keystore, in place of the one in use. */
export function keystoreKeyReplacement(parts: KeystoreRotationParts): RotationKind {
  const { book, chains, custody, dataFolder, foundations, keystores, policy, signing } = parts;
  const { settings } = foundations;
  const ports: KeyReplacementPorts = {
    ...keystorePorts(parts),
    others: keystores.others,
    isThere: existsSync,
    linesToChange: (file, address) => linesAgainst(settings, dataFolder, file, address),
    maySign: (address) => policy.limits().allowSignerAddresses?.includes(address.toLowerCase()) ?? true,
    unnamedRecipient: (address) => unnamedRecipient(settings, policy, address),
    async askToPin(address) {
      const asked = await signing.requestSelect({ kind: 'keystore', path: null, address: parseAddress(address) });
      return asked.ok ? ok(undefined) : asked;
    },
    replaced: () => custody.keystoreReplaced('core'),
    async leftAt(text) {
      const address = parseAddress(text);
      const left = [];
      for (const { chainId, name, rpc } of chains.list()) {
        if (rpc === 'none' || address === null) continue;
        const access = chains.access(BigInt(chainId));
        const found = access.ok ? await balancesAt(access.value, tokenList(book.tokens()), address) : access;
        const holds = found.ok
          ? found.value.filter(({ raw }) => raw !== '0').map(({ amount, symbol }) => `${amount} ${symbol}`)
          : null;
        left.push({ chain: name, holds });
      }
      return left;
    },
  };
  return rotationKind({
    plan: keyReplacementPlan(ports),
    begin: (credential) => beginKeyReplacement(credential, ports.inUse(), pinnedKeystore(), ports.others()),
    oldKeystores(facts, stepId) {
      const may = mayDeleteOld(stepId);
      return may.ok ? ok(oldKeyFiles(ports, facts)) : may;
    },
  });

  function pinnedKeystore(): string | null {
    const signer = ports.signer();
    return signer?.kind === 'keystore' ? signer.pinned : null;
  }
}
