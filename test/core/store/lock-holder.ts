import { lockFolder } from '../../../core/store/folder-lock.ts';

// Run as a program of its own: takes the lock on the folder it is given, says what came of it, and holds on until it is ended.
const lock = lockFolder(process.argv[2] ?? '');
process.stdout.write(lock.ok ? 'locked\n' : `${lock.error.code}\n`);
if (lock.ok) process.stdin.resume();
