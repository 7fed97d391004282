/** The pages of people and keys, and of joining: lists, forms, the question before an act, the paper to print. */
export const COMMITTEE_CSS: string = `
.committee{display:flex;flex-direction:column;gap:20px;padding-top:14px;padding-bottom:24px}
.committee [hidden]{display:none}
.committee h2{font-size:13px;text-transform:uppercase;letter-spacing:.06em;margin-bottom:6px}
.committee h3{font:600 18px/1.3 "Noto Serif",Georgia,serif}
.committee li{padding:5px 0;border-bottom:1px solid var(--hair)}
.committee li>a,.committee summary{min-height:24px;padding:2px 0}
.committee li>a{display:inline-block}
#people{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr));gap:26px 48px;align-items:start}
#people:empty{display:none}
.stack{display:flex;flex-direction:column;gap:26px;min-width:0}
.device,.you{background:var(--card);border:1px solid var(--line);border-left:5px solid var(--ink);border-radius:3px;padding:12px 16px;max-width:720px}
.device.is-open{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:4px 16px}
.onwards{display:inline-block;min-height:24px;padding:2px 0}
.device form,.acts{display:flex;flex-direction:column;gap:12px;margin-top:8px}
.device form{max-width:520px}
.committee label:not(.choice){display:flex;flex-direction:column;gap:4px;font-weight:600;font-size:14px;max-width:520px}
.committee label .quiet{font-weight:400;font-size:13px}
.committee input:not([type=checkbox]),.committee select,.committee textarea{font:inherit;font-weight:400;color:inherit;background:var(--card);border:1.5px solid var(--soft);border-radius:3px;padding:9px 11px;min-height:44px;width:100%;min-width:0}
.choice{display:flex;gap:10px;align-items:baseline;min-height:32px;cursor:pointer}
.choice>span{flex:1;min-width:0}
.choice input{width:20px;height:20px;flex:none;accent-color:var(--ink);transform:translateY(4px)}
.acts li{padding:2px 0}.acts details{border-bottom:1px solid var(--hair);padding:2px 0}.acts details ul{padding-left:16px}.acts details li:last-child{border:0}
.buttons{display:flex;flex-wrap:wrap;gap:8px}
.committee button,.confirm button{font:inherit;font-weight:600;color:var(--paper);background:var(--ink);border:1.5px solid var(--ink);border-radius:3px;padding:8px 16px;min-height:44px;cursor:pointer;max-width:100%}
.committee button.plain,.confirm button.plain{color:var(--ink);background:transparent;border-color:var(--soft)}
.committee li button{padding:2px 12px;min-height:32px;margin-left:8px}
.committee button:disabled{opacity:.6;cursor:wait}
.feed{grid-column:1/-1;display:flex;flex-direction:column;gap:10px;min-width:0}.feed>p{max-width:760px}.feed>p button{margin-left:8px;padding:2px 12px;min-height:32px}
.feed-words summary{font-weight:600}details.feed-words:not([open]){display:block;padding:4px 16px}
.feed-words{background:var(--card);border:1px solid var(--line);border-left:5px solid var(--ink);border-radius:3px;padding:12px 16px;display:flex;flex-direction:column;gap:12px}
.languages-side-by-side{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,230px),1fr));gap:18px 28px;overflow-wrap:anywhere}
.feed-words h4{font-size:13px;color:var(--soft);border-bottom:1.5px solid var(--line);padding-bottom:3px}
.feed-words ul{padding:6px 0;border-bottom:1px solid var(--hair)}.feed-words li{border:0;padding:1px 0;font-size:15px}
.told{display:flex;flex-direction:column;gap:2px;border-left:5px solid var(--gold-mark);background:var(--band);padding:8px 12px;max-width:720px}
.told:empty,.working:empty{display:none}
.number{font:600 24px/1.3 "Noto Serif",Georgia,serif}
.why>.confirm{margin:auto;padding:18px 20px}
.confirm{color:var(--ink);background:var(--card);border:1px solid var(--soft);border-top:5px solid var(--ink);border-radius:3px;width:min(560px,calc(100vw - 28px));font-size:16px;overflow-wrap:anywhere}
.confirm.is-final{border-top-color:var(--red)}
.confirm.is-final button[value=yes]{background:var(--red);border-color:var(--red);color:var(--on-red)}
.confirm::backdrop{background:rgb(0 0 0/.55)}
.confirm p+p{margin-top:10px}.confirm .buttons{margin-top:18px}
.slots:empty{display:none}
.slots{flex:1 0 100%;display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:4px 16px;border-top:1px solid var(--hair);padding-top:8px;margin-top:4px}.slots .number{font-size:18px}
.reach:empty{display:none}
.reach{flex:1 0 100%;display:flex;flex-direction:column;gap:8px;border-top:1px solid var(--hair);padding-top:10px;margin-top:6px;min-width:0;overflow-wrap:anywhere}.reach form{border-top:1px solid var(--hair);padding-top:10px}
.other-way{border-top:1px solid var(--hair);margin-top:14px;padding-top:12px}
#invitation:not(:empty){display:flex;flex-direction:column;gap:12px;margin-top:18px;border-top:1px solid var(--line);padding-top:14px}
.from-paper{display:flex;flex-direction:column;gap:12px;max-width:720px}
.paper{background:#fff;color:#000;border:1px solid var(--line);border-radius:3px;padding:18px;max-width:720px}
.paper .secret{display:flex;flex-wrap:wrap;gap:16px 24px;align-items:center;margin-bottom:12px}
.paper svg{width:240px;max-width:100%;flex:none}
.paper ol{list-style:decimal;columns:130px 2;column-gap:28px;padding-left:32px;font:15px/1.7 "Noto Sans Mono",ui-monospace,Consolas,monospace}
.paper .secret>div{flex:1 1 220px;min-width:0}
.paper .line{margin-top:10px;font:13px/1.4 "Noto Sans Mono",ui-monospace,Consolas,monospace;overflow-wrap:anywhere;user-select:all}
.paper .secret li{border:0;padding:0}
.paper section{border-top:1px solid #000;padding:8px 0}.paper h2{font:600 15px/1.3 inherit;text-transform:none;letter-spacing:0;color:#000}
.paper .write{border-bottom:1px solid #000;min-height:32px}
@media print{
body:has(.paper) :not(:has(.paper),.paper,.paper *){display:none}
.committee .buttons{display:none}
.paper{border:0;padding:0;max-width:none}#people,.from-paper{display:block;max-width:none}
}
`;
