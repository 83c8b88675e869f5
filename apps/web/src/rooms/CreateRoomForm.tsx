import { useId, useState } from 'react';
import type { FormEvent } from 'react';
import { goTo } from '../app/route';
import { roomNameProblem } from './roomName';

/** Opens a room by its name, whether it exists or not. */
export function CreateRoomForm({ onDone }: { readonly onDone: () => void }) {
  const [name, setName] = useState('');
  const [error, setError] = useState<string>();
  const id = useId();

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const problem = roomNameProblem(name.trim());
    setError(problem);
    if (problem !== undefined) return;
    goTo({ room: name.trim() });
    onDone();
  };

  return (
    <form className="stack" onSubmit={onSubmit} noValidate>
      <div className="field">
        <label htmlFor={id}>Name of the room</label>
        <input
          id={id}
          className="input"
          autoFocus
          data-focus
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={128}
          value={name}
          aria-invalid={error !== undefined}
          aria-describedby={`${id}-error`}
          onChange={({ target }) => setName(target.value)}
        />
        <p id={`${id}-error`} className="field-error" role="alert">
          {error}
        </p>
        <p className="soft small">If there is no such room yet, your first message creates it.</p>
      </div>
      <div className="form-row">
        <button type="button" className="button" onClick={onDone}>
          Cancel
        </button>
        <button type="submit" className="button button-primary">
          Open room
        </button>
      </div>
    </form>
  );
}
