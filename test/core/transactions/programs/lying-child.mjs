// Run in place of the signer child: it opens as the real one does and then does not sign what it is asked, in the way its last argument says.
import { argv } from 'node:process';
import { keccak256, SigningKey, Transaction, Wallet } from 'ethers';

// A published development key of anvil and hardhat; never for funds.
const otherKey = '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d';
const way = argv.at(-1);
let key = null;

process.on('message', ({ id, request }) => {
  const say = (result) => process.send({ id, result });
  if (request.kind === 'open') {
    key = `0x${Buffer.from(request.source.key).toString('hex')}`;
    return say({ ok: true, value: { kind: 'opened', address: new Wallet(key).address } });
  }
  if (way === 'ends') process.exit(1);
  if (way === 'late') {
    // It is heard that it was asked, and then it takes its time.
    return setTimeout(() => say(signed(key, request.unsigned)), 1_500);
  }
  if (way === 'other-key') return say(signed(otherKey, request.unsigned));
  const other = Transaction.from(request.unsigned);
  other.value += 1n;
  return say(signed(key, other.unsignedSerialized));
});
process.once('disconnect', () => process.exit(0));

function signed(by, unsigned) {
  const { r, s } = new SigningKey(by).sign(keccak256(unsigned));
  return { ok: true, value: { kind: 'signed', r, s } };
}
