import { memo, useMemo } from 'react';
import { renderMarkdown } from './markdown';

interface MessageTextProps {
  readonly text: string;
  readonly me: string;
  readonly users: readonly string[];
}

export const MessageText = memo(function MessageText({ text, me, users }: MessageTextProps) {
  const html = useMemo(() => renderMarkdown(text, { me, users }), [text, me, users]);
  return <div className="message-text" dir="auto" dangerouslySetInnerHTML={{ __html: html }} />;
});
