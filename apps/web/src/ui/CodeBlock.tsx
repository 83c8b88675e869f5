import { Copy } from 'lucide-react';
import { copyText } from './copyText';
import { IconButton } from './IconButton';

interface CodeBlockProps {
  readonly code: string;
  /** What the code is, for those who hear it. */
  readonly label: string;
}

export function CodeBlock({ code, label }: CodeBlockProps) {
  return (
    <div className="code-block">
      <pre>
        <code>{code}</code>
      </pre>
      <IconButton icon={Copy} size={16} label={`Copy ${label}`} onClick={() => void copyText(code)} />
    </div>
  );
}
