import type { Webhook } from '../contract/shapes.ts';

type Words = Readonly<Record<Webhook['format'], string>>;

/** How a new secret comes about, by what the receiver is. Of Discord and Telegram the address or the token is all of it. */
export const newSecretWords: Words = {
  generic:
    'Give the webhook another secret here. The old one signs beside it until you end that, so the receiver misses nothing meanwhile.',
  discord:
    'Make a new webhook at Discord for the same channel, and enter its address here in place of the old one. The address is the secret, so there is no overlap; notices go to the new one at once.',
  telegram:
    'Ask @BotFather for a new token of the bot (/revoke), and enter it here in place of the old one. Telegram ends the old token the moment it gives the new one, so notices wait until you have entered it.',
};

/** What the person sees to at the receiver, which the console cannot see. */
export const refusedWords: Words = {
  generic:
    'Have the receiver forget the old secret, and then say so here. It is the receiver that checks signatures, and the old secret is wiped, so the console cannot try it.',
  discord:
    'Delete the old webhook at Discord (settings of the channel, Integrations), and then say so here. Its address is wiped, so the console cannot try it.',
  telegram:
    'Telegram ended the old token when @BotFather gave the new one. Say how you know: the old one is wiped, so the console cannot try it.',
};
