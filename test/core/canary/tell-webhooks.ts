import { onTestFinished } from 'vitest';
import { serveRecording } from '../../tls/recording-server.ts';
import { fails, need, type Stage } from './session.ts';

const all = ['halted', 'released', 'approval-waiting', 'rotation-due', 'incident', 'core-restarted'] as const;

/**
 * Webhooks: entered wrongly and rightly, tested, rotated and removed. Their receiver repeats everything that it was asked with, fails and
 * leads elsewhere, also while the rest of the session makes news. Nothing is ever sent to Discord or Telegram: those are turned off.
 */
export async function tellWebhooks(stage: Stage): Promise<void> {
  const { webhookChat, webhookNewSecret, webhookPath, webhookSecret, webhookToken } = stage.secrets;
  const answers = [500, 302, 401, 429] as const;
  let asked = 0;
  const receiver = await serveRecording((response, { body, headers, path }) => {
    const status = answers[asked % answers.length] ?? 500;
    asked += 1;
    const said = JSON.stringify({ path, headers, body, webhookSecret });
    response.writeHead(status, { location: path, 'x-echo': webhookPath, 'www-authenticate': webhookSecret }).end(said);
  });
  onTestFinished(() => receiver.close());

  const url = `${receiver.url}/${webhookPath}?k=${webhookPath}`;
  const target = { format: 'generic', url, secret: webhookSecret } as const;
  const entry = { label: 'Phone', notices: [...all], enabled: true };
  for (const bad of [
    { ...target, url: `http://hooks.example/${webhookPath}` },
    { ...target, url: `https://me:${webhookPath}@127.0.0.1:1/` },
    { ...target, url: `${webhookPath} is no address` },
    { ...target, secret: `${webhookSecret} ` },
    { format: 'discord', url: `https://discord.example/api/webhooks/112233445566/${webhookPath}` } as const,
    { format: 'telegram', token: `${webhookToken}/${webhookToken}`, chatId: webhookChat } as const,
    { format: 'telegram', token: webhookToken, chatId: `${webhookChat}!` } as const,
  ]) {
    await fails(stage, 'webhooks.set', { ...entry, target: bad }, 'invalid-input');
  }
  const { webhookId } = await need(stage, 'webhooks.set', { ...entry, target });
  const off = { ...entry, enabled: false };
  const discord = { format: 'discord', url: `https://discord.com/api/webhooks/112233445566/${webhookPath}` } as const;
  const chat = await need(stage, 'webhooks.set', { ...off, target: discord });
  const telegram = { format: 'telegram', token: webhookToken, chatId: webhookChat } as const;
  await need(stage, 'webhooks.set', { ...off, target: telegram });

  const tested = await need(stage, 'webhooks.test', { webhookId });
  if (tested.last?.text !== 'It failed itself (HTTP 500).') throw new Error(tested.last?.text);
  await fails(stage, 'webhooks.test', { webhookId }, 'rate-limited');
  await fails(stage, 'webhooks.rotateSecret', { webhookId, secret: webhookNewSecret.slice(0, 8) }, 'invalid-input');
  await need(stage, 'webhooks.rotateSecret', { webhookId, secret: webhookNewSecret });
  await fails(stage, 'webhooks.rotateSecret', { webhookId, secret: webhookSecret }, 'conflict');
  await need(stage, 'webhooks.endOverlap', { webhookId });
  await need(stage, 'webhooks.remove', { webhookId: chat.webhookId });
  await need(stage, 'webhooks.list', {});
  await need(stage, 'custody.list', {});
}

/** Whether what the session told came to the receiver: it was refused, once or more. */
export async function webhooksWereTold(stage: Stage): Promise<boolean> {
  const list = await need(stage, 'webhooks.list', {});
  return list.some(({ dropped, last, waiting }) => last !== null && dropped + waiting > 0);
}
