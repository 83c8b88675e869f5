import { RefreshCw } from 'lucide-react';
import { Component } from 'react';
import type { ReactNode } from 'react';

interface ErrorBoundaryProps {
  readonly children: ReactNode;
}

/** Shows an explanation in place of what cannot be shown, for example because a part of the page did not load. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly error?: Error }> {
  override state: { readonly error?: Error } = {};

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <div className="centered" role="alert">
        <p className="title">This cannot be shown</p>
        <p className="soft">{error.message}</p>
        <button type="button" className="button" onClick={() => location.reload()}>
          <RefreshCw size={16} aria-hidden />
          Reload the page
        </button>
      </div>
    );
  }
}
