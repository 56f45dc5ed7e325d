import { Tabs } from 'radix-ui';
import { type ReactElement, useState } from 'react';
import { Problem } from '../../parts/problem.tsx';
import { PolicyEditor } from './policy-editor.tsx';
import { PolicyReplayTab } from './policy-replay.tsx';
import { PolicySandbox } from './policy-sandbox.tsx';
import { RuleList } from './rule-list.tsx';
import { usePolicy } from './use-policy.ts';
import { usePolicyDraft } from './use-policy-draft.ts';

/** Both layers of the policy side by side, and what can be done with it: change it, replay it, try it. */
export function PolicyScreen(): ReactElement {
  const { policy, usage, problem } = usePolicy();
  const [tab, setTab] = useState('change');
  const draft = usePolicyDraft(policy);
  if (policy === null) {
    return (
      <div className="policy" aria-busy={problem === null}>
        {problem === null ? <p className="table-empty">Reading the policy.</p> : <Problem error={problem} />}
      </div>
    );
  }
  const engine = policy.rows.filter((row) => row.layer === 'engine');
  const signer = policy.rows.filter((row) => row.layer === 'signer');
  return (
    <div className="policy">
      <section className="panel policy-layer" aria-labelledby="engine-title">
        <header className="panel-head">
          <h2 id="engine-title">Policy engine</h2>
          <p className="panel-note">Judges every order and transaction before anything is sent.</p>
        </header>
        {problem === null ? null : <Problem error={problem} />}
        <RuleList label="Rules of the engine" rows={engine} usage={usage} />
      </section>
      <section className="panel policy-layer" aria-labelledby="signer-title">
        <header className="panel-head">
          <h2 id="signer-title">Signer policy</h2>
          <p className="panel-note">Reads the bytes again right before a key signs.</p>
        </header>
        <RuleList label="Rules of the signer policy" rows={signer} usage={[]} />
        <p className="policy-foot">
          Set in the environment only (<code>SIGNER_*</code>). It judges every transaction right before it is signed;
          the sandbox tries it.
        </p>
      </section>
      <section className="panel policy-work" aria-label="Work on the policy">
        <Tabs.Root className="tabs" value={tab} onValueChange={setTab}>
          <header className="panel-head">
            <Tabs.List className="tab-list" aria-label="Work on the policy">
              <Tabs.Trigger value="change" className="tab">
                Change
              </Tabs.Trigger>
              <Tabs.Trigger value="replay" className="tab">
                Replay
              </Tabs.Trigger>
              <Tabs.Trigger value="sandbox" className="tab">
                Sandbox
              </Tabs.Trigger>
            </Tabs.List>
            {draft.isChanged ? <span className="draft-mark">Draft not in force</span> : null}
          </header>
          <Tabs.Content value="change" className="tab-content scroll" tabIndex={-1}>
            <PolicyEditor policy={policy} draft={draft} />
          </Tabs.Content>
          <Tabs.Content value="replay" className="tab-content scroll" tabIndex={-1}>
            <PolicyReplayTab draft={draft} digest={policy.digest} />
          </Tabs.Content>
          <Tabs.Content value="sandbox" className="tab-content scroll" tabIndex={-1}>
            <PolicySandbox draft={draft} />
          </Tabs.Content>
        </Tabs.Root>
      </section>
    </div>
  );
}
