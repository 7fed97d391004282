import { CHART_CSS } from './chart.css.ts';
import { COMMITTEE_CSS } from './committee.css.ts';
import { REACH_REPORT_CSS } from './reach-report.css.ts';

/**
 * The stylesheet of the board and its evidence pages. No text below 12 px; colours hold WCAG 2.2 AA on both
 * schemes (checked in board.web.test.ts).
 */
export const BOARD_CSS: string = `
:root{color-scheme:light dark;
--paper:#fbf9f5;--card:#fff;--ink:#1c1a17;--soft:#5c564c;--line:#ddd6c9;--hair:#e9e3d8;--band:#f4f0e8;
--red:#a81e17;--red-soft:#f6e3df;--gold:#7d5a00;--gold-mark:#a67700;--on-red:#fff;--link:#c9bfae;--focus:#1a5fb4;--drill:#0b5a7a;--drill-soft:#e2eff4;
--authorities:#3f4f68;--workers:#88500b;--residents:#0d6058;--supporters:#47690e;--press:#64459a;--others:#5a564f}
@media (prefers-color-scheme:dark){:root{
--paper:#161513;--card:#1f1d1a;--ink:#f0ebe2;--soft:#b3ab9d;--line:#3d3932;--hair:#2b2823;--band:#1d1b18;
--red:#ff8f83;--red-soft:#3a1d1a;--gold:#e6b84f;--gold-mark:#e6b84f;--on-red:#210706;--link:#5b554b;--focus:#8ec1ff;--drill:#7cc8e4;--drill-soft:#10282f;
--authorities:#a9bcda;--workers:#e5ab63;--residents:#6cc7bb;--supporters:#adcb73;--press:#c5aef0;--others:#bab3a6}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:400 15px/1.45 "Noto Sans",system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;font-variant-numeric:tabular-nums lining-nums;overflow-wrap:break-word}
h1,h2,h3,p,ul,ol,dl,dd,figure,blockquote{margin:0;padding:0}
ul,ol{list-style:none}
a{color:inherit;text-decoration:underline;text-decoration-color:var(--link);text-decoration-thickness:1px;text-underline-offset:.2em}
a:hover{text-decoration-color:currentColor}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px;border-radius:2px}
main:focus,section:focus{outline:none}
code{font:inherit;font-family:"Noto Sans Mono",ui-monospace,Consolas,monospace;font-size:.92em;overflow-wrap:anywhere}
summary{cursor:pointer;min-height:24px;padding:2px 0}
.quiet,.details,.caption,.facts{color:var(--soft)}
.details,.caption{font-size:13px;line-height:1.4}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:8px;top:-60px;background:var(--card);padding:8px 12px;z-index:2}.skip:focus{top:8px}
.connection:not(:empty){position:sticky;top:0;z-index:1;background:var(--red);color:var(--on-red);padding:8px 16px;font-weight:600}
#board,.why>*{max-width:1720px;margin:0 auto;padding:0 24px}
#board{padding-top:14px;padding-bottom:32px}

.replay{background:var(--gold);color:var(--paper);padding:5px 12px;margin-bottom:12px;border-radius:3px;font-size:14px}
.masthead{display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 18px;padding-bottom:9px;border-bottom:3px double var(--ink)}
h1{font:700 29px/1.15 "Noto Serif",Georgia,"Times New Roman",serif;letter-spacing:-.01em;overflow-wrap:anywhere}
.facts{flex:1 1 240px}
.ring-pill a{display:inline-block;border-radius:99px;padding:3px 14px;font-weight:600;font-size:14px;text-decoration:none;border:1.5px solid var(--soft);color:var(--ink)}
.ring-is-complete a{background:var(--red);border-color:var(--red);color:var(--on-red)}
.ring-is-partial a{border-color:var(--red);color:var(--red)}
.incidents{font-size:14px;padding:6px 0;border-bottom:1px solid var(--line)}
.incidents,.incidents ul{display:flex;flex-wrap:wrap;gap:2px 20px}
.incidents a,.incidents .here{display:inline-block;min-height:26px;padding:3px 0}
.incidents .here{font-weight:600;border-bottom:2px solid var(--ink)}.incidents .quiet{font-weight:400}
.languages{display:flex;gap:2px;font-size:14px}
.languages>*{padding:3px 8px;min-height:26px}
.languages [aria-current]{font-weight:600;border-bottom:2px solid var(--ink)}

.top{display:grid;grid-template-columns:1.15fr 1.15fr 1.25fr .95fr;border-bottom:1px solid var(--ink)}
.figure{padding:13px 20px 12px 0;min-width:0}
.figure+.figure{border-left:1px solid var(--line);padding-left:20px}
.big{font:600 34px/1.08 "Noto Serif",Georgia,"Times New Roman",serif;letter-spacing:-.015em}
.big a{text-decoration:none;display:inline-block;min-width:24px}.big a:hover{text-decoration:underline}
.caption{margin-top:2px}.caption b{color:var(--ink);font-weight:600}
.caption,.record-line,.differ p{line-height:25px}.caption a,.record-line a,.differ p a{display:inline;padding:4px 0}
.legend a,.watch a,.codes a,.harm a,.versions a,.opinions a,.calls a,.unplaced a,.more a,.back a,.as-list,th a,.strip a,.outcome a{display:inline-block;min-height:24px;padding:2px 0;min-width:24px}
.trio{display:flex;flex-wrap:wrap;gap:2px 22px}
.trio>div{display:flex;flex-direction:column-reverse;justify-content:flex-end}
.trio dt{font-size:13px;color:var(--soft);margin-top:3px}

.alarms{padding:10px 0;border-bottom:1px solid var(--line);display:flex;flex-direction:column;gap:6px}
.strip{border-left:5px solid var(--red);background:var(--red-soft);padding:5px 12px;font-size:14px}
.strip a{font-weight:600}.strip .state{margin:0 6px}
.strip-raised{border-left-style:dashed}
.strip-drill,.strip-lapsed,.strip-stood-down{background:var(--band);border-left-color:var(--soft)}
.strip-drill{background:var(--drill-soft);border:1.5px dashed var(--drill)}
.strip-drill .state{color:var(--drill)}
.report{margin-top:2px;font-size:13px;line-height:1.45;columns:2 26em;column-gap:28px}
.report li{break-inside:avoid}
.watch{display:flex;flex-wrap:wrap;gap:2px 24px;font-size:14px}
.watch li{padding-left:14px;position:relative}
.watch li::before{content:"";position:absolute;left:0;top:10px;width:7px;height:7px;background:var(--gold-mark);transform:rotate(45deg)}

.contradiction{padding:8px 12px}.contradiction h2{color:var(--red);font-size:15px;letter-spacing:0;text-transform:none}.contradiction p{max-width:90ch;margin-top:4px}
h2{font-size:13px;font-weight:700;letter-spacing:.05em;text-transform:uppercase;color:var(--soft)}
h3{font-size:13px;font-weight:700}
.outcome{margin:2px 0 6px}
.columns{display:grid;grid-template-columns:repeat(12,minmax(0,1fr));gap:26px 32px;margin-top:22px}
.part{border-top:1px solid var(--ink);padding-top:8px;min-width:0}
.part h2{margin-bottom:6px}
.part-refusals{grid-column:span 5}.part-people{grid-column:span 3}.part-ring{grid-column:span 4}
.part-differ,.part-harm,.part-calls{grid-column:span 4}
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{text-align:left;vertical-align:top;padding:6px 12px 6px 0;border-bottom:1px solid var(--hair);font-weight:400}
thead th{font-size:12px;color:var(--soft);padding-top:0}
tbody th{font-weight:600}
.answer b{color:var(--gold)}.answer b.complied{color:var(--ink)}
.legend{display:flex;flex-wrap:wrap;gap:0 18px;font-size:13px;margin-top:6px}
.legend li{display:flex;align-items:center;gap:6px}
.legend b{font-weight:600}
.harm li{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:0 12px;border-bottom:1px solid var(--hair);padding:3px 0;font-size:14px}
.harm li b{font-weight:600;padding-top:2px}.harm .details{grid-column:1/-1}
.harm+h3,.part-harm h3{margin-top:8px;color:var(--red)}.part-harm .sealed-h{color:inherit}
.rumours{border:1px dashed var(--soft);padding:2px 10px;margin-top:4px}.rumours li:last-child{border:0}
.differ>li{border-bottom:1px solid var(--hair);padding:5px 0}
.versions{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,210px),1fr));gap:4px 18px;margin:2px 0}
.versions li{border-left:3px solid var(--line);padding-left:9px}
.versions b{font:600 18px/1.3 "Noto Serif",Georgia,serif;display:block}
.opinions{margin-top:24px;border-top:1px solid var(--line);padding-top:8px}
.opinions summary{font-weight:600}.calls li,.opinions li{padding:2px 0;border-bottom:1px solid var(--hair)}
.search{display:flex;gap:8px;max-width:520px;margin-top:10px}.search input{font:inherit;color:inherit;background:var(--card);border:1.5px solid var(--soft);border-radius:3px;padding:8px 11px;min-height:44px;flex:1;min-width:0}.search button{font:inherit;font-weight:600;color:var(--paper);background:var(--ink);border:0;border-radius:3px;padding:8px 18px;min-height:44px;cursor:pointer}
footer{margin-top:22px;border-top:3px double var(--ink);padding-top:8px;font-size:13px;color:var(--soft);display:flex;flex-wrap:wrap;gap:2px 24px;justify-content:space-between}
.about-line{flex-basis:100%;max-width:90ch}.about-line a{display:inline-block;min-height:24px;padding:2px 0}
.about{max-width:72ch}.about section{margin-bottom:18px}.about p{margin:6px 0}
.record-line b{color:var(--ink);margin-right:6px}.warn{color:var(--red);font-weight:600}

.why>main{padding-top:8px;padding-bottom:40px}.why>header{padding-top:14px}
.why h1{font-size:24px}.back{padding-top:6px}
.evidence>li{display:grid;grid-template-columns:150px minmax(0,1fr);gap:4px 20px;border-bottom:1px solid var(--line);padding:11px 0}
.evidence .bracket ul{margin:4px 0 0;padding-left:18px}.evidence .bracket summary{cursor:pointer;padding:3px 0}
.evidence .when{font-weight:600}.evidence .says{font-size:16px}
.written,blockquote{border-left:3px solid var(--line);padding-left:10px;margin:4px 0;max-width:78ch}.pre{white-space:pre-line}
.id{font-size:12px}

@media (max-width:1279px){
.top{grid-template-columns:1fr 1fr}
.figure:nth-child(3){border-left:0;padding-left:0}.figure:nth-child(n+3){border-top:1px solid var(--line)}
.part-refusals{grid-column:1/-1}.part-people,.part-harm{grid-column:span 7}.part-ring,.part-differ{grid-column:span 5}
.part-people{order:1}.part-ring{order:2}.part-harm{order:4}.part-differ{order:3}
.part-differ{grid-column:span 7}.part-harm{grid-column:span 5}.part-calls{grid-column:1/-1;order:5}
}
@media (max-width:759px){
body{font-size:15px}
#board,.why>*{padding-left:14px;padding-right:14px}
h1{font-size:25px}.facts{flex-basis:100%}
.top{grid-template-columns:minmax(0,1fr)}
.figure,.figure+.figure{border-left:0;padding:10px 0}.figure+.figure{border-top:1px solid var(--line)}
.big{font-size:29px}
.columns{display:block}.part{margin-top:24px}
table,tbody,tr,th,td{display:block}thead{display:none}
tbody tr{border-bottom:1px solid var(--line);padding:7px 0}
tbody th,tbody td{border:0;padding:1px 0}
tbody td{display:grid;grid-template-columns:minmax(96px,34%) minmax(0,1fr);gap:10px}
tbody td::before{content:attr(data-label);color:var(--soft);font-size:13px}
.evidence>li{grid-template-columns:minmax(0,1fr)}
}
@media print{
:root{color-scheme:light;--paper:#fff;--card:#fff;--ink:#000;--soft:#444}
.languages,.skip,.as-list,.connection,.incidents{display:none}
#board{max-width:none;padding:0}.part,.strip,.hour{break-inside:avoid}
a{text-decoration:none}
}
${CHART_CSS}${COMMITTEE_CSS}${REACH_REPORT_CSS}`;
