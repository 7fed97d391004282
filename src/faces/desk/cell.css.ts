/** A warden's own page: made for a telephone held in one hand, and one sheet of paper. */
export const CELL_CSS: string = `
.cell-page main{padding-top:16px;gap:14px}
.cell-page form{max-width:none}
#cell{display:flex;flex-direction:column;gap:22px;min-width:0}
#cell:empty{display:none}
.cell-page h2,.cell-page form+form{border-top:0;padding-top:0}
.cell-page h2{font:700 22px/1.25 "Noto Serif",Georgia,serif;text-transform:none;letter-spacing:0;color:var(--ink)}
.cell-page .paper h2{color:#000;font-size:18px}
.cell-page h3{font-size:16px}
.cell-page .device{padding:10px 14px}
.cell-page .told{position:sticky;top:0;z-index:1}
.needs{display:inline-block;font-size:13px;border:1.5px solid var(--soft);border-radius:99px;padding:1px 10px;color:var(--soft)}
.needs-none{border-style:dotted}.needs-internet{border-color:var(--gold);color:var(--gold)}
.alarm{display:flex;flex-direction:column;gap:14px;--look:var(--red);--on:var(--on-red)}
.alarm.is-drill{--look:var(--drill);--on:var(--paper)}.alarm.is-over{--look:var(--soft);--on:var(--paper)}
.alarm .status{background:var(--look);color:var(--on);font-size:24px;font-weight:700;letter-spacing:.04em;padding:10px 16px;border-radius:3px;text-align:center}
.task{border:1px solid var(--line);border-left:5px solid var(--look);border-radius:3px;background:var(--card);padding:12px 14px;display:flex;flex-direction:column;gap:10px}
.task blockquote{font-size:17px;border-left:3px solid var(--line);padding-left:12px}
.batch{display:grid;grid-template-columns:1fr 1fr;gap:8px;border-top:1px solid var(--hair);padding-top:10px}
.batch .who{grid-column:1/-1;font-size:13px;color:var(--soft)}
.cell-page .batch>*{min-width:0}
.cell-page a.press,.cell-page .batch button{display:flex;align-items:center;justify-content:center;text-align:center;font-weight:600;text-decoration:none;border-radius:3px;padding:10px;min-height:56px;align-self:stretch}
.cell-page a.press{background:var(--look,var(--ink));color:var(--on,var(--paper))}
.cell-page label.short{display:flex;flex-wrap:wrap;align-items:center;gap:4px 10px}.cell-page label.short select{width:auto}
.rows li{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:6px 10px;align-items:center;padding:8px 0;border-bottom:1px solid var(--hair)}
.rows .who b{font-size:17px}
.rows .lines{display:flex;gap:4px}.rows .lines a{display:inline-block;min-height:44px;padding:10px 12px;font-weight:600}
.rows .ticks{grid-column:1/-1;display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:6px}
.cell-page .ticks button{color:var(--ink);background:transparent;border:1.5px solid var(--soft);padding:8px 4px;min-height:48px;align-self:stretch;font-weight:400}
.cell-page .ticks button[aria-pressed=true]{color:var(--paper);background:var(--ink);border-color:var(--ink);font-weight:600}
.cell-page .ticks button[aria-pressed=true]::before{content:"✓ "}
.counts{display:flex;flex-direction:column;gap:8px;border-top:1px solid var(--line);padding-top:12px}
.counts .now{font:600 20px/1.3 "Noto Serif",Georgia,serif}
.runner svg{display:block;width:100%;max-width:560px;background:#fff;margin-top:8px}
.runner p{font-size:17px;margin-top:6px}
.list{display:flex;flex-direction:column;gap:12px;border-top:3px double var(--ink);padding-top:16px}
.list .names li{display:grid;grid-template-columns:minmax(0,1fr) auto;align-items:center;gap:4px 12px;padding:4px 0}
.cell-page .names button{border:0;text-decoration:underline;font-weight:400;padding:8px 4px}
.cell-page form{gap:12px}
.cell-page form label:not(.choice){display:flex;flex-direction:column;gap:4px}
.cell-page .choice input{width:22px;min-height:22px}
#by-hand{border:1px solid var(--line);border-radius:3px;padding:2px 14px}#by-hand[open]{padding-bottom:14px}
.list label .quiet{font-weight:400;font-size:13px}
.list textarea{min-height:120px}
.cell-page summary{min-height:44px;padding:10px 0;font-weight:600}
.doors table{display:table;border-collapse:collapse;width:100%;table-layout:fixed}
.doors thead{display:table-header-group}.doors tbody{display:table-row-group}.doors tr{display:table-row;border:0}
.doors th,.doors td{display:table-cell;vertical-align:middle;padding:2px 4px}
.doors tbody td::before{content:none}
.doors .sides{display:grid;grid-template-columns:1fr 1fr;gap:0 24px;margin:10px 0}
.doors th{font-size:12px;text-align:left;font-weight:600;color:#000}
.doors td,.doors tbody th{border-bottom:1px solid #000;height:34px}
.doors tbody th{font-size:15px;overflow-wrap:anywhere}
.doors i{display:block;width:20px;height:20px;border:1.5px solid #000;margin:0 auto}
.doors thead th+th{text-align:center;font-weight:400}
.cell-page .paper{padding:14px}
@media (max-width:560px){.doors .sides{grid-template-columns:1fr}}
@page doors{size:A4 portrait;margin:12mm}
@media print{
.cell-page main{max-width:none;padding:0}
.doors{page:doors;break-after:page}.doors:last-of-type{break-after:auto}
.doors .sides{grid-template-columns:1fr 1fr}
.doors td,.doors tbody th{height:10mm}
.doors i{width:6mm;height:6mm}
.cell-page .buttons{display:none}
}
`;
