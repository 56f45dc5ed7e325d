import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { bridge } from './bridge.ts';
import { ConsoleWindow } from './parts/console-window.tsx';
import { ErrorBoundary } from './parts/error-boundary.tsx';
import { startSession } from './state/session.ts';

const place = document.getElementById('console');
if (place === null) throw new Error('the page has no place for the console');
document.documentElement.dataset.platform = bridge().host.platform;
startSession(bridge());
createRoot(place).render(
  <StrictMode>
    <ErrorBoundary>
      <ConsoleWindow />
    </ErrorBoundary>
  </StrictMode>,
);
