import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { resumeSession } from './app/account';
import { App } from './app/App';
import { startTheme } from './app/theme';
import './ui/tokens.css';
import './ui/base.css';
import './ui/controls.css';

startTheme();
resumeSession();

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
