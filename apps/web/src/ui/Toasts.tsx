import { useStore } from '../app/store';
import { toast } from './toast';

export function Toasts() {
  const text = useStore(toast);
  return (
    <div className="toasts" role="status">
      {text && <div className="toast">{text}</div>}
    </div>
  );
}
