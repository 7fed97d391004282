/** The page that says how far an alarm reached: the colour of the alarm at its head, what to mend before the tables. */
export const REACH_REPORT_CSS: string = `
.told-of{padding:8px 14px;margin-bottom:12px;border-left:5px solid var(--red);background:var(--red-soft);font-weight:700;letter-spacing:.04em}
.told-of.is-drill{border:1.5px dashed var(--drill);background:var(--drill-soft);color:var(--drill)}
.reach-report{display:flex;flex-direction:column;gap:24px;padding-top:14px}
.reach-report h2{margin-bottom:6px}
.reach-report .sum p{font-size:16px;max-width:90ch}
.mend{border-left:5px solid var(--gold-mark);background:var(--card);padding:10px 16px;max-width:110ch}
.mend li{padding:5px 0}.mend li+li{border-top:1px solid var(--hair)}
.reach-report table{margin-top:6px}.reach-report td{min-width:0}
.reach-report .quiet{font-size:13px;max-width:90ch}
.seen-line{fill:none;stroke:var(--drill);stroke-width:2;vector-effect:non-scaling-stroke;stroke-linejoin:round}
.answered-line{fill:none;stroke:var(--supporters);stroke-width:2;stroke-dasharray:6 3;vector-effect:non-scaling-stroke;stroke-linejoin:round}
.swatch-seen{border-top:3px solid var(--drill);height:3px}.swatch-answered{border-top:3px dashed var(--supporters);height:3px}
.reach-link{font-size:13px}
@media (min-width:1280px){.reach-report .curve-part{max-width:1100px}}
@media (max-width:759px){.reach-report td:empty{display:none}}
`;
