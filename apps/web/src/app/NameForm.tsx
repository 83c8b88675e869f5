import { useId, useState } from 'react';
import type { FormEvent } from 'react';
import { chooseName } from './account';

interface NameFormProps {
  readonly name?: string;
  readonly action: string;
  readonly onDone?: () => void;
}

/** Asks for a name, and lets the server decide whether it is one. */
export function NameForm({ name = '', action, onDone }: NameFormProps) {
  const [value, setValue] = useState(name);
  const [error, setError] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const id = useId();

  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    if (!value.trim()) return setError('Enter a name.');
    if (value.trim() === name) return onDone?.();
    setIsBusy(true);
    setError('');
    try {
      await chooseName(value);
      onDone?.();
    } catch (error) {
      setError((error as Error).message);
      setIsBusy(false);
    }
  };

  return (
    <form className="stack" onSubmit={(event) => void onSubmit(event)} noValidate>
      <div className="field">
        <label htmlFor={id}>Your name</label>
        <input
          id={id}
          className="input"
          dir="auto"
          autoFocus
          data-focus
          autoComplete="nickname"
          spellCheck={false}
          value={value}
          aria-invalid={!!error}
          aria-describedby={`${id}-error`}
          onChange={({ target }) => setValue(target.value)}
        />
        <p id={`${id}-error`} className="field-error" role="alert">
          {error}
        </p>
      </div>
      <div className="form-row">
        <button type="submit" className="button button-primary" disabled={isBusy}>
          {isBusy ? 'Connecting…' : action}
        </button>
      </div>
    </form>
  );
}
