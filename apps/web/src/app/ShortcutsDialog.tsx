import { Dialog } from '../ui/Dialog';
import './shortcuts.css';

const isMac = navigator.platform.startsWith('Mac');
const COMMAND = isMac ? '⌘' : 'Ctrl';
const ALT = isMac ? '⌥' : 'Alt';

const SHORTCUTS: readonly (readonly [keys: readonly string[], what: string])[] = [
  [[COMMAND, 'K'], 'Commands, and switching rooms'],
  [[ALT, '↑'], 'Previous room'],
  [[ALT, '↓'], 'Next room'],
  [['Enter'], 'Send the message'],
  [['Shift', 'Enter'], 'New line'],
  [['@'], 'Mention somebody; Tab or Enter completes'],
  [['↑'], 'In an empty message: go to the messages'],
  [['↑', '↓'], 'In the messages: previous and next'],
  [['Enter'], 'On a message: its actions'],
  [['Esc'], 'Close, or go back to writing'],
  [['?'], 'This list'],
];

export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <dl className="shortcuts">
        {SHORTCUTS.map(([keys, what]) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
