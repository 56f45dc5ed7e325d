import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { controlPlane } from './control-plane.ts';
import { legacyCalls, serveLegacyPeer } from './legacy-party.ts';
import { partyCalls } from './party.ts';
import type { PartyConfig, PartyReady, PeerPort } from './party-config.ts';
import { listenForPeer } from './peer-connection.ts';
import { servePeer } from './serve-peer.ts';
import { shareStore } from './share-store.ts';

// One party of the test signer, run as a process of its own: reads the file it is given, listens, says where, and ends with its parent.
const config = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as PartyConfig;
const store = shareStore(config.folder);
const isLegacy = config.dialect === 'legacy';
let otherPort = 0;

process.on('message', (message: PeerPort) => {
  otherPort = message.port;
  process.send?.(message);
});
process.on('disconnect', () => process.exit(0));

const peerPort = await listenForPeer(config, config.peerPort, (connection) => {
  void (isLegacy ? serveLegacyPeer(connection, store) : servePeer(connection, store, config));
});
const calls = (isLegacy ? legacyCalls : partyCalls)(config, store, () => otherPort);
const { cert, key, ca, operatorPins } = config;
const server = isLegacy
  ? createHttpServer(controlPlane(calls, null))
  : createHttpsServer(
      { cert, key, ca, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.3' },
      controlPlane(calls, operatorPins),
    );
server.listen(config.controlPort, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ kind: 'ready', controlPort: port, peerPort } satisfies PartyReady);
});
