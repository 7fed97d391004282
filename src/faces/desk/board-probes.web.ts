// What board.web.test.ts asks of a page, run inside the browser: functions that list faults. Never served.

type AxeNode = { readonly html: string; readonly failureSummary?: string };
type Axe = {
  readonly run: (
    root: Document,
    options: object,
  ) => Promise<{
    readonly violations: readonly { readonly id: string; readonly nodes: readonly AxeNode[] }[];
  }>;
};

declare const axe: Axe;

/** Texts on the page below the size, HTML and SVG alike. */
function smallTexts(leastPx: number): readonly string[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const small: string[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement;
    const text = (node.textContent ?? '').trim();
    if (holder === null || text === '') continue;
    const scale = holder instanceof SVGGraphicsElement ? (holder.getScreenCTM()?.a ?? 1) : 1;
    const size = Number.parseFloat(getComputedStyle(holder).fontSize) * scale;
    if (size < leastPx) small.push(`${size} ${text.slice(0, 40)}`);
  }
  return small;
}

/** Labels that reach out of their drawing. */
function cutLabels(): readonly string[] {
  return [...document.querySelectorAll<SVGTextElement>('.plot text, .curve text')].flatMap((text) => {
    const box = text.getBoundingClientRect();
    const frame = text.ownerSVGElement?.getBoundingClientRect();
    if (frame === undefined || box.width === 0) return [];
    const isAcross = box.left < frame.left - 1 || box.right > frame.right + 1;
    const isAlong = box.top < frame.top - 3 || box.bottom > frame.bottom + 3;
    return isAcross || isAlong ? [text.textContent ?? ''] : [];
  });
}

/** Labels that lie on each other. */
function touchingLabels(): readonly string[] {
  const lines = document.querySelectorAll('.plot tspan, .plot .tick, .plot .now-text, .plot .ring-text');
  const boxes = [...lines]
    .map((line) => ({
      text: line.textContent ?? '',
      owner: line.closest('a'),
      box: line.getBoundingClientRect(),
    }))
    .filter(({ box }) => box.width > 0);
  return boxes.flatMap((a, i) =>
    boxes.slice(i + 1).flatMap((b) => {
      const isBeside = a.box.right <= b.box.left || b.box.right <= a.box.left;
      const isBelow = a.box.bottom - 3 <= b.box.top || b.box.bottom - 3 <= a.box.top;
      const isOne = a.owner !== null && a.owner === b.owner;
      return isBeside || isBelow || isOne ? [] : [`${a.text} | ${b.text}`];
    }),
  );
}

function overflowPx(): number {
  return document.documentElement.scrollWidth - window.innerWidth;
}

function openFolds(): void {
  for (const fold of document.querySelectorAll('details')) fold.open = true;
}

function place(): { readonly y: number; readonly href: string | null } {
  return { y: window.scrollY, href: document.activeElement?.getAttribute('href') ?? null };
}

function axeFindings(): Promise<readonly string[]> {
  return findingsOf({
    type: 'tag',
    values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  });
}

/** All that another colour scheme can change. */
function contrastFindings(): Promise<readonly string[]> {
  return findingsOf({ type: 'rule', values: ['color-contrast'] });
}

async function findingsOf(runOnly: object): Promise<readonly string[]> {
  const { violations } = await axe.run(document, { runOnly });
  return violations.flatMap((v) =>
    v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)} ${n.failureSummary ?? ''}`),
  );
}

/** One fault for every probe: small and pale text, a box wider than the window, a label out of place. */
function plantFaults(): void {
  const text = document.createElement('p');
  text.textContent = 'small, pale and wide';
  Object.assign(text.style, { fontSize: '9px', color: '#ddd', background: '#fff', width: '5000px' });
  document.querySelector('main')?.append(text);
  for (const label of [...document.querySelectorAll('.chart-wide tspan')].slice(0, 3)) {
    label.setAttribute('x', '99%');
    label.setAttribute('y', '5');
  }
}

Object.assign(window, {
  probes: {
    smallTexts,
    cutLabels,
    touchingLabels,
    overflowPx,
    openFolds,
    place,
    plantFaults,
    axeFindings,
    contrastFindings,
  },
});
