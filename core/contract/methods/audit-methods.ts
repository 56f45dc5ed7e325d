import * as z from 'zod';
import { type Method, nothing, traders } from '../method.ts';
import * as approvals from '../schemas/approvals.ts';
import * as audit from '../schemas/audit.ts';

/** The audit trail. */
export const auditMethods = {
  'audit.query': {
    from: traders,
    effect: 'read',
    input: audit.AuditQuery,
    output: z.array(audit.AuditRow),
  },
  'audit.get': {
    from: traders,
    effect: 'read',
    input: z.strictObject({ id: z.number().int().positive() }),
    output: audit.AuditRowDetail,
  },
  'audit.verify': {
    from: traders,
    effect: 'read',
    input: z.strictObject({ fromId: z.number().int().positive().optional() }),
    output: audit.AuditVerification,
  },
  'audit.export': {
    from: traders,
    effect: 'write',
    input: audit.AuditExportInput,
    output: audit.AuditExport,
  },
  'audit.retentionPlan': {
    from: traders,
    effect: 'read',
    input: nothing,
    output: audit.RetentionPlan,
  },
  'audit.requestRetention': {
    from: traders,
    effect: 'write',
    input: nothing,
    output: approvals.Approval,
  },
} as const satisfies Readonly<Record<string, Method>>;
