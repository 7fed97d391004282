/** The link that stands in the page until its style takes the link's place: a page by itself asks for nothing else. */
export const ANSWER_HREF = '/answer.css';

/**
 * The style of the page on which somebody answers an alarm, small enough to go with it over a bad network. A drill, an alarm
 * and what is over have a colour each; all hold WCAG 2.2 AA on both schemes (answer-page.web.test.ts).
 */
export const ANSWER_CSS: string = `
:root{color-scheme:light dark;--paper:#fbf9f5;--card:#fff;--ink:#1c1a17;--soft:#5c564c;--line:#ddd6c9;--real:#a81e17;--drill:#1a4f9c;--over:#4d4a44;--ready:#7a4a00;--on:#fff;--focus:#1a5fb4}
@media (prefers-color-scheme:dark){:root{--paper:#161513;--card:#1f1d1a;--ink:#f0ebe2;--soft:#b3ab9d;--line:#3d3932;--real:#ff8f83;--drill:#8ec1ff;--over:#c4bcae;--ready:#f0b54a;--on:#161513;--focus:#8ec1ff}}
.is-real{--look:var(--real)}.is-drill{--look:var(--drill)}.is-over{--look:var(--over)}.is-ready{--look:var(--ready)}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:400 17px/1.45 "Noto Sans",system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:break-word}
h1,h2,p,ul{margin:0;padding:0}ul{list-style:none}
a{color:inherit}:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
.status{background:var(--look);color:var(--on);font-size:26px;font-weight:700;letter-spacing:.04em;padding:12px 20px;text-align:center}
.is-drill .status{background:repeating-linear-gradient(135deg,var(--drill) 0 14px,color-mix(in srgb,var(--drill) 88%,#000) 14px 28px)}
main,footer{max-width:600px;margin:0 auto;padding:14px 20px 20px}
main{display:flex;flex-direction:column;gap:14px}
.languages{display:flex;gap:2px;font-size:15px}
.languages>*{padding:7px 10px;min-height:36px}.languages [aria-current]{font-weight:600;border-bottom:2px solid var(--ink)}
h1{font-size:24px;line-height:1.25}h2{font-size:17px}
main>p>strong{display:block;border-left:5px solid var(--look);padding-left:12px;font-size:19px}
section{border-top:1px solid var(--line);padding-top:12px;display:flex;flex-direction:column;gap:10px}
form{display:flex;flex-wrap:wrap;gap:10px;align-items:center}
button{font:inherit;font-weight:600;color:var(--on);background:var(--look);border:0;border-radius:6px;padding:10px 16px;min-height:52px;flex:1 1 auto;cursor:pointer}
.minutes{display:grid;grid-template-columns:1fr 1fr}@media (min-width:480px){.minutes{grid-template-columns:1fr 1fr 1fr}}
.other label{flex:1 0 100%;color:var(--soft);font-size:15px}
.other input{font:inherit;color:inherit;background:var(--card);border:1.5px solid var(--soft);border-radius:6px;padding:8px 12px;min-height:52px;width:110px;flex:none}
.last li{font-weight:600;padding-left:12px;border-left:5px solid var(--line)}
.notice{border:2px solid var(--look);border-radius:6px;padding:10px 12px;font-weight:600}
.onwards{display:block;border:2px solid var(--look);border-radius:6px;padding:10px 16px;min-height:52px;font-weight:600;text-align:center}
.quiet{color:var(--soft);font-size:15px}
footer{color:var(--soft);font-size:14px}
`;
