import type { SignerChip } from '../contract/shapes.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { newsOf } from '../notify/webhook-notices.ts';
import { createWebhooksTable } from '../notify/webhooks-table.ts';
import type { Registers } from '../open-registers.ts';
import type { Webhooks } from '../open-webhooks.ts';
import type { Emergency } from '../procedures/emergency/emergency.ts';
import type { EmergencyPorts } from '../procedures/emergency/emergency-ports.ts';
import { seenKeystore } from '../signing/keystore-files.ts';
import type { Keystores } from '../signing/keystores.ts';
import { rescueWaitMs } from '../trading/transactions/exemption.ts';
import { reviewTrail } from './audit-review.ts';
import { type BalanceParts, balancesInEmergency } from './emergency-balances.ts';
import { keyRotationPorts } from './exchange-key-rotation.ts';
import { tryGate } from './gate-refuses.ts';
import type { KeystoreRotationParts } from './keystore-ports.ts';
import { type ServedApi, tokensForRotation } from './served-tokens.ts';

/** What an emergency is made of: the console, as far as it sees it. */
export interface EmergencyParts extends KeystoreRotationParts, BalanceParts, Pick<Registers, 'contacts'> {
  /** The local API as it is served now. */
  readonly api: () => ServedApi;
  readonly webhooks: Pick<Webhooks, 'tell'>;
}

/** What an emergency asks of this console; `writeReport` writes that of the procedure that is under way. */
export function emergencyPorts(parts: EmergencyParts, writeReport: EmergencyPorts['writeReport']): EmergencyPorts {
  const { common, ports } = parts;
  const { audit, database } = parts.foundations;
  const webhooks = createWebhooksTable(database);
  return {
    ...common,
    keys: keyRotationPorts(parts),
    tokens: tokensForRotation(parts.api, ports.fetch),
    tryGate: () => tryGate(parts.paper),
    review: (emergency: Emergency) => reviewTrail(audit, emergency, ports.clock.nowMs()),
    balances: (emergency) => balancesInEmergency(parts, emergency),
    tell(title, text) {
      const all = webhooks.all();
      const hearing = all.ok ? all.value.filter((one) => one.enabled && one.notices.includes('incident')) : [];
      if (hearing.length > 0) parts.webhooks.tell({ ...newsOf('incident', text), title });
      return hearing.length;
    },
    contacts() {
      const documented = parts.contacts.list();
      return documented.ok
        ? documented.value.contacts.map(({ name, reach, role }) => `${name} (${role}): ${reach}`)
        : [];
    },
    rescue: () =>
      parts.chains.list().flatMap(({ chainId, name }) => {
        const set = parts.book.rescueOf(BigInt(chainId));
        return set === null ? [] : [{ chain: name, address: set.address, usableFromMs: set.sinceMs + rescueWaitMs }];
      }),
    address: () => parts.signing.active.chip().address,
    async signs() {
      // As in the standard rotation: what is open already was opened from the file as it was.
      await parts.signing.active.reopen();
      const tested = await parts.signing.test('core');
      return tested.ok ? ok({ address: tested.value.address, hasSigned: tested.value.text !== null }) : tested;
    },
    addressOf({ kind, subject }) {
      const inUse = parts.signing.active.chip();
      const whileInUse = (signer: SignerChip['kind']) => (inUse.kind === signer ? inUse.address : null);
      switch (kind) {
        case 'keystore-password':
          return keystoreAddress(parts.keystores) ?? whileInUse('keystore');
        case 'mpc-keyshare':
          return whileInUse('cb_mpc_2pc');
        case 'remote-tls':
          return whileInUse(subject === 'remote' ? 'remote' : 'cb_mpc_2pc');
        case 'cex-key':
        case 'api-token':
        case 'webhook-secret':
          return null;
      }
    },
    hasOldSecret(webhookId): Result<boolean> {
      const webhook = webhooks.find(webhookId);
      if (!webhook.ok) return webhook;
      return webhook.value === null
        ? err({ code: 'not-found', retry: 'never', what: 'this webhook' })
        : ok(webhook.value.hasOldSecret);
    },
    writeReport,
  };
}

/** What the keystore in use says that it holds; null where none can be read, or it does not say. */
function keystoreAddress(keystores: Pick<Keystores, 'file'>): string | null {
  const file = keystores.file();
  return file === null ? null : (seenKeystore(file)?.address ?? null);
}
