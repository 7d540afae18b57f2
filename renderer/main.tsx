import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './app/app.tsx';
import { createFeatures } from './app/features.ts';
import { connectBackend } from './backend/connect-backend.ts';
import { createServices } from './state/services.ts';

const client = connectBackend();
const services = createServices(client, {
  get: () => location.hash,
  set: (hash) => {
    location.hash = hash;
  },
  onChange: (listener) => window.addEventListener('hashchange', listener),
});

const root = document.getElementById('root');
if (root === null) throw new Error('invariant: index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App services={services} features={createFeatures(services)} connection={client.status} />
  </StrictMode>,
);
