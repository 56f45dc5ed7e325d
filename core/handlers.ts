import type { Handlers } from './contract/methods.ts';
import { auditHandlers } from './handlers/audit-handlers.ts';
import { backupHandlers } from './handlers/backup-handlers.ts';
import { behindAppLock } from './handlers/behind-app-lock.ts';
import { consoleHandlers } from './handlers/console-handlers.ts';
import { contactHandlers } from './handlers/contact-handlers.ts';
import { custodyHandlers } from './handlers/custody-handlers.ts';
import { goliveHandlers } from './handlers/golive-handlers.ts';
import { keyshareHandlers } from './handlers/keyshare-handlers.ts';
import { orderHandlers } from './handlers/order-handlers.ts';
import type { HandlerParts } from './handlers/parts.ts';
import { policyHandlers } from './handlers/policy-handlers.ts';
import { procedureHandlers } from './handlers/procedure-handlers.ts';
import { publicMarketHandlers } from './handlers/public-market-handlers.ts';
import { reportHandlers } from './handlers/report-handlers.ts';
import { sheetHandlers } from './handlers/sheet-handlers.ts';
import { signerHandlers } from './handlers/signer-handlers.ts';
import { transactionHandlers } from './handlers/transaction-handlers.ts';
import { vaultHandlers } from './handlers/vault-handlers.ts';
import { venueHandlers } from './handlers/venue-handlers.ts';
import { webhookHandlers } from './handlers/webhook-handlers.ts';

/** One handler for each method of the contract; what raises stands behind the app lock. */
export function createHandlers(parts: HandlerParts): Handlers {
  const handlers: Handlers = {
    ...consoleHandlers(parts),
    ...orderHandlers(parts),
    ...transactionHandlers(parts),
    ...signerHandlers(parts),
    ...keyshareHandlers(parts),
    ...policyHandlers(parts),
    ...custodyHandlers(parts),
    ...procedureHandlers(parts),
    ...backupHandlers(parts),
    ...contactHandlers(parts),
    ...sheetHandlers(parts),
    ...reportHandlers(parts),
    ...goliveHandlers(parts),
    ...vaultHandlers(parts),
    ...venueHandlers(parts),
    ...publicMarketHandlers(parts),
    ...auditHandlers(parts),
    ...webhookHandlers(parts),
  };
  return behindAppLock(handlers, parts);
}
