// @vitest-environment jsdom
import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../src/kinds/chat/markdown';
import { attacks } from './attacks';

const TAGS = new Set(['P', 'BR', 'STRONG', 'EM', 'S', 'CODE', 'PRE', 'UL', 'OL', 'LI', 'BLOCKQUOTE', 'A', 'SPAN']);
const ATTRIBUTES = new Set(['href', 'target', 'rel', 'class', 'start']);

function render(text: string, users: readonly string[] = []): HTMLElement {
  const element = document.createElement('div');
  element.innerHTML = String(renderMarkdown(text, { me: 'ada', users }));
  return element;
}

describe('nothing of a text becomes anything but a text', () => {
  test.each(attacks)('%s', (text) => {
    for (const element of render(text, [text, 'ada']).querySelectorAll('*')) {
      expect(TAGS).toContain(element.tagName);
      for (const { name, value } of element.attributes) {
        expect(ATTRIBUTES).toContain(name);
        if (name === 'href') expect(value).toMatch(/^(https?:\/\/|mailto:)/i);
        if (name === 'class') expect(value).toMatch(/^mention( mention-me)?$/);
      }
    }
  });
});

describe('what is rendered', () => {
  test.each([
    ['**a** *b* ~~c~~ `d`', '<p><strong>a</strong> <em>b</em> <s>c</s> <code>d</code></p>\n'],
    ['a\nb', '<p>a<br>\nb</p>\n'],
    ['# no heading', '<p># no heading</p>\n'],
    ['&amp; stays', '<p>&amp;amp; stays</p>\n'],
    ['- a\n- b', '<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n'],
    ['> a', '<blockquote>\n<p>a</p>\n</blockquote>\n'],
    ['```js\n<b>\n```', '<pre><code>&lt;b&gt;\n</code></pre>'],
    ['    not code', '<p>not code</p>\n'],
    ['hi @ada', '<p>hi <span class="mention mention-me">@ada</span></p>\n'],
    ['hi @bob', '<p>hi <span class="mention">@bob</span></p>\n'],
    ['`@ada`', '<p><code>@ada</code></p>\n'],
  ])('%s', (text, html) => expect(render(text).innerHTML).toBe(html));

  test('an image is only a link', () => {
    expect(render('![x](https://example.org/a.png)').querySelector('img')).toBeNull();
  });

  test('a link opens elsewhere, and tells nothing', () => {
    const link = render('see https://example.org/a?b=1&c=2').querySelector('a');
    expect(link?.getAttribute('href')).toBe('https://example.org/a?b=1&c=2');
    expect(link?.getAttribute('rel')).toBe('noopener noreferrer nofollow');
    expect(link?.getAttribute('target')).toBe('_blank');
  });

  test('a name without a scheme is no link', () => {
    expect(render('example.org and ada@example.org').querySelector('a')).toBeNull();
  });

  test('mail is a link', () => {
    expect(render('[write](mailto:ada@example.org)').querySelector('a')?.getAttribute('href')).toBe('mailto:ada@example.org');
  });
});

test('a deep text is rendered soon', () => {
  const started = performance.now();
  render('>'.repeat(8_000) + '[('.repeat(4_000));
  render('*a_'.repeat(5_000));
  render('- '.repeat(8_000));
  expect(performance.now() - started).toBeLessThan(5_000);
});
