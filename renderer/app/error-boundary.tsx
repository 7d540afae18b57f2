import { Component, type ErrorInfo, type ReactNode } from 'react';

import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/panel.tsx';

interface ErrorBoundaryProps {
  /** What failed, for the message: `Replay`. */
  readonly name: string;
  readonly children: ReactNode;
}

/** Keeps a fault in one view from taking the window along. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly error: Error | undefined }> {
  override state: { readonly error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error(error, info.componentStack);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <div className="panel" role="alert">
        <EmptyState
          text={`The ${this.props.name} stopped drawing: ${error.message}. Data and the open run are not affected.`}
        >
          <Button onClick={() => this.setState({ error: undefined })}>Draw again</Button>
        </EmptyState>
      </div>
    );
  }
}
