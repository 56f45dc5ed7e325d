import type { ReactElement } from 'react';
import type { Webhook } from '../../../core/contract/shapes.ts';
import { notices } from '../../../core/domain/notices.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { AskButton } from '../../parts/ask-button.tsx';
import { AskingWords } from '../../parts/asking-words.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Problem } from '../../parts/problem.tsx';
import { type SecretButton, SecretButtons } from '../../parts/secret-buttons.tsx';
import { useAsking } from '../../parts/use-asking.ts';
import { useWebhooks } from '../../parts/use-webhooks.ts';
import { useConsole } from '../../state/console-store.ts';
import { webhookFormatNames, webhookStanding } from '../../state/webhook-words.ts';
import { Section } from './section.tsx';

const addButtons: readonly SecretButton[] = [
  { form: 'webhook-generic', text: 'Add an address…' },
  { form: 'webhook-discord', text: 'Add Discord…' },
  { form: 'webhook-telegram', text: 'Add Telegram…' },
];

/** Who is told of halts and the like outside this computer. Where it goes is typed in the approval window, never here. */
export function WebhooksSection(): ReactElement {
  const { value: webhooks, error } = useWebhooks();
  return (
    <Section
      title="Webhooks"
      note="Notices to a receiver of yours, while you look elsewhere. They name no key; where they go lies in the vault."
    >
      {error === null ? null : <Problem error={error} />}
      {webhooks?.length === 0 ? <p>None: nothing is sent anywhere.</p> : null}
      {webhooks?.map((webhook) => (
        <OneWebhook key={webhook.webhookId} webhook={webhook} />
      ))}
      <SecretButtons buttons={addButtons} standing={String(webhooks?.length ?? '')} />
    </Section>
  );
}

function OneWebhook({ webhook }: { readonly webhook: Webhook }): ReactElement {
  const asking = useAsking();
  const vault = useConsole((state) => state.status?.vault) ?? 'locked';
  const { fingerprint, format, hasOldSecret, host, label, last, webhookId: credentialId } = webhook;
  const buttons: readonly SecretButton[] = [
    { form: 'webhook-change', text: 'Change…', credentialId },
    { form: `webhook-${format}`, text: 'Another address…', credentialId },
    ...(format !== 'generic'
      ? []
      : [
          hasOldSecret
            ? ({ form: 'webhook-end-overlap', text: 'End the old secret…', credentialId } as const)
            : ({ form: 'webhook-rotate', text: 'Another secret…', credentialId } as const),
        ]),
    { form: 'webhook-remove', text: 'Remove…', credentialId },
  ];
  return (
    <section className="webhook" aria-label={`Webhook ${shownText(label)}`}>
      <h3>{shownText(label)}</h3>
      <Facts>
        <Fact name="Goes to">
          {shownText(host)} ({webhookFormatNames[format]}, fingerprint {shownText(fingerprint)})
        </Fact>
        <Fact name="Told of">{webhook.notices.map((kind) => notices[kind].title).join('; ')}</Fact>
        <Fact name="Last">
          {last === null ? null : <Moment atMs={last.atMs} />} {webhookStanding(webhook, vault)}
        </Fact>
      </Facts>
      <div className="button-row">
        <AskButton
          asking={asking}
          waitsFor="A test is sent."
          ask={() => bridge().ask['webhooks.test']({ webhookId: credentialId })}
          then={(tested) => shownText(tested.last?.text ?? '')}
        >
          Send a test
        </AskButton>
      </div>
      <AskingWords asking={asking} />
      <SecretButtons buttons={buttons} standing={JSON.stringify({ ...webhook, last: null, waiting: 0 })} />
    </section>
  );
}
