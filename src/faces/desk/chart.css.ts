/**
 * Lanes, curve, homes: everything that is drawn. Widths agree with the layouts in lanes-chart.ts; text in SVG
 * never scales, because no drawing with text in it has a viewBox.
 */
export const CHART_CSS: string = `
.lane-authorities{--lane:var(--authorities)}.lane-workers{--lane:var(--workers)}.lane-residents{--lane:var(--residents)}
.lane-supporters{--lane:var(--supporters)}.lane-press{--lane:var(--press)}.lane-others{--lane:var(--others)}
.day{margin-top:14px}.day-head{display:flex;justify-content:space-between;align-items:baseline;gap:16px}
.shapes{position:absolute}
.chart{display:none;grid-template-columns:minmax(0,1fr)}
.plot{display:block;font-size:13px}
.plot:not(.axis){background:var(--band)}
.plot:not(.axis),.chart .lane-name:not(:first-child){border-bottom:3px solid var(--paper)}
.lane-name h3{color:var(--lane);font-size:13px;line-height:1.25;overflow-wrap:break-word;hyphens:auto}
.more{font-size:13px}
.grid{stroke:var(--line);stroke-width:1;shape-rendering:crispEdges}.minor{stroke-dasharray:2 4;opacity:.8}
.tick{fill:var(--soft);text-anchor:middle;font-size:13px}
.now{stroke:var(--red);stroke-width:1.5}.now-text{fill:var(--red);font-weight:600;font-size:13px}
.ring-text{fill:var(--red);font-size:13px}.ring-partial{fill:var(--red);opacity:.32}.ring-complete{fill:var(--red)}
.hit{fill:transparent}
.plot a{text-decoration:none;outline-offset:-1px}
.plot a:hover .label,.plot a:focus-visible .label{text-decoration:underline}
.plot a:focus-visible .hit{stroke:var(--focus);stroke-width:1.5}
.label{fill:var(--ink);font-size:13px}
.plate{fill:var(--band);fill-opacity:.88}
.beside{paint-order:stroke;stroke:var(--band);stroke-width:3px;stroke-linejoin:round}
.bar-done{fill:var(--lane);fill-opacity:.36}
.bar-day{fill-opacity:.2}
.bar-said{fill:var(--card);stroke:var(--lane);stroke-width:1.5;stroke-dasharray:4 3}
.hatch-under{fill:var(--lane);fill-opacity:.1}.hatch-line{fill:var(--lane);fill-opacity:.42}
.edge{stroke:var(--lane);stroke-width:2.5}
.dot{fill:var(--lane)}.dot-tried{fill:var(--card);stroke:var(--lane);stroke-width:2.5}
.dot-said{fill:var(--card);stroke:var(--lane);stroke-width:1.5;stroke-dasharray:3 2}
.said .label{font-style:italic}
.hand-disc{fill:var(--card);stroke:var(--gold-mark);stroke-width:2}
.hand-palm{fill:none;stroke:var(--gold-mark);stroke-width:2.1;stroke-linecap:round;stroke-linejoin:round}
.key{display:flex;flex-wrap:wrap;gap:4px 20px;font-size:12px;color:var(--soft);margin-top:8px}
.key li{display:flex;align-items:center;gap:6px}.sample{flex:none}
.unplaced{margin-top:8px;font-size:13px}.unplaced ul{display:flex;flex-wrap:wrap;gap:0 22px}.unplaced li{border-left:4px solid var(--lane);padding-left:8px}

.curve{display:block}.level{fill:var(--soft);font-size:12px;paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}.curve .tick{font-size:12px}
.checked-band{fill:var(--supporters);fill-opacity:.26}.checked-line{fill:none;stroke:var(--supporters);stroke-width:1.25;vector-effect:non-scaling-stroke}
.told-line{fill:none;stroke:var(--red);stroke-width:2.25;vector-effect:non-scaling-stroke;stroke-linejoin:round}
.swatch{width:18px;height:10px;flex:none}.swatch-told{border-top:3px solid var(--red);height:3px}
.swatch-checked{background:color-mix(in srgb,var(--supporters) 26%,transparent);border:solid var(--supporters);border-width:1px 0}

.gates{display:flex;flex-wrap:wrap;gap:6px;font-size:13px;margin-bottom:-1px}
.gate a{display:block;border:2px solid var(--soft);padding:2px 9px;min-height:26px;text-decoration:none;border-radius:4px}
.gate a:hover{text-decoration:underline}
.gate-closed a{border-color:var(--red);background:var(--red-soft)}.gate-unknown a{border-style:dashed}.gate-open a{border-color:var(--supporters)}
.ring-frame{border:2px dashed var(--line);border-radius:12px;padding:12px;margin-top:8px}
.ring-frame-partial{border-color:var(--red)}.ring-frame-complete{border:4px solid var(--red)}
.squares{display:flex;flex-wrap:wrap;gap:4px}
.home{display:inline-block;width:13px;height:13px;border:1.5px solid var(--soft);flex:none;border-radius:1px}
.squares-many{gap:3px}.squares-many .home{width:9px;height:9px;border-width:1px}.squares-many .home-reached{border-width:3px}
.home-standing{background:color-mix(in srgb,var(--residents) 30%,transparent);border-color:var(--residents)}
.home-threatened{background:linear-gradient(135deg,transparent 48%,var(--gold-mark) 49%);border-color:var(--gold-mark)}
.home-reached{border:4px solid var(--red)}
.home-damaged{background:repeating-linear-gradient(45deg,var(--ink) 0 2px,transparent 2px 4px);border-color:var(--ink)}
.home-demolished{background:var(--ink);border-color:var(--ink)}
.home-unknown{border-style:dotted}
.outside{margin-top:7px;font-size:14px}.codes{font-size:13px}.codes a{margin-right:8px}

.hours{display:none}
#hour-list:target .hours{display:block;margin-top:16px;border-top:1px solid var(--line);padding-top:10px;columns:2;column-gap:40px}
.hour{display:grid;grid-template-columns:58px minmax(0,1fr);gap:8px;break-inside:avoid-column}
.hour h3{padding-top:8px;font:600 17px/1.2 "Noto Serif",Georgia,serif;color:var(--soft)}
.hour h3.words{font-size:13px;overflow-wrap:anywhere}
.line a{display:block;border-left:5px solid var(--lane);background:var(--band);padding:6px 8px 7px 10px;margin-bottom:5px;text-decoration:none}
.line a:hover .what{text-decoration:underline}
.line.tried a{border-left-style:double}.line.said a{border-left-style:dotted}.line.said .what{font-style:italic}
.lane-word{display:block;font-size:12px;font-weight:600;color:var(--lane)}
.what,.line .details{display:block}.line .hand{vertical-align:-4px;flex:none}

@media (min-width:760px){.chart-narrow{display:grid}.chart-narrow .lane-name:not(:first-child){border:0;padding:4px 6px 0;background:var(--band);display:flex;gap:14px;align-items:baseline}}
@media (min-width:1080px){.chart-narrow{display:none}.chart-middle{display:grid;grid-template-columns:128px minmax(0,1fr);column-gap:12px}.lane-name{padding-top:7px}.chart .lane-name:not(:first-child){border-bottom:3px solid var(--paper)}}
@media (min-width:1560px){.chart-middle{display:none}.chart-wide{display:grid;grid-template-columns:138px minmax(0,1fr);column-gap:14px}}
@media (max-width:759px){.lanes .chart,.key,.unplaced,.as-list{display:none}.hours,#hour-list:target .hours{display:block;columns:1}}
@media print{.lanes{display:none}.hours{display:block}.line a{background:none}}
@media (prefers-reduced-motion:no-preference){.changed{animation:changed 1.6s ease-out}@keyframes changed{from{background:var(--red-soft)}to{background:transparent}}}
`;
