import DOMPurify from 'dompurify';
import MarkdownIt from 'markdown-it';
import { findMentions } from './mentions';

const SAFE_LINK = /^(?:https?:\/\/|mailto:)/i;
const TAGS = ['p', 'br', 'strong', 'em', 's', 'code', 'pre', 'ul', 'ol', 'li', 'blockquote', 'a', 'span'];
const ATTRIBUTES = ['href', 'target', 'rel', 'class', 'start'];
const CLASSES = ['mention', 'mention mention-me'];

/** For whom a text is rendered. */
export interface MarkdownContext {
  readonly me: string;
  /** The names that can be mentioned even if they have several words. */
  readonly users: readonly string[];
}

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true, typographer: false });
markdown.disable(['image', 'heading', 'lheading', 'html_block', 'html_inline', 'table', 'hr', 'code', 'reference', 'entity']);
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
markdown.validateLink = (url) => SAFE_LINK.test(url.trim());

markdown.renderer.rules.link_open = (tokens, index, options, _env, renderer) => {
  tokens[index]?.attrSet('target', '_blank');
  tokens[index]?.attrSet('rel', 'noopener noreferrer nofollow');
  return renderer.renderToken(tokens, index, options);
};

markdown.renderer.rules.fence = (tokens, index) => `<pre><code>${escape(tokens[index]?.content ?? '')}</code></pre>`;

markdown.renderer.rules.text = (tokens, index, _options, env) => {
  const text = tokens[index]?.content ?? '';
  const { me, users } = env as unknown as MarkdownContext;
  let html = '';
  let from = 0;
  for (const { start, end, user } of findMentions(text, users)) {
    const name = escape(text.slice(start, end));
    html += `${escape(text.slice(from, start))}<span class="mention${user === me ? ' mention-me' : ''}">${name}</span>`;
    from = end;
  }
  return html + escape(text.slice(from));
};

DOMPurify.addHook('uponSanitizeAttribute', (_element, attribute) => {
  if (attribute.attrName === 'class' && !CLASSES.includes(attribute.attrValue)) attribute.keepAttr = false;
  if (attribute.attrName === 'href' && !SAFE_LINK.test(attribute.attrValue)) attribute.keepAttr = false;
});

/** Turns a text into the HTML of the page. The only place where a text of somebody becomes HTML. */
export function renderMarkdown(text: string, context: MarkdownContext): TrustedHTML {
  const html = markdown.render(text, { ...context });
  return DOMPurify.sanitize(html, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_TRUSTED_TYPE: true,
  }) as unknown as TrustedHTML;
}

function escape(text: string): string {
  return markdown.utils.escapeHtml(text);
}
