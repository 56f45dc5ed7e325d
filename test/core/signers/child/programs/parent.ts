import { nodeChild, signerChildProgram } from '../../../../../core/signers/child/node-child.ts';

// A parent that starts a signer child with a key, says its number, and is then killed by the test.
const [nodePath = ''] = process.argv.slice(2);
const link = nodeChild(signerChildProgram(nodePath))({
  onMessage: () => process.stdout.write(`${link.pid}\n`),
  onEnd: () => process.stdout.write('ended\n'),
});
link.send({
  id: 1,
  request: { kind: 'open', rules: {}, source: { from: 'environment', key: new Uint8Array(32).fill(1) } },
});
