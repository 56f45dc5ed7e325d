import { beforeEach, describe, expect, it } from 'vitest';
import { chooseChain, clearCompose, lookAt, setCompose, useCompose } from '../../../renderer/state/compose-store.ts';

const start = useCompose.getState();
beforeEach(() => useCompose.setState(start, true));

describe('the transaction that is put together', () => {
  it('keeps what was typed before any network was chosen: the list of networks may come after the first words', () => {
    setCompose({ to: 'typed', amount: '1' });
    chooseChain(31_337);
    expect(useCompose.getState()).toMatchObject({ chainId: 31_337, to: 'typed', amount: '1' });
  });

  it('never keeps a token, a recipient or calldata of one network on another', () => {
    chooseChain(1);
    setCompose({ token: '0xaa', to: '0xbb', amount: '5', isUnlimited: true, data: '0x01', pasted: '0x02', gas: '7' });
    chooseChain(31_337);
    expect(useCompose.getState()).toMatchObject({ chainId: 31_337, token: '', to: '', amount: '', isUnlimited: false });
    expect(useCompose.getState()).toMatchObject({ data: '', pasted: '', gas: '' });
  });

  it('stays as it is when the same network is chosen again', () => {
    chooseChain(1);
    setCompose({ to: '0xbb' });
    chooseChain(1);
    expect(useCompose.getState().to).toBe('0xbb');
  });

  it('cannot be sent twice by a second press: what it moves is emptied, to whom stays', () => {
    setCompose({ to: '0xbb', amount: '5', data: '0x01', pasted: '0x02', isUnlimited: true });
    clearCompose();
    expect(useCompose.getState()).toMatchObject({ to: '0xbb', amount: '', data: '', pasted: '', isUnlimited: false });
  });

  it('comes back into sight when it is typed in while a replacement is looked at', () => {
    lookAt({ of: 'replacement', transactionId: 't', as: 'cancel' });
    setCompose({ amount: '1' });
    expect(useCompose.getState().other).toBeNull();
  });
});
